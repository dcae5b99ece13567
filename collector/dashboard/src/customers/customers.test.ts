import { describe, expect, it } from 'vitest';
import type { CustomerSummary, Expectation } from '../api-customers';
import { choicesOf, matches, nothingChosen, passes, readView, sorted, writeView } from './order';

const none = { value: null, low: null, high: null, state: 'noData', band: null } as const;

function customer(id: string, gap: number | null, more: Partial<CustomerSummary> = {}): CustomerSummary {
  return {
    tenant: 'north', id, plan: 'fibre-1000', class: 'postpaid', technology: 'fibre', region: 'Lake', persona: null, node: 'OLT-7', subscriptions: [], probes: ['home-1'],
    score: none, expectation: { state: gap == null ? 'noData' : 'belowAdequate', gap } as Expectation, verdict: null, sentence: '', ...more,
  };
}

const ids = (customers: CustomerSummary[]) => customers.map((one) => one.id);

describe('the order of customers', () => {
  const all = [customer('c10', null), customer('c2', -4), customer('c3', -20), customer('c9', null), customer('c4', 3)];

  it('is by gap, lowest first, and who is not known to expect anything comes last, as people count', () => {
    expect(ids(sorted(all, { column: 'gap', descending: false }))).toEqual(['c3', 'c2', 'c4', 'c9', 'c10']);
  });

  it('keeps the unknown last when it is turned round', () => {
    expect(ids(sorted(all, { column: 'gap', descending: true })).slice(0, 3)).toEqual(['c4', 'c2', 'c3']);
    expect(ids(sorted([customer('a', 1, { plan: null }), customer('b', 2)], { column: 'plan', descending: true }))).toEqual(['b', 'a']);
  });

  it('treats the missing expectation of an older collector as unknown', () => {
    const old = { ...customer('old', 0), expectation: undefined, verdict: undefined } as unknown as CustomerSummary;
    expect(ids(sorted([old, customer('new', 5)], { column: 'gap', descending: false }))).toEqual(['new', 'old']);
    expect(ids(sorted([old, customer('new', 5)], { column: 'state', descending: false }))).toEqual(['new', 'old']);
  });
});

describe('the filters', () => {
  it('offer each value once and let through what was chosen', () => {
    const all = [customer('a', 1), customer('b', 1, { region: 'City' }), customer('c', 1, { region: null })];
    expect(choicesOf(all, 'region')).toEqual(['City', 'Lake']);
    expect(ids(all.filter((one) => passes(one, { ...nothingChosen, region: 'City' })))).toEqual(['b']);
    expect(all.every((one) => passes(one, nothingChosen))).toBe(true);
  });

  it('find every word in the names of the customer, the plan and the probes', () => {
    expect([matches(customer('c7', 1), 'HOME-1 olt-7'), matches(customer('c7', 1), 'c7 city'), matches(customer('c7', 1), '')]).toEqual([true, false, true]);
  });
});

describe('the view in the address bar', () => {
  it('survives the way there and back', () => {
    const view = { search: 'olt 7', chosen: { ...nothingChosen, class: 'prepaid' }, order: { column: 'plan', descending: true } } as const;
    expect(readView(new URL(writeView(view), 'http://x').search)).toEqual(view);
    expect(writeView(readView('?sort=height'))).toBe('/customers');
  });
});
