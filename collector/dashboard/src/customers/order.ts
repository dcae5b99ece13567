import type { CustomerSummary } from '../api-customers';
import { verdictWord } from '../words/blamed';
import { isKnown } from '../words/states';

export type Column = 'gap' | 'score' | 'customer' | 'state' | 'plan' | 'technology' | 'region' | 'verdict';
export interface Order {
  column: Column;
  descending: boolean;
}

export const columns: Column[] = ['gap', 'score', 'customer', 'state', 'plan', 'technology', 'region', 'verdict'];
export const defaultOrder: Order = { column: 'gap', descending: false };

export const idOf = (customer: CustomerSummary) => `${customer.tenant}/${customer.id}`;
export const gapOf = (customer: CustomerSummary) => customer.expectation?.gap ?? null;

const stateRank = { belowAdequate: 0, withinTolerance: 1, aboveDesired: 2, noData: null } as const;
const text = new Intl.Collator('en', { numeric: true });

/** What a column sorts by; null is unknown and stays at the end whichever way the column is sorted. */
function keyOf(column: Column, customer: CustomerSummary): number | string | null {
  switch (column) {
    case 'gap':
      return gapOf(customer);
    case 'score':
      return isKnown(customer.score) ? customer.score.value : null;
    case 'customer':
      return idOf(customer);
    case 'state':
      return stateRank[customer.expectation?.state ?? 'noData'];
    case 'plan':
      return customer.plan || null;
    case 'technology':
      return customer.technology || null;
    case 'region':
      return customer.region || null;
    case 'verdict':
      return customer.verdict && customer.verdict.kind !== 'unknown' ? verdictWord(customer.verdict) : null;
  }
}

export function sorted(customers: readonly CustomerSummary[], order: Order): CustomerSummary[] {
  const way = order.descending ? -1 : 1;
  const by = (column: Column, direction: number) => (a: CustomerSummary, b: CustomerSummary) =>
    compare(keyOf(column, a), keyOf(column, b), direction);
  return customers.toSorted((a, b) => by(order.column, way)(a, b) || by('gap', 1)(a, b) || by('score', 1)(a, b) || by('customer', 1)(a, b));
}

function compare(a: number | string | null, b: number | string | null, way: number): number {
  if (a == null || b == null) return a == null && b == null ? 0 : a == null ? 1 : -1;
  return way * (typeof a === 'number' && typeof b === 'number' ? a - b : text.compare(String(a), String(b)));
}

/** What the list can be narrowed to besides the search; an empty choice is all of them. */
export const facets = ['class', 'plan', 'technology', 'region'] as const;
export type Facet = (typeof facets)[number];
export type Chosen = Record<Facet, string>;

export const nothingChosen: Chosen = { class: '', plan: '', technology: '', region: '' };

/** The values that there are, each once, as people count. */
export const choicesOf = (customers: readonly CustomerSummary[], facet: Facet): string[] =>
  [...new Set(customers.map((customer) => customer[facet]).filter((value) => value != null && value !== ''))].map(String).toSorted(text.compare);

export const passes = (customer: CustomerSummary, chosen: Chosen) =>
  facets.every((facet) => chosen[facet] === '' || customer[facet] === chosen[facet]);

/** Every word must occur somewhere in the customer's names. */
export function matches(customer: CustomerSummary, search: string): boolean {
  const names = [idOf(customer), customer.plan, customer.technology, customer.region, customer.class, customer.node, ...(customer.probes ?? []), ...(customer.subscriptions ?? [])]
    .join(' ')
    .toLowerCase();
  return search.toLowerCase().split(/\s+/).every((word) => names.includes(word));
}

/** What the list shows, as it stands in the address bar. */
export interface View {
  search: string;
  chosen: Chosen;
  order: Order;
}

export function readView(query: string): View {
  const given = new URLSearchParams(query);
  const [column, way] = (given.get('sort') ?? '').split('.');
  const chosen = { ...nothingChosen };
  for (const facet of facets) chosen[facet] = given.get(facet) ?? '';
  return {
    search: given.get('q') ?? '',
    chosen,
    order: columns.includes(column as Column) ? { column: column as Column, descending: way === 'desc' } : defaultOrder,
  };
}

export function writeView(view: View): string {
  const query = new URLSearchParams();
  if (view.search) query.set('q', view.search);
  for (const facet of facets) if (view.chosen[facet]) query.set(facet, view.chosen[facet]);
  if (view.order.column !== defaultOrder.column || view.order.descending)
    query.set('sort', view.order.column + (view.order.descending ? '.desc' : ''));
  const text = query.toString();
  return text ? `/customers?${text}` : '/customers';
}
