import type { Profile, ScorePoint } from '../api';
import { costliest } from '../blame/told';
import { holes, runs, type Known } from '../probe/history';
import { appName } from '../words/names';
import { envelope, points as inPoints, score, signedIn } from '../words/numbers';
import { stateWord } from '../words/states';
import { clock, utc } from '../words/times';
import type { Option } from './chart';
import { zoneSeries, type Zone } from './zone';

export interface ScoreChart {
  points: ScorePoint[];
  from: number;
  to: number;
  bands: Profile['bands'];
  colours: Record<string, string>;
  /** What the customer tolerates; null where nothing is known of that. */
  zone: Zone | null;
}

interface Api {
  value: (dimension: number) => number;
  coord: (at: [number, number]) => [number, number];
}

/** A hole this long is hatched; a shorter one is only a break in the line. */
const hatchFrom = 90_000;

export function scoreOption({ points, from, to, bands, colours: c, zone }: ScoreChart): Option {
  const known = runs(points);
  return {
    animation: false,
    aria: { enabled: false },
    grid: { left: 34, right: 14, top: 12, bottom: 26 },
    tooltip: {
      trigger: 'axis',
      confine: true,
      backgroundColor: c.surface,
      borderColor: c.line,
      textStyle: { color: c.text, fontSize: 13 },
      formatter: (shown: { value: [number, number | null] }[]) => explain(points, shown[0]?.value[0]),
    },
    xAxis: { type: 'time', min: from, max: to, axisLabel: { color: c.muted, hideOverlap: true }, axisLine: { lineStyle: { color: c.line } } },
    yAxis: { type: 'value', min: 0, max: 100, interval: 20, axisLabel: { color: c.muted }, splitLine: { lineStyle: { color: c.line } } },
    series: [
      edges(bands, from, to, c),
      ...(zone ? zoneSeries([{ from, to, ...zone }], c) : []),
      unknown(holes(known, from, to, hatchFrom), c),
      ...known.map((run) => envelopeOf(run, c)),
      { type: 'line', data: withBreaks(known), showSymbol: false, connectNulls: false, lineStyle: { width: 2, color: c.accent }, itemStyle: { color: c.accent }, z: 5 },
      ...lonely(known, c),
    ],
  };
}

/** A thin stripe beside the scale in each band's colour. */
function edges(bands: Profile['bands'], from: number, to: number, c: Record<string, string>) {
  const all = bands.map((band) => [band.from, Math.min(100, ...bands.filter((other) => other.from > band.from).map((other) => other.from)), band.name]);
  return {
    type: 'custom',
    silent: true,
    data: all,
    encode: { x: -1, y: -1 },
    renderItem: (given: { dataIndex: number }, api: Api) => {
      const [low, high, name] = all[given.dataIndex] as [number, number, string];
      const [x, bottom] = api.coord([from, low]);
      const [right, y] = api.coord([to, high]);
      return {
        type: 'group',
        children: [
          { type: 'rect', shape: { x: x + 1, y: y + 1, width: 4, height: bottom - y - 2 }, style: { fill: c[name] } },
          { type: 'rect', shape: { x, y, width: right - x, height: bottom - y }, style: { fill: c[name], opacity: 0.045 } },
        ],
      };
    },
  };
}

/** Time of which nothing is known: hatched, from top to bottom, so that it is taken for neither 0 nor 100. */
function unknown(gaps: { from: number; to: number }[], c: Record<string, string>) {
  return {
    type: 'custom',
    silent: true,
    data: gaps.map((gap) => [gap.from, gap.to]),
    encode: { x: -1, y: -1 },
    renderItem: (_: unknown, api: Api) => {
      const [x, y] = api.coord([api.value(0), 100]);
      const [right, bottom] = api.coord([api.value(1), 0]);
      const width = right - x;
      const lines = Array.from({ length: Math.ceil((width + bottom - y) / 9) }, (_, index) => stripe(x + index * 9, x, right, y, bottom));
      return {
        type: 'group',
        children: [
          { type: 'rect', shape: { x, y, width, height: bottom - y }, style: { fill: c.unknown, opacity: 0.09 } },
          ...lines.map((shape) => ({ type: 'line', shape, style: { stroke: c.unknown, opacity: 0.3, lineWidth: 1.2 } })),
          ...(width > 64 ? [{ type: 'text', style: { text: 'unknown', x: x + width / 2, y: (y + bottom) / 2, align: 'center', verticalAlign: 'middle', fill: c.muted, fontSize: 12, backgroundColor: c.surface, padding: [2, 5] } }] : []),
        ],
      };
    },
  };
}

/** One line of the hatching, falling to the left and cut off at the rectangle's sides. */
function stripe(start: number, left: number, right: number, top: number, bottom: number) {
  const over = Math.max(0, start - right);
  const under = Math.max(0, left - (start - (bottom - top)));
  return { x1: start - over, y1: top + over, x2: start - (bottom - top) + under, y2: bottom - under };
}

function envelopeOf(run: Known[], c: Record<string, string>) {
  return {
    type: 'custom',
    silent: true,
    data: [[run[0]!.time, 0]],
    encode: { x: -1, y: -1 },
    renderItem: (_: unknown, api: Api) => ({
      type: 'polygon',
      shape: { points: [...run.map((point) => api.coord([point.time, point.high])), ...run.toReversed().map((point) => api.coord([point.time, point.low]))] },
      style: { fill: c.accent, opacity: 0.2 },
    }),
  };
}

const withBreaks = (known: Known[][]) =>
  known.flatMap((run) => [...run.map((point) => [point.time, point.value]), [run.at(-1)!.time + 1, null]]);

/** A single known point between two holes has no line: it gets a dot. */
const lonely = (known: Known[][], c: Record<string, string>) =>
  known
    .filter((run) => run.length === 1)
    .map(([point]) => ({ type: 'line', data: [[point!.time, point!.value]], symbol: 'circle', symbolSize: 6, itemStyle: { color: c.accent }, z: 5 }));

/** One minute in words, as HTML: what it was, what cost most, how far from what was expected, and whether it may still change. */
export function explain(points: ScorePoint[], time: number | undefined): string {
  const point = points.find((one) => Date.parse(one.time) === time);
  if (!point) return '';
  const apps = Object.entries(point.apps)
    .filter(([, value]) => value != null)
    .map(([app, value]) => `${escaped(appName(app))} ${score(value)}`)
    .join(' · ');
  const most = costliest(point);
  const lost = most ? `cost most: ${escaped(most.words)} ${inPoints(most.points)}` : '';
  const gap = point.gap == null ? '' : `${signedIn(point.gap, 'points')} against what was expected`;
  const open = point.final === false && point.value != null ? 'this minute is provisional: it may still change' : '';
  const revised = point.revisedAt ? `revised ${utc(point.revisedAt)}: data came late` : '';
  const first = `<b>${score(point.value)}</b> of 100 (${envelope(point.low, point.high)}), ${stateWord[point.state]}`;
  return [first, lost, gap, apps, `${clock(point.time, Date.now())} (${utc(point.time)})`, open, revised].filter((line) => line !== '').join('<br>');
}

/** The tooltip is HTML: what the collector names is text. */
const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
