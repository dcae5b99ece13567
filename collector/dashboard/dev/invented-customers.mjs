// Customers invented from the index of their first probe: who they are, what they expect, how their days were.
import { noise } from './noise.mjs';
import { profile } from './profile.mjs';

const regions = ['Lake', 'North', 'City', 'Coast'];
const lines = [
  { technology: 'fibre', plan: 'fibre-1000', adequate: 82, desired: 94 },
  { technology: 'cable', plan: 'cable-300', adequate: 74, desired: 88 },
  { technology: 'dsl', plan: 'dsl-50', adequate: 60, desired: 76 },
  { technology: 'lte', plan: 'lte-home', adequate: 55, desired: 72 },
];
const personas = Object.keys(profile.personas);

/** The index of the first probe of the customer who owns this probe; null for a probe of nobody. Every tenth has a second probe. */
export function ownerOf(index) {
  if (index % 9 === 8) return null;
  return index % 10 === 7 ? index - 6 : index;
}

export function recordOf(owner, size = Infinity) {
  const line = lines[owner === 2 ? 1 : Math.floor(noise(owner, 5) * lines.length)];
  const roll = noise(owner, 6);
  return {
    tenant: owner % 3 ? 'north' : 'south', id: `c-${1000 + owner}`, plan: owner === 3 ? null : line.plan,
    class: line.technology === 'lte' ? (roll < 0.8 ? 'prepaid' : 'postpaid') : roll < 0.25 ? 'prepaid' : roll < 0.7 ? 'postpaid' : 'converged',
    technology: line.technology, region: regions[Math.floor(noise(owner, 7) * regions.length)], persona: personas[Math.floor(noise(owner, 8) * personas.length)],
    node: noise(owner, 9) < 0.1 ? null : `OLT-${1 + Math.floor(noise(owner, 10) * 40)}`,
    subscriptions: owner % 4 ? [`s-${owner}`] : [`s-${owner}a`, `s-${owner}b`], second: owner % 10 === 1 && owner + 6 < size ? owner + 6 : null,
    line: owner === 3 ? null : line,
  };
}

const stateOf = (delivered, adequate, desired) => (delivered == null ? 'noData' : delivered < adequate ? 'belowAdequate' : delivered > desired ? 'aboveDesired' : 'withinTolerance');

export function expectationOf(owner, score, apps) {
  const { line } = recordOf(owner);
  if (!line) return null;
  const own = line.adequate + 6 + 14 * noise(owner, 11);
  const peers = line.adequate + 9;
  const promise = (line.adequate + line.desired) / 2 - 2;
  const stated = owner % 6 === 1 ? line.desired - 3 : null;
  const expected = Math.max(promise, 0.6 * own + 0.4 * peers);
  const delivered = score;
  const gap = delivered == null ? null : delivered - expected;
  const { adequate, desired } = line;
  return {
    state: stateOf(delivered, adequate, desired), adequate, desired, expected, delivered, gap,
    overAdequate: delivered == null ? null : delivered - adequate, overDesired: delivered == null ? null : delivered - desired,
    satisfaction: gap == null ? null : Math.max(0, Math.min(100, delivered + (gap >= 0 ? 0.2 : 0.45) * gap)),
    promise, stated, own, peers, ratings: owner % 6,
    apps: apps.map(({ app, score: of }, at) => {
      const [low, high] = [adequate - 4 + at * 2, Math.min(98, desired - 2 + at)];
      return { app, adequate: low, desired: high, score: of.value, gap: of.value == null ? null : of.value - (low + high) / 2, state: stateOf(of.value, low, high) };
    }),
  };
}

export function daysOf(owner, now, score) {
  const { line } = recordOf(owner);
  const midnight = now - (now % 86_400_000);
  return Array.from({ length: 28 }, (_, at) => {
    const time = midnight - (27 - at) * 86_400_000;
    const day = time / 86_400_000;
    const unknown = score == null || (day + owner) % 13 === 0 || (owner === 3 && at < 20);
    const mean = unknown ? null : Math.max(5, Math.min(99, (at > 24 ? score : Math.max(score, 88)) + 6 * (noise(owner, day) - 0.5)));
    const moved = line && at >= 14 ? 4 : 0;
    return {
      day: new Date(time).toISOString().slice(0, 10), mean, typical: mean == null ? null : Math.min(100, mean + 2.2), consistent: mean == null ? null : Math.max(0, mean - 5 - 6 * noise(owner, day, 3)),
      coverage: unknown ? 0.31 : 0.97, availability: unknown ? null : 99.91,
      adequate: line ? line.adequate - 4 + moved : null, desired: line ? line.desired - 4 + moved : null, expected: line ? line.adequate + 6 + moved : null,
    };
  });
}

export function pillarsOf(owner, score, now) {
  const ago = (hours) => new Date(now - hours * 3_600_000).toISOString();
  return [
    { name: 'network', weight: 0.4, score, at: score == null ? null : ago(0.01), fresh: score != null, source: 'edgeprobe', note: null },
    { name: 'care', weight: 0.25, score: 71.5, at: ago(30), fresh: true, source: 'crm', note: null },
    { name: 'billing', weight: 0.2, score: 88, at: ago(24 * 52), fresh: false, source: 'billing', note: null },
    { name: 'shop', weight: 0.15, score: null, at: null, fresh: false, source: '', note: 'nobody has posted it yet' },
  ];
}

export const changesOf = (owner, now) => [
  { at: new Date(now - 19 * 86_400_000).toISOString(), what: 'added', field: null, before: null, after: null },
  { at: new Date(now - 14 * 86_400_000).toISOString(), what: 'changed', field: 'plan', before: 'dsl-16', after: recordOf(owner).plan },
  { at: new Date(now - 3 * 86_400_000).toISOString(), what: 'changed', field: 'region', before: 'Lakeside', after: recordOf(owner).region },
];
