import { describe, expect, it } from 'vitest';
import type { AppExplanation, Check, Explanation, LadderPoint, Profile, ScorePoint } from '../api';
import { bandOf, holes, runs, spell } from './history';
import { phases } from './phases';
import { added, lossOf, rungs } from './rungs';
import { sentenceOf } from './sentence';
import { badShare, sumSlots } from './slots';

const bands: Profile['bands'] = [
  { name: 'excellent', from: 90 },
  { name: 'good', from: 75 },
  { name: 'fair', from: 60 },
  { name: 'poor', from: 40 },
  { name: 'bad', from: 0 },
];

const at = (minute: number, value: number | null): ScorePoint => ({
  time: new Date(minute * 60_000).toISOString(), value, low: value, high: value, state: value == null ? 'noData' : 'confident', apps: {}, revisedAt: null,
});

describe('the history of a score', () => {
  it('is cut where a value is unknown and where minutes are missing', () => {
    const found = runs([at(0, 90), at(1, 91), at(2, null), at(3, 92), at(4, 93), at(9, 94)]);
    expect(found.map((run) => run.map((point) => point.value))).toEqual([[90, 91], [92, 93], [94]]);
  });

  it('has no runs when nothing is known', () => {
    expect(runs([at(0, null), at(1, null)])).toEqual([]);
    expect(runs([])).toEqual([]);
    expect(spell([at(0, null)], bands)).toBeNull();
  });

  it('shows the holes from the start of the range to its end', () => {
    const minute = 60_000;
    const found = holes(runs([at(10, 90), at(11, 90), at(20, 90), at(21, 90)]), 0, 30 * minute, 2 * minute);
    expect(found).toEqual([{ from: 0, to: 10 * minute }, { from: 11 * minute, to: 20 * minute }, { from: 21 * minute, to: 30 * minute }]);
    expect(holes([], 0, minute * 9, minute)).toEqual([{ from: 0, to: minute * 9 }]);
  });

  it('knows since when the band holds, over a single minute in another band', () => {
    const points = [at(0, 95), at(1, 95), at(2, 30), at(3, 50), at(4, 31), at(5, 32)];
    expect(spell(points, bands)).toEqual({ band: 'bad', since: 2 * 60_000, orEarlier: false });
    expect(spell([at(0, 95), at(1, 96)], bands)).toEqual({ band: 'excellent', since: 0, orEarlier: true });
  });

  it('puts a value at the edge into the upper band', () => {
    expect([bandOf(90, bands), bandOf(89.99, bands), bandOf(0, bands)]).toEqual(['excellent', 'good', 'bad']);
  });
});

const point = (segment: LadderPoint['segment'], p50Ms: number | null, more: Partial<LadderPoint> = {}): LadderPoint => ({
  segment, target: segment, name: segment, kind: 'icmp', family: 'v4', test: '1', sent: 300, received: 300, lost: 0, lossPercent: 0, lossLowPercent: 0,
  lossHighPercent: 1.26, lostUp: 0, lostDown: 0, minMs: 1, p50Ms, p95Ms: 3, p99Ms: 4, maxMs: 5, pdvMs: 1, reason: 'answered', newestData: null, ...more,
});

