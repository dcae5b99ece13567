import type { RollupBy, RollupGroup } from '../api-customers';

export const bys: RollupBy[] = ['fleet', 'region', 'technology', 'plan', 'class', 'site', 'node'];

export const byWord: Record<RollupBy, string> = {
  fleet: 'whole fleet', region: 'region', technology: 'technology', plan: 'plan', class: 'class', site: 'site', node: 'access node',
};

export type Column = 'below' | 'p10' | 'p50' | 'delay' | 'loss' | 'key' | 'customers' | 'probes';

export const columns: { column: Column; words: string }[] = [
  { column: 'below', words: 'most below adequate' },
  { column: 'p10', words: 'lowest P10 score' },
  { column: 'p50', words: 'lowest middle score' },
  { column: 'delay', words: 'longest delay (p95)' },
  { column: 'loss', words: 'highest loss' },
  { column: 'customers', words: 'most customers' },
  { column: 'probes', words: 'most probes' },
  { column: 'key', words: 'name' },
];

const text = new Intl.Collator('en', { numeric: true });

/** What puts a group on top, largest first; null is unknown and comes last. */
function rankOf(column: Exclude<Column, 'key'>, group: RollupGroup): number | null {
  const negated = (value: number | null | undefined) => (value == null ? null : -value);
  switch (column) {
    case 'below':
      return group.below;
    case 'p10':
      return negated(group.score?.p10);
    case 'p50':
      return negated(group.score?.p50);
    case 'delay':
      return group.delay?.p95Ms ?? null;
    case 'loss':
      return group.lossPercent ?? null;
    case 'customers':
      return group.customers;
    case 'probes':
      return group.probes;
  }
}

export function sorted(groups: readonly RollupGroup[], column: Column): RollupGroup[] {
  const byName = (a: RollupGroup, b: RollupGroup) => text.compare(a.key, b.key);
  if (column === 'key') return groups.toSorted(byName);
  return groups.toSorted((a, b) => {
    const [x, y] = [rankOf(column, a), rankOf(column, b)];
    if (x == null || y == null) return (x == null ? 1 : 0) - (y == null ? 1 : 0) || byName(a, b);
    return y - x || byName(a, b);
  });
}

/** What the list shows, as it stands in the address bar. */
export interface View {
  by: RollupBy;
  column: Column;
  search: string;
}

export function readView(query: string): View {
  const given = new URLSearchParams(query);
  const [by, column] = [given.get('by') as RollupBy, given.get('sort') as Column];
  return {
    by: bys.includes(by) ? by : 'region',
    column: columns.some((one) => one.column === column) ? column : 'below',
    search: given.get('q') ?? '',
  };
}

export function writeView(view: View): string {
  const query = new URLSearchParams({ by: view.by });
  if (view.column !== 'below') query.set('sort', view.column);
  if (view.search) query.set('q', view.search);
  return `/rollups?${query.toString()}`;
}
