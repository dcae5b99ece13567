import { describe, expect, it } from 'vitest';
import type { Profile } from '../api';
import { places, scaleOf } from './quantiles';
import { limitsOf, missingSentences, quantileRows, readAsked, shiftSentence, writeAsked } from './words';

describe('the words of parity', () => {
  it('say who is worse off: below 0 the first, also where it is a longer repair', () => {
    const of = { a: 'prepaid', b: 'postpaid' };
    expect(shiftSentence({ ...of, of: 'score', unit: 'points', shift: -8.4 })).toBe('The score of prepaid is lower than that of postpaid by 8.4 points: prepaid is worse off.');
    expect(shiftSentence({ ...of, of: 'repair', unit: 'minutes', shift: -25 })).toBe('The time to repair of prepaid is longer than that of postpaid by 25 minutes: prepaid is worse off.');
    expect(shiftSentence({ ...of, of: 'gap', unit: 'points', shift: null })).toBe('');
  });

  it('say how many are missing by the profile’s own limit, and none when it does not say', () => {
    const counts = { a: 'prepaid', b: 'postpaid', countA: 7, countB: 12 };
    const profile = { profile: 'p', apps: {}, personas: {}, bands: [], parity: { fewestUsable: 10, smallestGroup: 5 } } as Profile;
    expect(missingSentences(counts, limitsOf(profile))).toEqual([
      'prepaid has 7 customers in groups that can be compared, 3 too few (10 are needed).',
      'postpaid has 12 customers in groups that can be compared, which is enough.',
    ]);
    expect(missingSentences(counts, limitsOf(null))[0]).toBe('prepaid has 7 customers in groups that can be compared.');
  });

  it('survive the address bar, and make sense of one that does not', () => {
    const asked = { a: 'converged', b: 'prepaid', of: 'repair', days: 7 } as const;
    expect(readAsked(new URL(writeAsked(asked), 'http://x').search)).toEqual(asked);
    expect(readAsked('?of=height&days=-3')).toEqual({ a: 'prepaid', b: 'postpaid', of: 'score', days: 28 });
  });
});

describe('the rows of quantiles', () => {
  it('lay the difference of the worst-off tenth beside the lowest scores and beside the longest repairs', () => {
    expect(quantileRows('score').find((row) => row.difference === 'p10')!.key).toBe('p10');
    expect(quantileRows('repair').find((row) => row.difference === 'p10')!.words).toBe('longest tenth (P90)');
  });
});

describe('the scale of quantiles', () => {
  const quantiles = { p10: 31, p25: 60, p50: 95, p75: 110, p90: 142 };

  it('is 0 to 100 for scores and round numbers around the rest', () => {
    expect(scaleOf([quantiles, null], 'score')!.ticks).toEqual([0, 20, 40, 60, 80, 100]);
    const scale = scaleOf([quantiles], 'repair')!;
    expect([scale.from, scale.to]).toEqual([0, 150]);
    expect(scaleOf([null, null], 'repair')).toBeNull();
  });

  it('holds groups whose values are all the same, and negative ones', () => {
    const same = { p10: 0, p25: 0, p50: 0, p75: 0, p90: 0 };
    const scale = scaleOf([same], 'gap')!;
    expect(scale.to).toBeGreaterThan(scale.from);
    const below = scaleOf([{ p10: -20, p25: -9, p50: -4, p75: 0, p90: 3 }], 'gap')!;
    const at = places({ p10: -20, p25: -9, p50: -4, p75: 0, p90: 3 }, below);
    expect(Object.values(at).every((place) => place >= 0 && place <= 100)).toBe(true);
    expect(at.p10).toBeLessThan(at.p90);
  });
});
