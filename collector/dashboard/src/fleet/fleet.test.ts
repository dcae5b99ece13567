import { describe, expect, it } from 'vitest';
import type { BandName, ProbeSummary, Score } from '../api';
import { countAll, defaultOrder, matches, passes, sorted, urgency } from './order';
import { readView, writeView } from './view';

const known = (value: number, band: BandName): Score => ({ value, low: value - 2, high: value + 2, state: 'confident', band });
const none: Score = { value: null, low: null, high: null, state: 'noData', band: null };

function probe(name: string, score: Score, more: Partial<ProbeSummary> = {}): ProbeSummary {
  return {
    tenant: 'north', probe: name, site: 'Lindau 4', agentVersion: '0.1.0', state: 'online', stateSince: '2026-01-01T00:00:00Z',
    lastSeen: '2026-01-01T10:00:00Z', newestData: '2026-01-01T10:00:00Z', gapSeconds: 4, score, apps: [], worstSegment: null, ...more,
  };
}

const bad = probe('bad', known(21, 'bad'));
const poor = probe('poor', known(45, 'poor'));
const fair = probe('fair', known(66, 'fair'));
const excellent = probe('excellent', known(98, 'excellent'));
const offline = probe('offline', none, { state: 'offline', lastSeen: '2026-01-01T08:00:00Z' });
const stale = probe('stale', { ...known(30, 'bad'), state: 'stale' });
const unknown = probe('unknown', none, { lastSeen: null, newestData: null });
const all = [excellent, unknown, offline, fair, poor, stale, bad];
const names = (probes: ProbeSummary[]) => probes.map((one) => one.probe);

describe('urgency', () => {
  it('puts known bad scores first, then the silent, then the unknown, then the rest by score', () => {
    expect(names(sorted(all, { column: 'urgency', descending: false }))).toEqual(['bad', 'poor', 'offline', 'stale', 'unknown', 'fair', 'excellent']);
  });

  it('does not take a stale bad value for a bad score', () => {
    expect(urgency(stale)).toBe(1);
  });

  it('keeps a silent probe with a score that is still known and bad at the top', () => {
    expect(urgency({ ...bad, state: 'offline' })).toBe(0);
  });
});

describe('the order by gap to expectation', () => {
  it('puts the lowest gap first, and who is not known to expect anything after, most urgent first', () => {
    const owned = [{ ...excellent, probe: 'promised', gap: -7 }, { ...bad, probe: 'cheap', gap: 2.5 }, { ...offline, gap: null }, poor, { ...bad, gap: null }];
    expect(names(sorted(owned, defaultOrder))).toEqual(['promised', 'cheap', 'bad', 'poor', 'offline']);
  });

  it('is the order by urgency where no customer is known', () => {
    expect(names(sorted(all, defaultOrder))).toEqual(names(sorted(all, { column: 'urgency', descending: false })));
  });
});

describe('sorting', () => {
  it('keeps the unknown at the end in both directions', () => {
    for (const descending of [false, true])
      expect(names(sorted(all, { column: 'score', descending })).slice(-3).sort()).toEqual(['offline', 'stale', 'unknown']);
  });

  it('orders names as people count', () => {
    const made = ['p10', 'p9', 'p1'].map((name) => probe(name, none));
    expect(names(sorted(made, { column: 'probe', descending: false }))).toEqual(['p1', 'p9', 'p10']);
  });

  it('leaves the list it was given alone', () => {
    const before = names(all);
    sorted(all, { column: 'probe', descending: true });
    expect(names(all)).toEqual(before);
  });
});

describe('filters', () => {
  it('count each probe in one band and the silent ones beside', () => {
    expect(countAll(all)).toEqual({ all: 7, excellent: 1, good: 0, fair: 1, poor: 1, bad: 1, unknown: 3, silent: 2 });
    expect(all.filter((one) => passes(one, 'silent')).map((one) => one.probe)).toEqual(['offline', 'stale']);
  });

  it('find every word anywhere in the names, in any order and case', () => {
    expect(matches(bad, 'lindau NORTH')).toBe(true);
    expect(matches(bad, 'lindau south')).toBe(false);
    expect(matches(bad, '')).toBe(true);
  });
});

describe('the view in the address bar', () => {
  it('survives the way there and back', () => {
    const view = { search: 'lindau 4', filter: 'silent', order: { column: 'gap', descending: true } } as const;
    expect(readView(writeView(view).slice(1))).toEqual(view);
  });

  it('falls back to everything, lowest gap first, where the address makes no sense', () => {
    expect(readView('?show=purple&sort=height.desc')).toEqual({ search: '', filter: 'all', order: { column: 'expectation', descending: false } });
    expect(writeView(readView(''))).toBe('/');
  });
});
