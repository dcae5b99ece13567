import type { BandName, Profile, ScorePoint } from '../api';

export interface Known {
  time: number;
  value: number;
  low: number;
  high: number;
}

/** Stretches of the history without a hole: a line may be drawn inside a run, never between two. */
export function runs(points: readonly ScorePoint[]): Known[][] {
  const longest = 1.9 * step(points);
  const all: Known[][] = [];
  let last: Known | null = null;
  for (const point of points) {
    const known = knownPoint(point);
    if (known) {
      if (last && known.time - last.time <= longest) all.at(-1)!.push(known);
      else all.push([known]);
    }
    last = known;
  }
  return all;
}

function knownPoint(point: ScorePoint): Known | null {
  if (point.value == null || point.state === 'noData') return null;
  return { time: Date.parse(point.time), value: point.value, low: point.low ?? point.value, high: point.high ?? point.value };
}

/** The usual distance of two points in ms: the median, so that holes do not count. A minute where there are too few to tell. */
function step(points: readonly ScorePoint[]): number {
  const distances = points.slice(1).map((point, index) => Date.parse(point.time) - Date.parse(points[index]!.time));
  if (distances.length < 2) return 60_000;
  return distances.toSorted((a, b) => a - b)[Math.floor(distances.length / 2)]!;
}

/** Where nothing is known, from the start of the range to its end: the holes between the runs. */
export function holes(known: readonly Known[][], from: number, to: number, shortest: number): { from: number; to: number }[] {
  const edges = [from, ...known.flatMap((run) => [run[0]!.time, run.at(-1)!.time]), to];
  const found: { from: number; to: number }[] = [];
  for (let index = 0; index < edges.length; index += 2) {
    const hole = { from: edges[index]!, to: edges[index + 1]! };
    if (hole.to - hole.from > shortest) found.push(hole);
  }
  return found;
}

export interface Spell {
  band: BandName;
  since: number;
  /** True when the spell reaches back to the start of what was read: it may have begun earlier. */
  orEarlier: boolean;
}

/**
 * Since when the score has been in the band that it is in now. A single minute in another band does not end a spell, two in a row do;
 * a hole ends it, because nothing is known of that time.
 */
export function spell(points: readonly ScorePoint[], bands: Profile['bands']): Spell | null {
  const run = runs(points).at(-1);
  const now = run?.at(-1);
  if (!run || !now) return null;
  const band = bandOf(now.value, bands);
  if (!band) return null;
  let since = run.length - 1;
  for (let index = run.length - 2, others = 0; index >= 0 && others < 2; index--) {
    if (bandOf(run[index]!.value, bands) === band) {
      since = index;
      others = 0;
    } else others++;
  }
  return { band, since: run[since]!.time, orEarlier: since === 0 };
}

export function bandOf(value: number, bands: Profile['bands']): BandName | null {
  return bands.toSorted((a, b) => b.from - a.from).find((band) => value >= band.from)?.name ?? null;
}
