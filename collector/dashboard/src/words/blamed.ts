import type { Cause, CustomerClass, ExpectationState, SegmentGroup, VerdictView, Witness } from '../api-customers';
import type { ProbeSummary, SegmentName } from '../api';
import { readable } from './names';
import { counted, points } from './numbers';
import { isKnown, segmentWord } from './states';

/** "access+core" was measured as one: "access line + provider core". */
export const groupWord = (group: SegmentGroup) =>
  group.split('+').map((name) => segmentWord[name as SegmentName] ?? readable(name)).join(' + ');

export const causeWord: Record<Cause, string> = {
  delay: 'delay',
  tail: 'delay spikes',
  loss: 'packet loss',
  speed: 'too little speed',
  server: 'the server',
  outage: 'outage',
};

export const expectationWord: Record<ExpectationState, string> = {
  noData: 'not known',
  belowAdequate: 'below adequate',
  withinTolerance: 'within tolerance',
  aboveDesired: 'above desired',
};

export const classWord: Record<CustomerClass, string> = { prepaid: 'prepaid', postpaid: 'postpaid', converged: 'converged' };

/** Whose fault it is, in a word or two for the list. Where there is no verdict (yet) a worst segment may be named. */
export function blamedWord(probe: Pick<ProbeSummary, 'verdict' | 'worstSegment' | 'score'>): { word: string; sure: boolean } {
  const verdict = probe.verdict;
  if (!verdict || (verdict.kind === 'unknown' && probe.worstSegment)) {
    if (probe.worstSegment) return { word: segmentWord[probe.worstSegment], sure: true };
    return { word: isKnown(probe.score) ? 'none' : 'not known', sure: false };
  }
  return { word: verdictWord(verdict), sure: verdict.kind === 'segment' };
}

/** The same for the probe's own page. A verdict needs less than a whole score does, so it may name nobody where the score is not sure yet. */
export function faultNow(probe: Pick<ProbeSummary, 'verdict' | 'worstSegment' | 'score'>): { word: string; sure: boolean } {
  const blamed = blamedWord(probe);
  if (blamed.sure || (probe.verdict && probe.verdict.kind !== 'unknown')) return blamed;
  return { word: isKnown(probe.score) ? 'none stands out' : 'cannot tell', sure: false };
}

export function verdictWord(verdict: VerdictView): string {
  switch (verdict.kind) {
    case 'segment':
      return verdict.segment ? groupWord(verdict.segment) : 'not known';
    case 'none':
      return 'nobody';
    case 'cannotTell':
      return 'cannot tell';
    case 'unknown':
      return 'not known';
  }
}

/** The verdict in one sentence, without the witnesses and, where there is a segment to name, without the collector’s reasons. */
export function verdictSentence(verdict: VerdictView): string {
  const next = verdict.runnerUp ? `, next ${groupWord(verdict.runnerUp.segment)} with ${points(verdict.runnerUp.points)}` : '';
  switch (verdict.kind) {
    case 'segment':
      return `The ${verdictWord(verdict)} lost most${verdict.points == null ? '' : `: ${points(verdict.points)}`}${next}.`;
    case 'none':
      return verdict.reason || 'Nobody is to blame: no segment loses enough to count.';
    case 'cannotTell':
      return `Cannot tell which segment it is${verdict.segment && verdict.points != null ? `: ${groupWord(verdict.segment)} with ${points(verdict.points)}${next}` : ''}.`;
    case 'unknown':
      return verdict.reason || 'Nothing is known that could be blamed on anybody.';
  }
}

/**
 * "14 neighbours on the same access node (OLT-7) have it too." / "3 neighbours on the same access node do not have it." What follows from
 * that is not counted here: the collector says it, see scopeSentence.
 */
export function witnessSentences(witnesses: readonly Witness[]): string[] {
  const groups = new Map<string, Witness[]>();
  for (const witness of witnesses) {
    const key = `${witness.says} ${witness.node}`;
    groups.set(key, [...(groups.get(key) ?? []), witness]);
  }
  return [...groups.values()].map((group) => {
    const { says, node } = group[0]!;
    const who = `${counted(group.length, 'neighbour')} on the same access node${node ? ` (${node})` : ''}`;
    return says === 'confirms' ? `${who} ${group.length === 1 ? 'has' : 'have'} it too.` : `${who} ${group.length === 1 ? 'does' : 'do'} not have it.`;
  });
}

/** Of a blamed access line: whether it is the node that it shares with neighbours, or this line alone. Null where that is no question. */
export function scopeSentence(verdict: VerdictView): string | null {
  switch (verdict.scope) {
    case 'node':
      return 'It is the access node, not this line alone.';
    case 'line':
      return 'It is this line alone: the neighbours absolve the node.';
    case 'unknown':
      return verdict.witnesses?.length
        ? 'Whether it is this line alone or its access node cannot be told: too few neighbours were heard, or they disagree.'
        : 'Whether it is this line alone or its access node cannot be told: no neighbour could be heard.';
    default:
      return null;
  }
}
