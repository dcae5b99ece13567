import { describe, expect, it } from 'vitest';
import type { CustomerDay } from '../api-customers';
import { zoneOf } from '../charts/zone';
import { dayMs, dayRuns, daysBelow, spread, startOf, zonePieces } from './days';

const day = (date: string, mean: number | null, more: Partial<CustomerDay> = {}): CustomerDay => ({
  day: date, mean, typical: mean, consistent: mean, coverage: 1, availability: 1, adequate: 60, desired: 80, expected: 72, ...more,
});

describe('the trend of days', () => {
  const days = [day('2026-11-20', 90), day('2026-11-21', null), day('2026-11-22', 50), day('2026-11-23', 58)];

  it('breaks the line over a day that is unknown', () => {
    expect(dayRuns(days, (one) => one.mean).map((run) => run.map((point) => point.value))).toEqual([[90], [50, 58]]);
    expect(dayRuns([day('2026-11-20', null)], (one) => one.mean)).toEqual([]);
  });

  it('counts the days under adequate among those with a figure', () => {
    expect(daysBelow(days)).toEqual({ below: 2, known: 3 });
    expect(daysBelow([day('2026-11-20', 10, { adequate: null })])).toEqual({ below: 0, known: 0 });
  });

  it('draws the zone as it was on each day', () => {
    const moved = [...days, day('2026-11-24', 70, { adequate: 65 }), day('2026-11-25', 70, { adequate: null })];
    const pieces = zonePieces(moved);
    expect(pieces.map((piece) => [(piece.to - piece.from) / dayMs, piece.adequate])).toEqual([[4, 60], [1, 65]]);
    expect(pieces[0]!.from).toBe(startOf(days[0]!) - dayMs / 2);
  });

  it('moves labels apart until they can be read, and no further', () => {
    expect(spread([10, 100], 13)).toEqual([0, 0]);
    const at = [100, 101, 99];
    const moved = at.map((value, index) => value + spread(at, 13)[index]!).toSorted((a, b) => a - b);
    expect(moved[1]! - moved[0]!).toBeGreaterThan(10);
    expect(moved[2]! - moved[1]!).toBeGreaterThan(10);
  });
});

describe('the zone of tolerance', () => {
  it('is none when an edge is unknown', () => {
    expect(zoneOf({ adequate: 60, desired: 80, expected: null })).toEqual({ adequate: 60, desired: 80, expected: null });
    expect([zoneOf({ adequate: null, desired: 80, expected: 70 }), zoneOf(null), zoneOf(undefined)]).toEqual([null, null, null]);
  });
});
