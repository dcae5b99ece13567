import type { LadderPoint, SegmentName } from '../api';
import { segments } from '../words/states';

export interface Rung {
  segment: SegmentName;
  points: LadderPoint[];
}

/** The four segments in order; one without points was not measured, which is not the same as fine. */
export const rungs = (ladder: readonly LadderPoint[]): Rung[] =>
  segments.map((segment) => ({ segment, points: ladder.filter((point) => point.segment === segment) }));

/** The nearest point before this one of the same IP version, the quickest where there are several; null where there is none. */
export function pointBefore(ladder: readonly LadderPoint[], point: LadderPoint): LadderPoint | null {
  for (const segment of segments.slice(0, segments.indexOf(point.segment)).reverse()) {
    const before = ladder.filter((one) => one.segment === segment && one.family === point.family && one.p50Ms != null);
    if (before.length) return before.reduce((best, one) => (one.p50Ms! < best.p50Ms! ? one : best));
  }
  return null;
}

/**
 * What this point's typical delay adds to the nearest point before it of the same IP version, in ms; null where there is none before it.
 * Never negative: a hop that answers slowly itself is not slower than what lies behind it.
 */
export function added(ladder: readonly LadderPoint[], point: LadderPoint): { ms: number; after: SegmentName } | null {
  const before = pointBefore(ladder, point);
  if (point.p50Ms == null || before?.p50Ms == null) return null;
  return { ms: Math.max(0, point.p50Ms - before.p50Ms), after: before.segment };
}

export type Loss = 'none' | 'possible' | 'carried' | 'proven' | 'total';

/**
 * Loss is proven when the whole 95 % interval lies above 1 %: one packet lost out of sixty proves nothing. It is carried when the point
 * before loses as much, as far as the intervals can tell: then it begins there, not here.
 */
export function lossOf(ladder: readonly LadderPoint[], point: LadderPoint): Loss {
  if (point.sent > 0 && point.received === 0) return 'total';
  if ((point.lossLowPercent ?? 0) <= 1) return point.lost > 0 ? 'possible' : 'none';
  const before = pointBefore(ladder, point);
  return before && (before.lossLowPercent ?? 0) > 1 && point.lossLowPercent! <= (before.lossHighPercent ?? 0) ? 'carried' : 'proven';
}
