const metric = (name, scale, optimal, unacceptable, unit) => ({ name, scale, optimal, unacceptable, unit });

export const profile = {
  profile: 'score-profile/1',
  apps: {
    voice: { metrics: [], gate: {} },
    video_call: {
      metrics: [metric('q50', 'lin', 100, 500, 'ms'), metric('pdv', 'lin', 30, 100, 'ms'), metric('loss', 'lin', 1, 10, '%')],
      gate: { down: 1.5, up: 1.5 },
    },
    gaming: {
      metrics: [
        metric('q50', 'lin', 30, 150, 'ms'),
        metric('q95', 'lin', 65, 200, 'ms'),
        metric('q99', 'lin', 100, 250, 'ms'),
        metric('loss', 'lin', 0.5, 5, '%'),
      ],
      gate: {},
    },
    web: { metrics: [metric('t75', 'log', 0.5, 10, 's'), metric('fail', 'lin', 1, 10, '%')], gate: {} },
    streaming: {
      metrics: [metric('startup', 'log', 2, 10, 's'), metric('stall', 'lin', 0.2, 5, '%'), metric('rate', 'log_up', 5, 1, 'Mbit/s')],
      gate: {},
    },
    availability: { metrics: [metric('unavailable', 'logarithmic', 0.05, 5, '%')], gate: {} },
  },
  personas: {
    default_home: { voice: 0.1, video_call: 0.15, gaming: 0.1, web: 0.25, streaming: 0.25, availability: 0.15 },
    remote_worker: { voice: 0.15, video_call: 0.35, gaming: 0, web: 0.2, streaming: 0.05, availability: 0.25 },
    gamer: { voice: 0.05, video_call: 0.1, gaming: 0.45, web: 0.1, streaming: 0.15, availability: 0.15 },
  },
  hours: {
    default_home: [1, 0.5, 0.3, 0.2, 0.2, 0.5, 1.5, 2.5, 2, 1.5, 1.5, 2, 2.5, 2, 2, 2.5, 3.5, 5, 6, 7, 8, 8, 6, 3],
    remote_worker: [0.2, 0.1, 0.1, 0.1, 0.1, 0.5, 1, 3, 6, 7, 7, 7, 5, 6, 7, 7, 6, 4, 3, 3, 3, 2, 1, 0.5],
    gamer: [3, 2, 1, 0.5, 0.2, 0.2, 0.3, 0.5, 0.5, 1, 1, 1, 1.5, 2, 2, 3, 4, 5, 6, 7, 8, 9, 8, 6],
  },
  composite: { pointsAboveWorstCoreApp: 40, coreAppFromWeight: 0.15, leastShareOfWeight: 0.6, leastShareOfADaysUse: 0.5 },
  certainty: {
    envelopePercent: 95, widestSurePoints: 10, widestUsablePoints: 25, sureShareMeasured: 0.8, leastShareMeasured: 0.5, staleAfterSeconds: 180, finalAfterMinutes: 10,
  },
  blame: { leastPoints: 1, pointsAheadOfTheNext: 3, fewestNeighboursThatConfirm: 2, leastShareThatConfirms: 0.2, fewestNeighboursThatAbsolve: 3 },
  expectation: { ownWeight: 0.6, peerWeight: 0.4, ownDays: 28, satisfactionPerPointAbove: 0.2, satisfactionPerPointShort: 0.45, ratingsImaginedBeforeTheFirst: 10 },
  parity: {
    smallestGroup: 5, fewestUsable: 10, largeShiftPoints: 5, smallCliffsDelta: 0.147, mediumCliffsDelta: 0.33, largeCliffsDelta: 0.474, significantZ: 1.96,
    watchedTailPoints: 10, daysLookedBackOn: 7, daysThatMakeAGap: 3,
  },
  bands: [
    { name: 'excellent', from: 90 },
    { name: 'good', from: 75 },
    { name: 'fair', from: 60 },
    { name: 'poor', from: 40 },
    { name: 'bad', from: 0 },
  ],
};

export const bandOf = (value) => (value == null ? null : profile.bands.find((band) => value >= band.from).name);
