import { describe, expect, it } from 'vitest';
import { inOrderOf } from './hold';
import { customerLink, placeOf, probeLink } from './places';
import { visibleRows } from './visible';

describe('addresses', () => {
  it('lead to the pages, with names that need escaping', () => {
    expect(placeOf('/customers')).toEqual({ page: 'customers' });
    expect(placeOf('/parity/')).toEqual({ page: 'parity' });
    expect(placeOf(customerLink('north', 'c/7 ü'))).toEqual({ page: 'customer', tenant: 'north', id: 'c/7 ü' });
    expect(placeOf(probeLink('north', 'farm-2'))).toEqual({ page: 'probe', tenant: 'north', probe: 'farm-2' });
    expect([placeOf('/customers/north'), placeOf('/moon'), placeOf('/probes/a/%')]).toEqual(Array(3).fill({ page: 'nowhere' }));
  });
});

describe('a list that is held', () => {
  it('keeps its order while its figures change, with newcomers last', () => {
    expect(inOrderOf(['b', 'gone', 'a'], ['a', 'new', 'b'], (one) => one)).toEqual(['b', 'a', 'new']);
  });
});

describe('visible rows', () => {
  it('are as many as the screen holds, however long the list', () => {
    expect(visibleRows(5000, 40, 200, 800, 0)).toEqual({ first: 0, end: 15 });
    expect(visibleRows(5000, 40, -4000, 800, 0)).toEqual({ first: 100, end: 120 });
    expect(visibleRows(5000, 40, -500_000, 800, 0)).toEqual({ first: 5000, end: 5000 });
    expect(visibleRows(3, 40, 0, 800)).toEqual({ first: 0, end: 3 });
    expect(visibleRows(0, 40, 0, 800)).toEqual({ first: 0, end: 0 });
  });
});
