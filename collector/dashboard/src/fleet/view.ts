import { columns, defaultOrder, type Column, type Filter, type Order } from './order';

/** What the fleet list shows, as it stands in the address bar: a link to it shows the same list to a colleague. */
export interface View {
  search: string;
  filter: Filter;
  order: Order;
}

const filters: Filter[] = ['all', 'excellent', 'good', 'fair', 'poor', 'bad', 'unknown', 'silent'];

export function readView(query: string): View {
  const given = new URLSearchParams(query);
  const [column, way] = (given.get('sort') ?? '').split('.');
  const filter = given.get('show') as Filter | null;
  return {
    search: given.get('q') ?? '',
    filter: filter && filters.includes(filter) ? filter : 'all',
    order: columns.includes(column as Column) ? { column: column as Column, descending: way === 'desc' } : defaultOrder,
  };
}

export function writeView(view: View): string {
  const query = new URLSearchParams();
  if (view.search) query.set('q', view.search);
  if (view.filter !== 'all') query.set('show', view.filter);
  if (view.order.column !== defaultOrder.column || view.order.descending)
    query.set('sort', view.order.column + (view.order.descending ? '.desc' : ''));
  const text = query.toString();
  return text ? `/?${text}` : '/';
}
