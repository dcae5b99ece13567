import type { Profile } from '../api';
import type { Parity, ParityOf, ParityState } from '../api-customers';
import { numberOf } from '../computed/quote';
import { count, counted, signedIn } from '../words/numbers';

export const ofs: ParityOf[] = ['score', 'availability', 'gap', 'repair'];

export const ofWord: Record<ParityOf, string> = {
  score: 'score',
  availability: 'availability',
  gap: 'gap to expectation',
  repair: 'time to repair',
};

export const stateWord: Record<ParityState, string> = { gap: 'Gap', watch: 'Watch', parity: 'Parity', insufficient: 'Insufficient' };

export const stateMeaning: Record<ParityState, string> = {
  gap: 'The two are not treated alike: the difference is large, it is not chance, and like was compared with like.',
  watch: 'Not proven, but worth watching: the difference is large and may still be chance, or it is small and sure, or it lies in the worst tenth alone.',
  parity: 'The two are treated alike, as far as this can be measured.',
  insufficient: 'Too few customers to compare: this says neither that they are treated alike nor that they are not.',
};

/** Of every difference. */
export const unitOf = (of: ParityOf) => (of === 'repair' ? 'minutes' : 'points');

/** Who is worse off, in one sentence: the collector's own says what was found, this what the sign means. */
export function shiftSentence(parity: Pick<Parity, 'a' | 'b' | 'of' | 'unit' | 'shift'>): string {
  if (parity.shift == null) return '';
  if (parity.shift === 0) return `${parity.a} and ${parity.b} have the same ${ofWord[parity.of]}.`;
  const words = parity.of === 'repair' ? (parity.shift < 0 ? 'longer' : 'shorter') : parity.shift < 0 ? 'lower' : 'higher';
  return `The ${ofWord[parity.of]} of ${parity.a} is ${words} than that of ${parity.b} by ${signedIn(Math.abs(parity.shift), parity.unit).slice(1)}: ${parity.shift < 0 ? parity.a : parity.b} is worse off.`;
}

/** A quantile of the values, and the difference that belongs to it: of repairs the longest ones are the worst-off tenth. */
export function quantileRows(of: ParityOf): { key: 'p10' | 'p25' | 'p50' | 'p75' | 'p90'; words: string; difference: 'p10' | 'p50' | 'p90' | null }[] {
  const repair = of === 'repair';
  return [
    { key: 'p10', words: repair ? 'shortest tenth (P10)' : 'lowest tenth (P10)', difference: repair ? 'p90' : 'p10' },
    { key: 'p25', words: 'lower quarter (P25)', difference: null },
    { key: 'p50', words: 'middle (P50)', difference: 'p50' },
    { key: 'p75', words: 'upper quarter (P75)', difference: null },
    { key: 'p90', words: repair ? 'longest tenth (P90)' : 'highest tenth (P90)', difference: repair ? 'p10' : 'p90' },
  ];
}

/** The word for Cliff's delta where the collector gives none. */
export function sizeWord(parity: Pick<Parity, 'size' | 'cliffsDelta'>): string {
  return parity.cliffsDelta == null ? 'not known' : (parity.size ?? 'not named');
}

export interface Limits {
  /** Fewest customers of a class in strata that count. */
  fewest: number | null;
  /** Fewest customers of a class in a stratum; smaller ones are suppressed. */
  smallestGroup: number | null;
  /** Days that `daysInGap` is counted over. */
  daysLookedBackOn: number | null;
}

/** The profile's own limits, null where it does not say them. */
export function limitsOf(profile: Profile | null): Limits {
  return { fewest: numberOf(profile, 'parity', 'fewestUsable'), smallestGroup: numberOf(profile, 'parity', 'smallestGroup'), daysLookedBackOn: numberOf(profile, 'parity', 'daysLookedBackOn') };
}

/** "prepaid has 7 customers in groups that can be compared, 3 too few; ..." */
export function missingSentences(parity: Pick<Parity, 'a' | 'b' | 'countA' | 'countB'>, limits: Limits): string[] {
  return [
    [parity.a, parity.countA] as const,
    [parity.b, parity.countB] as const,
  ].map(([name, has]) => {
    const missing = limits.fewest == null ? '' : has < limits.fewest ? `, ${count(limits.fewest - has)} too few (${count(limits.fewest)} are needed)` : ', which is enough';
    return `${name} has ${counted(has, 'customer')} in groups that can be compared${missing}.`;
  });
}

/** The choices as they stand in the address bar. */
export interface Asked {
  a: string;
  b: string;
  of: ParityOf;
  days: number;
}

export const spans = [7, 28, 56];
const otherwise: Asked = { a: 'prepaid', b: 'postpaid', of: 'score', days: 28 };

export function readAsked(query: string): Asked {
  const given = new URLSearchParams(query);
  const of = given.get('of') as ParityOf | null;
  const days = Number(given.get('days'));
  return {
    a: given.get('a') || otherwise.a,
    b: given.get('b') || otherwise.b,
    of: of && ofs.includes(of) ? of : otherwise.of,
    days: Number.isInteger(days) && days >= 1 && days <= 366 ? days : otherwise.days,
  };
}

export const writeAsked = (asked: Asked) =>
  `/parity?${new URLSearchParams({ a: asked.a, b: asked.b, of: asked.of, days: String(asked.days) }).toString()}`;
