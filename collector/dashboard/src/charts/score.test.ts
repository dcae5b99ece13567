import { describe, expect, it } from 'vitest';
import type { ScorePoint } from '../api';
import { explain } from './score';

const time = '2026-01-02T03:04:00Z';
const point = (more: Partial<ScorePoint>): ScorePoint => ({ time, value: 61.4, low: 58, high: 64, state: 'confident', apps: { web: 55 }, revisedAt: null, ...more });
const said = (more: Partial<ScorePoint>) => explain([point(more)], Date.parse(time)).split('<br>');

describe('a minute of the history in words', () => {
  it('names the segment that cost most, the gap, and whether it may still change', () => {
    const lines = said({ segments: { lan: 1, access: 30.2, core: null, service: 2 }, gap: -7.4, final: false });
    expect(lines.slice(0, 4)).toEqual(['<b>61</b> of 100 (58–64), confident', 'cost most: access line + provider core 30.2 points', '−7.4 points against what was expected', 'Web 55']);
    expect(lines.at(-1)).toBe('this minute is provisional: it may still change');
  });

  it('says nothing that an older collector does not send, and nothing of a final minute', () => {
    expect(said({})).toHaveLength(3);
    expect(said({ final: true, gap: null, segments: null })).toHaveLength(3);
    expect(said({ revisedAt: '2026-01-02T04:00:00Z' }).at(-1)).toContain('revised 2026-01-02 04:00:00 UTC');
  });

  it('takes what the collector names for text', () => {
    expect(said({ apps: { '<img>': 3 } }).join('')).not.toContain('<img>');
    expect(explain([], 1)).toBe('');
  });
});
