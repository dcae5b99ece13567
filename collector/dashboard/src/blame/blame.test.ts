import { describe, expect, it } from 'vitest';
import type { Blame, VerdictView, Witness } from '../api-customers';
import { blamedWord, faultNow, groupWord, scopeSentence, verdictSentence, witnessSentences } from '../words/blamed';
import { costliest, toldRows } from './told';
import { barOf, waterfall } from './waterfall';

const blame: Blame = {
  score: 62.9, bestPossible: 94, notAttributable: 6,
  segments: [{ segment: 'lan', points: 25.1, floorMs: 0.5 }, { segment: 'access+core', points: 4, floorMs: null }, { segment: 'service', points: 2, floorMs: 7 }],
  causes: [{ cause: 'tail', points: 20 }, { cause: 'loss', points: 11.1 }],
};

describe('the waterfall', () => {
  it('falls from 100 to the score without a remainder, whichever way it is cut', () => {
    for (const cut of ['segment', 'cause'] as const) {
      const steps = waterfall(blame, cut);
      const lost = steps.filter((step) => step.kind === 'lost' || step.kind === 'nobody').reduce((sum, step) => sum + step.points, 0);
      expect(100 - lost).toBeCloseTo(62.9, 9);
      expect(steps.at(-2)!.left).toBeCloseTo(steps.at(-1)!.points, 9);
      expect(steps.some((step) => step.kind === 'rest')).toBe(false);
    }
  });

  it('has what nobody can repair as a line of its own, and names segments that were measured as one', () => {
    expect(waterfall(blame, 'segment').map((step) => [step.words, step.note, step.points])).toEqual([
      ['perfect', null, 100], ['distance, satellite', 'nobody can repair it', 6], ['home network', null, 25.1], ['access line + provider core', null, 4], ['service', null, 2], ['score', null, 62.9],
    ]);
  });

  it('shows what the parts do not add up to instead of hiding it', () => {
    const steps = waterfall({ ...blame, causes: [{ cause: 'tail', points: 20 }] }, 'cause');
    expect(steps.find((step) => step.kind === 'rest')!.points).toBeCloseTo(11.1, 9);
    expect(steps.at(-2)!.left).toBeCloseTo(62.9, 9);
  });

  it('draws every bar inside the scale', () => {
    const bars = waterfall(blame, 'segment').map(barOf);
    expect(bars[0]).toEqual({ from: 0, to: 100 });
    expect(bars[1]).toEqual({ from: 94, to: 100 });
    expect(bars.every((bar) => bar.from >= 0 && bar.to <= 100 && bar.from <= bar.to)).toBe(true);
  });
});

const verdict = (more: Partial<VerdictView>): VerdictView => ({ kind: 'segment', segment: 'access', points: 34, runnerUp: { segment: 'lan', points: 2 }, since: null, reason: '', witnesses: [], ...more });
const score = { value: 50, low: 48, high: 52, state: 'confident', band: 'poor' } as const;

describe('the verdict', () => {
  it('is a segment, nobody, or cannot tell', () => {
    const words = (['segment', 'none', 'cannotTell', 'unknown'] as const).map((kind) => blamedWord({ verdict: verdict({ kind }), worstSegment: null, score }));
    expect(words).toEqual([{ word: 'access line', sure: true }, { word: 'nobody', sure: false }, { word: 'cannot tell', sure: false }, { word: 'not known', sure: false }]);
  });

  it('falls back to the worst segment of an older collector, and claims nothing beyond it', () => {
    expect(blamedWord({ worstSegment: 'lan', score })).toEqual({ word: 'home network', sure: true });
    expect(blamedWord({ worstSegment: null, score })).toEqual({ word: 'none', sure: false });
    expect(blamedWord({ worstSegment: null, score: { ...score, state: 'stale' } })).toEqual({ word: 'not known', sure: false });
  });

  it('stands on the page of a probe whose score is not sure yet', () => {
    const young = { ...score, state: 'insufficient' } as const;
    expect(faultNow({ verdict: verdict({ kind: 'none' }), worstSegment: null, score: young }).word).toBe('nobody');
    expect(faultNow({ verdict: verdict({}), worstSegment: null, score: young })).toEqual({ word: 'access line', sure: true });
    expect(faultNow({ verdict: verdict({ kind: 'unknown' }), worstSegment: null, score: young }).word).toBe('cannot tell');
    expect(faultNow({ worstSegment: null, score }).word).toBe('none stands out');
  });

  it('names the points and the next one', () => {
    expect(verdictSentence(verdict({}))).toBe('The access line lost most: 34.0 points, next home network with 2.0 points.');
    expect(verdictSentence(verdict({ kind: 'cannotTell', runnerUp: { segment: 'core', points: 32 } }))).toBe('Cannot tell which segment it is: access line with 34.0 points, next provider core with 32.0 points.');
    expect(groupWord('access+core')).toBe('access line + provider core');
  });

  it('counts the witnesses by node and by what they say', () => {
    const witness = (probe: string, says: Witness['says'], node: string): Witness => ({ tenant: 'north', probe, says, segment: null, score: 51, node });
    expect(witnessSentences([witness('a', 'confirms', 'OLT-7'), witness('b', 'confirms', 'OLT-7')])).toEqual(['2 neighbours on the same access node (OLT-7) have it too.']);
    expect(witnessSentences([witness('a', 'absolves', '')])).toEqual(['1 neighbour on the same access node does not have it.']);
    expect(witnessSentences([witness('a', 'confirms', 'OLT-7'), witness('b', 'absolves', 'OLT-7')])).toEqual([
      '1 neighbour on the same access node (OLT-7) has it too.', '1 neighbour on the same access node (OLT-7) does not have it.',
    ]);
    expect(witnessSentences([])).toEqual([]);
  });

  it('blames or absolves the node only where the collector does', () => {
    const heard: Witness[] = [{ tenant: 'north', probe: 'a', says: 'absolves', segment: null, score: 90, node: 'OLT-7' }];
    expect(scopeSentence(verdict({ scope: 'node' }))).toContain('the access node, not this line');
    expect(scopeSentence(verdict({ scope: 'line', witnesses: heard }))).toContain('absolve the node');
    expect(scopeSentence(verdict({ scope: 'unknown', witnesses: heard }))).toContain('too few neighbours');
    expect(scopeSentence(verdict({ scope: 'unknown' }))).toContain('no neighbour could be heard');
    expect([scopeSentence(verdict({ scope: null })), scopeSentence(verdict({}))]).toEqual([null, null]);
  });
});