describe('the ladder', () => {
  it('keeps a place for the segments that were not measured', () => {
    expect(rungs([point('lan', 1), point('core', 9)]).map((rung) => rung.points.length)).toEqual([1, 0, 1, 0]);
  });

  it('says what a point adds to the nearest one before it, never less than nothing and never across IP versions', () => {
    const lan = point('lan', 2);
    const slowHop = point('access', 14);
    const core = point('core', 10);
    const overV6 = point('core', 9, { family: 'v6' });
    const ladder = [lan, slowHop, core, overV6];
    expect(added(ladder, lan)).toBeNull();
    expect(added(ladder, slowHop)).toEqual({ ms: 12, after: 'lan' });
    expect(added(ladder, core)).toEqual({ ms: 0, after: 'access' });
    expect(added(ladder, overV6)).toBeNull();
    expect(added([lan, core], core)).toEqual({ ms: 8, after: 'lan' });
  });

  it('calls loss proven only when its whole interval says so', () => {
    const alone = (more: Partial<LadderPoint>) => lossOf([], point('lan', 1, more));
    expect(alone({})).toBe('none');
    expect(alone({ lost: 1, received: 299, lossPercent: 0.33, lossLowPercent: 0.06 })).toBe('possible');
    expect(alone({ lost: 15, received: 285, lossPercent: 5, lossLowPercent: 3.05 })).toBe('proven');
    expect(alone({ p50Ms: null, lost: 300, received: 0, lossPercent: 100, lossLowPercent: 98.7 })).toBe('total');
  });

  it('lays loss where it begins, and not on the points behind that lose as much', () => {
    const losing = (segment: LadderPoint['segment'], low: number, high: number) => point(segment, 5, { lost: 15, received: 285, lossLowPercent: low, lossHighPercent: high });
    const access = losing('access', 3, 8);
    expect(lossOf([point('lan', 1), access], access)).toBe('proven');
    expect(lossOf([access], losing('core', 3.5, 8.5))).toBe('carried');
    expect(lossOf([access], losing('core', 9, 15))).toBe('proven');
    expect(lossOf([losing('access', 0.5, 4)], losing('core', 3, 8))).toBe('proven');
  });
});

describe('availability', () => {
  it('counts the bad share of what was measured; unknown is neither good nor bad', () => {
    const sums = sumSlots([{ time: '', seconds: 90, state: 'good' }, { time: '', seconds: 10, state: 'bad' }, { time: '', seconds: 500, state: 'unknown' }]);
    expect(sums).toEqual({ good: 90, bad: 10, unknown: 500 });
    expect(badShare(sums)).toBe(0.1);
    expect(badShare(sumSlots([]))).toBeNull();
  });
});

describe('the stages of an HTTP check', () => {
  const check = (more: Partial<Check>) => ({ p75Ms: null, resolveMs: null, connectMs: null, tlsMs: null, firstByteMs: null, ...more }) as Check;

  it('leave out what was not reached, and end with the rest', () => {
    expect(phases(check({ resolveMs: 2, connectMs: 3, p75Ms: 9 }))).toEqual([{ name: 'resolve', ms: 2 }, { name: 'connect', ms: 3 }, { name: 'rest', ms: 4 }]);
    expect(phases(check({ resolveMs: 2, firstByteMs: 30, p75Ms: 20 })).map((phase) => phase.name)).toEqual(['resolve', 'first byte']);
    expect(phases(check({ p75Ms: 20 }))).toEqual([]);
  });
});

describe('the sentence of a score', () => {
  const score = (value: number | null) => ({ value, low: value, high: value, state: value == null ? 'noData' : 'confident', band: value == null ? null : bandOf(value, bands) }) as const;
  const app = (name: string, value: number | null, binding: string | null = null): AppExplanation => ({
    app: name, weight: 0.2, core: true, score: score(value), binding, note: null,
    metrics: binding ? [{ name: binding, value: 87.4, unit: 'ms', score: value }] : [],
  });
  const explanation = (apps: AppExplanation[], more: Partial<Explanation> = {}): Explanation => ({
    profile: 'score-profile/1', persona: 'default_home', mean: 60, cap: 83, cappedBy: null, coverage: 1, outageShare: 0, windowMinutes: 5, sentence: 'Nothing came.', apps, ...more,
  });

  it('names the two apps that hold it down most, and why', () => {
    const apps = [app('web', 97), app('video_call', 43.9, 'pdv'), app('voice', 88), app('gaming', 61, 'q99'), app('streaming', null)];
    expect(sentenceOf(score(62.9), explanation(apps))).toBe(
      '62 of 100 for a home user: held down by Video calls at 43 (delay variation (p95 − p50) 87.4 ms) and Gaming at 61 (worst delay (p99) 87.4 ms).',
    );
    expect(sentenceOf(score(83), explanation(apps, { cappedBy: 'video_call' }), 40)).toContain('may not exceed Video calls by more than 40');
    expect(sentenceOf(score(83), explanation(apps, { cappedBy: 'video_call' }))).toContain('may not lie far above Video calls');
  });

  it('has the words of the collector where there is no score', () => {
    expect(sentenceOf(score(null), explanation([]))).toBe('Nothing came.');
    expect(sentenceOf(score(98), explanation([app('web', 98)]))).toBe('98 of 100 for a home user: nothing holds it down.');
  });
});
