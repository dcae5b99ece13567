// The shelf of profiles and what ratings propose, invented. What is accepted stays until the mock ends.
const shelf = {
  active: 'score-profile/1',
  profiles: [{ version: 'score-profile/1', createdAt: null, acceptedBy: '', reason: 'ships with this program' }],
  activations: [],
};

export const shelfNow = () => shelf;

export function accept({ acceptedBy, reason }, now) {
  if (!acceptedBy || !reason) return null;
  const shelved = { version: `score-profile/1.${shelf.profiles.length}`, createdAt: new Date(now).toISOString(), acceptedBy, reason };
  shelf.profiles = [...shelf.profiles, shelved];
  return shelved;
}

export const saidNow = (personas, now) => ({
  by: 'all', days: 90, generatedAt: new Date(now).toISOString(), profile: shelf.active, fewestForProposal: 100, segments: [],
  proposals: [
    {
      id: 'gamer-1', persona: 'gamer', present: personas.gamer, proposed: { ...personas.gamer, gaming: 0.55, streaming: 0.05 }, customers: 140, ratings: 312,
      gainPercent: 12.4, gainLowPercent: 3.1, gainHighPercent: 20.2, reason: 'Ratings of customers that they were not fitted to are foretold better.',
    },
    {
      id: 'default_home-1', persona: 'default_home', present: personas.default_home, proposed: null, customers: 31, ratings: 44,
      gainPercent: null, gainLowPercent: null, gainHighPercent: null, reason: '31 customers have rated; 100 are needed.',
    },
  ],
});
