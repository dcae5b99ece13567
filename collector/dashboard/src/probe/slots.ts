import type { SlotRun, SlotState } from '../api';

/** Seconds in each state. */
export function sumSlots(runs: readonly SlotRun[]): Record<SlotState, number> {
  const sums: Record<SlotState, number> = { good: 0, bad: 0, unknown: 0 };
  for (const run of runs) sums[run.state] += run.seconds;
  return sums;
}

/** Share of the measured time that was bad; null when nothing was measured. Unknown is neither. */
export function badShare(sums: Record<SlotState, number>): number | null {
  const measured = sums.good + sums.bad;
  return measured === 0 ? null : sums.bad / measured;
}
