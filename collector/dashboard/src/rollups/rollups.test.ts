import { describe, expect, it } from 'vitest';
import type { RollupGroup } from '../api-customers';
import { readView, sorted, writeView } from './order';

const group = (key: string, below: number, p10: number | null): RollupGroup => ({
  key, probes: 3, customers: 2, known: p10 == null ? 0 : 3, score: p10 == null ? null : { p10, p50: p10, p90: p10 }, bands: {}, below, delay: null, lossPercent: null, lossLowPercent: null,
  lossHighPercent: null, blamed: {},
});

describe('roll-ups', () => {
  const groups = [group('r10', 1, 90), group('r9', 1, null), group('r2', 4, 70)];
  const keys = (column: Parameters<typeof sorted>[1]) => sorted(groups, column).map((one) => one.key);

  it('come worst first, the unknown last, and by name as people count', () => {
    expect([keys('below'), keys('p10'), keys('key'), keys('delay')]).toEqual([['r2', 'r9', 'r10'], ['r2', 'r10', 'r9'], ['r2', 'r9', 'r10'], ['r2', 'r9', 'r10']]);
  });

  it('keep their view in the address', () => {
    const view = { by: 'node', column: 'p10', search: 'olt 7' } as const;
    expect(readView(new URL(writeView(view), 'http://x').search)).toEqual(view);
    expect(readView('?by=moon')).toEqual({ by: 'region', column: 'below', search: '' });
  });
});
