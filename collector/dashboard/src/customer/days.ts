import type { CustomerDay } from '../api-customers';
import type { Zone } from '../charts/zone';

export const dayMs = 86_400_000;

export const startOf = (day: CustomerDay) => Date.parse(`${day.day.slice(0, 10)}T00:00:00Z`);

/** Runs of days on end with a value: a line is drawn inside a run, never over a day that is unknown. */
export function dayRuns(days: readonly CustomerDay[], of: (day: CustomerDay) => number | null): { time: number; value: number }[][] {
  const runs: { time: number; value: number }[][] = [];
  let last: number | null = null;
  for (const day of days) {
    const [time, value] = [startOf(day), of(day)];
    if (value == null) continue;
    if (last != null && time - last <= dayMs * 1.01) runs.at(-1)!.push({ time, value });
    else runs.push([{ time, value }]);
    last = time;
  }
  return runs;
}

/** The zone as it was on each day, days on end with the same zone as one piece. */
export function zonePieces(days: readonly CustomerDay[]): (Zone & { from: number; to: number })[] {
  const pieces: (Zone & { from: number; to: number })[] = [];
  for (const day of days) {
    if (day.adequate == null || day.desired == null) continue;
    const from = startOf(day) - dayMs / 2;
    const last = pieces.at(-1);
    const same = last && last.to === from && last.adequate === day.adequate && last.desired === day.desired && last.expected === (day.expected ?? null);
    if (same) last.to = from + dayMs;
    else pieces.push({ from, to: from + dayMs, adequate: day.adequate, desired: day.desired, expected: day.expected ?? null });
  }
  return pieces;
}

/**
 * How far to move each label up (below 0) or down so that no two lie closer than `least`, in the order of their values. The middle of those
 * that crowd stays where it was.
 */
export function spread(at: readonly number[], least: number): number[] {
  const order = at.map((_, index) => index).toSorted((a, b) => at[a]! - at[b]!);
  const moved = [...at];
  for (let turn = 0; turn < at.length; turn++)
    for (let index = 1; index < order.length; index++) {
      const [low, high] = [order[index - 1]!, order[index]!];
      const short = least - (moved[high]! - moved[low]!);
      if (short <= 0) continue;
      moved[low]! -= short / 2;
      moved[high]! += short / 2;
    }
  return moved.map((value, index) => value - at[index]!);
}

/** On how many of the days with a figure the customer got less than adequate. */
export function daysBelow(days: readonly CustomerDay[]): { below: number; known: number } {
  const known = days.filter((day) => day.mean != null && day.adequate != null);
  return { below: known.filter((day) => day.mean! < day.adequate!).length, known: known.length };
}
