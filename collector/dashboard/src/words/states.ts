import type { BandName, Certainty, ProbeState, Score, ScoreState, SegmentName } from '../api';
import { anchor, trimmed } from './numbers';
import { span } from './times';

/** One word for the list. */
export const stateWord: Record<ScoreState, string> = {
  confident: 'confident',
  provisional: 'provisional',
  insufficient: 'too little data',
  stale: 'stale',
  noData: 'no data',
};

export const probeStateWord: Record<ProbeState, string> = { online: 'online', offline: 'offline', unknown: 'never seen' };

export const segmentWord: Record<SegmentName, string> = {
  lan: 'home network',
  access: 'access line',
  core: 'provider core',
  service: 'service',
};

/** What stands at the end of each rung of the ladder. */
export const segmentPlace: Record<SegmentName, string> = {
  lan: 'gateway at the customer',
  access: 'first hop of the provider',
  core: 'reflector in the provider’s core',
  service: 'what the customer pays to reach',
};

export const segments: SegmentName[] = ['lan', 'access', 'core', 'service'];

/** Best first; a band's letter and shape tell it without its colour. */
export const bands: BandName[] = ['excellent', 'good', 'fair', 'poor', 'bad'];

export type Verdict = BandName | 'unknown';

/** A score that is known now: stale and insufficient values are shown, but nothing is concluded from them. */
export function isKnown(score: Score): boolean {
  return score.value != null && (score.state === 'confident' || score.state === 'provisional');
}

export function verdict(score: Score): Verdict {
  return isKnown(score) && score.band ? score.band : 'unknown';
}

/** The band in which the value lies even when nothing may be concluded from it yet; drawn hollow then. */
export const shape = (score: Score): Verdict => (score.value == null ? 'unknown' : (score.band ?? 'unknown'));

/** The band where it is known, else in words why it is not. */
export function verdictWords(score: Score): string {
  if (isKnown(score)) return verdict(score);
  if (score.value == null) return 'unknown';
  return score.state === 'stale' ? 'last known, not present' : 'too little data to tell';
}

/** How far to rely on the score, in one sentence, with the profile's own limits where it says them. */
export function stateSentence(score: Score, certainty: Partial<Certainty> | null | undefined): string {
  const { envelopePercent: sure, widestSurePoints: widest, sureShareMeasured: measured, staleAfterSeconds: stale } = certainty ?? {};
  switch (score.state) {
    case 'confident':
      return `Enough samples: the true score lies inside the envelope${sure == null ? '' : ` with ${trimmed(sure)} % confidence`}.`;
    case 'provisional':
      return `Usable, but the envelope is still wide${widest == null ? '' : ` (more than ${trimmed(widest)} points)`} or ${measured == null ? 'too few' : `under ${anchor(measured, 'share')}`} of the expected samples have arrived.`;
    case 'insufficient':
      return 'Too few samples to tell good from bad: no conclusion should be drawn from this value yet.';
    case 'stale':
      return `The newest data is ${stale == null ? 'too old' : `older than ${span(stale)}`}: this is the last known value, not the present one.`;
    case 'noData':
      return 'Nothing was measured in the scoring window. That is unknown, which is neither good nor bad.';
  }
}
