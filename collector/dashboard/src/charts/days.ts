import type { CustomerDay } from '../api-customers';
import { dayMs, dayRuns, spread, startOf, zonePieces } from '../customer/days';
import { percent, points, share } from '../words/numbers';
import type { Option } from './chart';
import { zoneSeries } from './zone';

export const dayLines = [
  { name: 'mean', of: (day: CustomerDay) => day.mean, width: 2.4, type: 'solid', symbol: 'circle' },
  { name: 'typical', of: (day: CustomerDay) => day.typical, width: 1.5, type: [6, 3], symbol: 'rect' },
  { name: 'consistent', of: (day: CustomerDay) => day.consistent, width: 1.5, type: [2, 3], symbol: 'triangle' },
] as const;

export function daysOption(days: CustomerDay[], c: Record<string, string>): Option {
  const times = days.map(startOf);
  // Pixels from the top at the chart's height of 290, near enough for labels.
  const ends = dayLines.map((line) => 2.5 * (100 - (dayRuns(days, line.of).at(-1)?.at(-1)?.value ?? 0)));
  const shifts = spread(ends, 13);
  return {
    animation: false,
    aria: { enabled: false },
    grid: { left: 34, right: 72, top: 12, bottom: 26 },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: c.surface,
      borderColor: c.line,
      textStyle: { color: c.text, fontSize: 13 },
      formatter: (shown: { value: [number, number | null] }[]) => explain(days.find((day) => startOf(day) === shown[0]?.value[0])),
    },
    xAxis: {
      type: 'time', min: Math.min(...times) - dayMs / 2, max: Math.max(...times) + dayMs / 2, minInterval: dayMs,
      axisLabel: { color: c.muted, hideOverlap: true, formatter: (time: number) => new Date(time).toISOString().slice(5, 10) }, axisLine: { lineStyle: { color: c.line } },
    },
    yAxis: { type: 'value', min: 0, max: 100, interval: 20, axisLabel: { color: c.muted }, splitLine: { lineStyle: { color: c.line } } },
    series: [
      ...zoneSeries(zonePieces(days), c),
      ...dayLines.map((line, index) => ({
        type: 'line',
        data: dayRuns(days, line.of).flatMap((run) => [...run.map((point) => [point.time, point.value]), [run.at(-1)!.time + 1, null]]).slice(0, -1),
        connectNulls: false,
        showSymbol: true,
        symbol: line.symbol,
        symbolSize: 5,
        lineStyle: { width: line.width, type: line.type, color: c.accent },
        itemStyle: { color: c.accent },
        endLabel: { show: true, formatter: line.name, color: c.muted, offset: [0, shifts[index]] },
        z: 5,
      })),
    ],
  };
}

function explain(day: CustomerDay | undefined): string {
  if (!day) return '';
  const figures = dayLines.map((line) => `${line.name} <b>${points(line.of(day))}</b>`).join('<br>');
  const zone = day.adequate == null ? '' : `<br>adequate ${points(day.adequate)}, desired ${points(day.desired)}, expected ${points(day.expected)}`;
  return `${day.day.slice(0, 10)} (UTC)<br>${figures}${zone}<br>available ${percent(day.availability)}, measured ${share(day.coverage)} of the time in use`;
}
