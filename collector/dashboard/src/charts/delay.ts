import type { WindowPoint } from '../api';
import { bytes, count, ms, percent } from '../words/numbers';
import { clock, utc } from '../words/times';
import type { Option } from './chart';

const lines = [
  { name: 'p50', of: (point: WindowPoint) => point.p50Ms, width: 2, type: 'solid' },
  { name: 'p95', of: (point: WindowPoint) => point.p95Ms, width: 1.5, type: [6, 3] },
  { name: 'p99', of: (point: WindowPoint) => point.p99Ms, width: 1.5, type: [2, 3] },
] as const;

/** What an attempt without a delay is called here; null where a series makes none (round trips that were merely seen). */
export type Missing = 'loss' | 'unanswered' | null;

/** Longer than this between two minute windows and the line is broken. */
const brokenFrom = 115_000;

export function delayOption(points: WindowPoint[], from: number, to: number, c: Record<string, string>, missing: Missing = 'loss'): Option {
  return {
    animation: false,
    aria: { enabled: false },
    grid: { left: 48, right: 34, top: 14, bottom: 26 },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: c.surface,
      borderColor: c.line,
      textStyle: { color: c.text, fontSize: 13 },
      formatter: (shown: { value: [number, number | null] }[]) => explain(points, shown[0]?.value[0], missing),
    },
    xAxis: { type: 'time', min: from, max: to, axisLabel: { color: c.muted, hideOverlap: true }, axisLine: { lineStyle: { color: c.line } } },
    yAxis: { type: 'value', min: 0, axisLabel: { color: c.muted, formatter: '{value} ms' }, splitLine: { lineStyle: { color: c.line } } },
    series: lines.map((line) => ({
      type: 'line',
      data: broken(points, line.of),
      showSymbol: points.length < 3,
      connectNulls: false,
      lineStyle: { width: line.width, type: line.type, color: c.accent },
      itemStyle: { color: c.accent },
      endLabel: { show: true, formatter: line.name, color: c.muted },
    })),
  };
}

function broken(points: WindowPoint[], of: (point: WindowPoint) => number | null): [number, number | null][] {
  const data: [number, number | null][] = [];
  let last: number | null = null;
  for (const point of points) {
    const time = Date.parse(point.time);
    if (last != null && time - last > brokenFrom) data.push([last + 1, null]);
    data.push([time, of(point)]);
    last = time;
  }
  return data;
}

function explain(points: WindowPoint[], time: number | undefined, missing: Missing): string {
  const point = points.find((one) => Date.parse(one.time) === time);
  if (!point) return '';
  const lines = [`p50 <b>${ms(point.p50Ms)}</b> · p95 ${ms(point.p95Ms)} · p99 ${ms(point.p99Ms)}`, lossWords(point, missing), `${clock(point.time, Date.now())} (${utc(point.time)})`];
  return lines.filter((line) => line !== '').join('<br>');
}

/** What did not come back in a minute: by bytes where the collector counts bytes, else of the attempts. */
export function lossWords(point: WindowPoint, missing: Missing): string {
  if (point.payloadBytes != null) return `loss ${percent(point.lossPercent)} (${bytes(point.lostBytes)} of ${bytes(point.payloadBytes)})`;
  if (missing == null) return '';
  if (missing === 'unanswered') return `unanswered ${count(point.lost)} of ${count(point.sent)}`;
  return `loss ${percent(point.sent === 0 ? null : (100 * point.lost) / point.sent)} (${count(point.lost)} of ${count(point.sent)})`;
}
