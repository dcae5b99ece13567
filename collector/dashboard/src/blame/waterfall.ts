import type { Blame, Cause, SegmentGroup } from '../api-customers';
import { causeWord, groupWord } from '../words/blamed';

export interface Step {
  key: string;
  words: string;
  /** Why the step is there, where it does not go without saying. */
  note: string | null;
  kind: 'start' | 'nobody' | 'lost' | 'rest' | 'end';
  /** What the step takes away; what stands there, for the first and last. */
  points: number;
  /** What is left after it. */
  left: number;
  floorMs: number | null;
}

export type Cut = 'segment' | 'cause';

/** Less than this many points is rounding, not a difference. */
const smallest = 0.05;

/**
 * From 100 down to the score, one step for each that lost something. What nobody can repair comes first: nobody gets past it. A sum that
 * leaves something over gets a line of its own, so that the steps always end at the score.
 */
export function waterfall(blame: Blame, cut: Cut): Step[] {
  const steps: Step[] = [{ key: 'start', words: 'perfect', note: null, kind: 'start', points: 100, left: 100, floorMs: null }];
  let left = 100;
  const down = (step: Omit<Step, 'left'>) => {
    left -= step.points;
    steps.push({ ...step, left });
  };
  down({ key: 'nobody', words: 'distance, satellite', note: 'nobody can repair it', kind: 'nobody', points: blame.notAttributable, floorMs: null });
  for (const one of lost(blame, cut)) down({ ...one, kind: 'lost', note: null });
  const rest = left - blame.score;
  if (Math.abs(rest) >= smallest) down({ key: 'rest', words: 'not told apart', note: 'no kind alone accounts for it', kind: 'rest', points: rest, floorMs: null });
  steps.push({ key: 'end', words: 'score', note: null, kind: 'end', points: blame.score, left: blame.score, floorMs: null });
  return steps;
}

function lost(blame: Blame, cut: Cut): { key: string; words: string; points: number; floorMs: number | null }[] {
  if (cut === 'segment')
    return blame.segments.map((one) => ({ key: one.segment as SegmentGroup, words: groupWord(one.segment), points: one.points, floorMs: one.floorMs ?? null }));
  return blame.causes.map((one) => ({ key: one.cause as Cause, words: causeWord[one.cause] ?? one.cause, points: one.points, floorMs: null }));
}

/** Where the bar of a step lies on the scale of 0 to 100. */
export function barOf(step: Step): { from: number; to: number } {
  if (step.kind === 'start' || step.kind === 'end') return { from: 0, to: clamp(step.points) };
  return { from: clamp(Math.min(step.left, step.left + step.points)), to: clamp(Math.max(step.left, step.left + step.points)) };
}

const clamp = (value: number) => Math.max(0, Math.min(100, value));