describe('the verdicts of a day', () => {
  const witness = (probe: string, says: Witness['says']): Witness => ({ tenant: 'north', probe, says, segment: null, score: 51, node: 'OLT-7' });
  const spans = [
    { from: '2026-01-02T03:00:00Z', to: '2026-01-02T03:10:00Z', verdict: verdict({ kind: 'none', points: null, segment: null, reason: 'No segment cost a point.' }) },
    { from: '2026-01-02T03:10:00Z', to: '2026-01-02T03:25:00Z', verdict: verdict({ witnesses: [witness('a', 'confirms'), witness('b', 'confirms'), witness('c', 'absolves')] }) },
    { from: '2026-01-02T03:25:00Z', to: '2026-01-02T03:40:00Z', verdict: verdict({ kind: 'cannotTell', witnesses: [witness('a', 'absolves')] }) },
  ];

  it('come newest first, with who, what it cost and how many neighbours were heard', () => {
    const rows = toldRows(spans, verdict({ kind: 'cannotTell', since: '2026-01-02T03:25:00Z', witnesses: [witness('a', 'absolves')] }));
    expect(rows.map((row) => [row.from.slice(11, 16), row.to?.slice(11, 16) ?? null, row.who, row.points, row.neighbours])).toEqual([
      ['03:25', null, 'cannot tell', '', '1 neighbour does not have it'],
      ['03:10', '03:25', 'access line', '34.0 points', '2 neighbours have it too, 1 does not'],
      ['03:00', '03:10', 'nobody', '', ''],
    ]);
  });

  it('are as the newest one is now, not as it was last written', () => {
    const now = verdict({ points: 12, since: '2026-01-02T03:10:00Z', witnesses: [witness('a', 'confirms')] });
    expect(toldRows(spans.slice(0, 2), now).map((row) => [row.points, row.neighbours])).toEqual([['12.0 points', '1 neighbour has it too'], ['', '']]);
  });

  it('have an end where another verdict stands now, or none', () => {
    expect(toldRows(spans, null)[0]!.to).toBe('2026-01-02T03:40:00Z');
    expect(toldRows(spans, verdict({ since: '2026-01-02T03:41:00Z' }))[0]!.to).toBe('2026-01-02T03:40:00Z');
    expect(toldRows([], verdict({}))).toEqual([]);
  });
});

describe('what cost most in a minute', () => {
  it('is the segment with most points, together with those measured as one with it', () => {
    expect(costliest({ segments: { lan: 2, access: 31.5, core: null, service: 4 } })).toEqual({ group: 'access+core', points: 31.5, words: 'access line + provider core' });
    expect(costliest({ segments: { lan: 2, access: 1, core: 9, service: null } })?.group).toBe('core+service');
  });

  it('is nothing where nothing was lost, cut or sent', () => {
    const none = { lan: null, access: null, core: null, service: null };
    expect([costliest({ segments: { lan: 0, access: 0.01, core: 0, service: 0 } }), costliest({ segments: none }), costliest({})]).toEqual([null, null, null]);
  });
});
