// Comparisons of classes, invented: prepaid and postpaid have a gap in score, prepaid and converged are too few to tell in repair.

const classes = ['prepaid', 'postpaid', 'converged'];
const units = { score: 'points', availability: 'points', gap: 'points', repair: 'minutes' };
const base = { score: 81, availability: 84, gap: -1.5, repair: 95 };

function stateFor(a, b, of) {
  const pair = [a, b].toSorted().join('/');
  if (pair === 'postpaid/prepaid') return { score: 'gap', availability: 'watch', gap: 'gap', repair: 'watch' }[of];
  if (of === 'repair') return 'insufficient';
  return pair === 'converged/prepaid' ? 'watch' : 'parity';
}

const shiftOf = (a, b, of) => {
  const size = { gap: 8.4, watch: 4.1, parity: 0.4, insufficient: 0 }[stateFor(a, b, of)];
  return (a === 'prepaid' ? -1 : 1) * (of === 'repair' ? 6 : 1) * size;
};

const quantiles = (middle, spread) => ({ p10: middle - 1.6 * spread, p25: middle - 0.7 * spread, p50: middle, p75: middle + 0.5 * spread, p90: middle + 1.1 * spread });

export function parityOf(a, b, of, days) {
  const state = stateFor(a, b, of);
  const unit = units[of];
  const empty = { a, b, of, unit, days, state, daysInGap: null };
  if (state === 'insufficient')
    return {
      ...empty, countA: 7, countB: 4, shift: null, cliffsDelta: null, size: null, z: null, differences: null, quantilesA: null, quantilesB: null,
      strata: [{ technology: 'dsl', plan: 'dsl-50', region: 'Lake', countA: null, countB: null, suppressed: true, shift: null, cliffsDelta: null, p10: null, p50: null, p90: null }],
      sentence: `Too few customers had an outage in ${days} days: 7 of ${a} and 4 of ${b}, 10 of each are needed.`,
    };
  const shift = shiftOf(a, b, of);
  const delta = { gap: 0.41, watch: 0.19, parity: 0.03 }[state] * Math.sign(shift);
  const spread = of === 'repair' ? 38 : 9;
  const scale = of === 'repair' ? 6 : 1;
  const strata = ['fibre', 'cable', 'dsl', 'lte'].flatMap((technology, at) =>
    ['Lake', 'North', 'City'].map((region, row) => {
      const suppressed = (at + row) % 4 === 3;
      const by = shift + scale * (at - 1.5) * 0.8;
      return {
        technology, plan: { fibre: 'fibre-1000', cable: 'cable-300', dsl: 'dsl-50', lte: 'lte-home' }[technology], region, suppressed,
        countA: suppressed ? null : 9 + 3 * at, countB: suppressed ? null : 14 + 2 * row, shift: suppressed ? null : by, cliffsDelta: suppressed ? null : delta + 0.02 * at,
        p10: suppressed ? null : by * 1.5, p50: suppressed ? null : by, p90: suppressed ? null : by * 0.4,
      };
    }),
  );
  return {
    ...empty, daysInGap: state === 'gap' ? 5 : state === 'watch' ? 1 : 0, countA: 118, countB: 143, shift, cliffsDelta: delta, size: { gap: 'medium', watch: 'small', parity: 'negligible' }[state],
    z: { gap: 5.21, watch: 1.7, parity: 0.3 }[state] * Math.sign(shift), differences: { p10: 1.6 * shift, p50: shift, p90: 0.3 * shift },
    quantilesA: quantiles(base[of] + (of === 'repair' ? -shift : shift), spread), quantilesB: quantiles(base[of], spread * 0.7), strata,
    sentence: `Over ${days} days ${a} and ${b} customers alike in technology, plan and region differ by ${Math.abs(shift).toFixed(1)} ${unit}.`,
  };
}

export function overviewOf(now) {
  const pairs = [['prepaid', 'postpaid'], ['prepaid', 'converged'], ['postpaid', 'converged']].flatMap(([a, b]) =>
    Object.keys(units).map((of) => ({ a, b, of, state: stateFor(a, b, of), shift: stateFor(a, b, of) === 'insufficient' ? null : shiftOf(a, b, of), countA: 118, countB: 143 })),
  );
  return { generatedAt: new Date(now).toISOString(), classes, pairs };
}
