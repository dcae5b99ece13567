import type { AppScore, ProbeSummary } from '../api';
import { blamedWord } from '../words/blamed';
import { bands, isKnown, segments, verdict } from '../words/states';

/**
 * How soon somebody should look, 0 first: a score known to be poor or bad, then a probe that has gone silent, then one of which nothing
 * is known, then the rest by score. A probe that never reported is less urgent than one that stopped.
 */
export function urgency(probe: ProbeSummary): number {
  const band = verdict(probe.score);
  if (band === 'bad' || band === 'poor') return 0;
  if (probe.state === 'offline' || probe.score.state === 'stale') return 1;
  if (band === 'unknown') return 2;
  return 3;
}

/** `expectation` is the gap to what the customer expects, `gap` the age of the newest data. */
export type Column = 'expectation' | 'urgency' | 'probe' | 'score' | 'state' | 'gap' | 'lastSeen' | 'segment' | 'certainty' | 'app';
export interface Order {
  column: Column;
  descending: boolean;
}

/** Lowest gap to expectation first; whoever is not known to expect anything comes after, most urgent first. */
export const defaultOrder: Order = { column: 'expectation', descending: false };

export const columns: Column[] = ['expectation', 'urgency', 'probe', 'score', 'state', 'gap', 'lastSeen', 'segment', 'certainty', 'app'];

type Compare = (a: ProbeSummary, b: ProbeSummary) => number;

const known = (probe: ProbeSummary) => (isKnown(probe.score) ? probe.score.value : null);
/** The app with the lowest known score: what the customer complains about first. */
export function weakestApp(probe: ProbeSummary): AppScore | null {
  let weakest: AppScore | null = null;
  for (const app of probe.apps) {
    if (!isKnown(app.score)) continue;
    if (!weakest || app.score.value! < weakest.score.value!) weakest = app;
  }
  return weakest;
}

const certaintyRank = { noData: 0, stale: 1, insufficient: 2, provisional: 3, confident: 4 } as const;
const stateRank = { offline: 0, unknown: 1, online: 2 } as const;
const text = new Intl.Collator('en', { numeric: true });

const byName: Compare = (a, b) => text.compare(`${a.tenant}/${a.probe}`, `${b.tenant}/${b.probe}`);

const byUrgency: Compare = (a, b) =>
  urgency(a) - urgency(b) ||
  nullsLast(known(a), known(b), (x, y) => x - y) ||
  nullsLast(time(b.stateSince), time(a.stateSince), (x, y) => x - y) ||
  byName(a, b);

/** Unknown stays at the end whichever way the column is sorted: it is not a small value. */
function directed(column: Column, descending: boolean): Compare {
  const way = descending ? -1 : 1;
  const by = <T>(value: (probe: ProbeSummary) => T | null, compare: (x: T, y: T) => number): Compare =>
    (a, b) => nullsLast(value(a), value(b), (x, y) => way * compare(x, y)) || byUrgency(a, b);
  const number = (x: number, y: number) => x - y;
  switch (column) {
    case 'urgency':
      return (a, b) => way * byUrgency(a, b);
    case 'expectation':
      return by((probe) => probe.gap ?? null, number);
    case 'probe':
      return (a, b) => way * byName(a, b);
    case 'score':
      return by(known, number);
    case 'state':
      return by((probe) => stateRank[probe.state], number);
    case 'gap':
      return by((probe) => time(probe.newestData), (x, y) => y - x);
    case 'lastSeen':
      return by((probe) => time(probe.lastSeen), (x, y) => y - x);
    case 'certainty':
      return by((probe) => certaintyRank[probe.score.state], number);
    case 'app':
      return by((probe) => weakestApp(probe)?.score.value ?? null, number);
    case 'segment':
      return by((probe) => blamedRank(probe), number);
  }
}

/** Along the way from the customer outward, then those that nobody or nothing certain is to blame for; null where nothing is known. */
function blamedRank(probe: ProbeSummary): number | null {
  const { word, sure } = blamedWord(probe);
  if (sure) return blameOrder.indexOf((probe.verdict?.segment ?? probe.worstSegment ?? '').split('+')[0]!);
  return word === 'cannot tell' ? blameOrder.length : word === 'nobody' ? blameOrder.length + 1 : null;
}

const blameOrder: readonly string[] = segments;

export const sorted = (probes: readonly ProbeSummary[], order: Order) =>
  probes.toSorted(directed(order.column, order.descending));

function nullsLast<T>(a: T | null, b: T | null, compare: (x: T, y: T) => number): number {
  if (a == null || b == null) return a == null && b == null ? 0 : a == null ? 1 : -1;
  return compare(a, b);
}

function time(iso: string | null): number | null {
  return iso == null ? null : Date.parse(iso);
}

/** What the list can be narrowed to: a band of the known scores, scores that are not known, or probes that are silent. */
export type Filter = 'all' | (typeof bands)[number] | 'unknown' | 'silent';

export const isSilent = (probe: ProbeSummary) => probe.state === 'offline' || probe.score.state === 'stale';

export function passes(probe: ProbeSummary, filter: Filter): boolean {
  if (filter === 'all') return true;
  return filter === 'silent' ? isSilent(probe) : verdict(probe.score) === filter;
}

/** Every word must occur somewhere in the names of the probe and of its customer. */
export function matches(probe: ProbeSummary, search: string): boolean {
  const of = [probe.customer?.id, probe.plan, probe.class, probe.technology, probe.region, probe.node].filter(Boolean).join(' ');
  const names = `${probe.tenant}/${probe.probe} ${probe.site} ${probe.agentVersion} ${of}`.toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => names.includes(word));
}

export type Counts = Record<Filter, number>;

export function countAll(probes: readonly ProbeSummary[]): Counts {
  const counts: Counts = { all: probes.length, excellent: 0, good: 0, fair: 0, poor: 0, bad: 0, unknown: 0, silent: 0 };
  for (const probe of probes) {
    counts[verdict(probe.score)]++;
    if (isSilent(probe)) counts.silent++;
  }
  return counts;
}
