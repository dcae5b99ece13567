import { describe, expect, it } from 'vitest';
import type { Profile } from '../api';
import { confidenceWord, groupsOf, hoursOf, numberOf } from './quote';

const profile = (more: Record<string, unknown>): Profile => ({ profile: 'score-profile/1', apps: {}, personas: {}, bands: [], ...more });

describe('what the page quotes of a profile', () => {
  it('is every number that has no table of its own, with its name in words', () => {
    expect(groupsOf(profile({ parity: { smallestGroup: 5, effect: { small: 0.147 } }, expectation: { lossWeight: 0.45 } }))).toEqual([
      { name: 'parity', title: 'Parity', quotes: [{ words: 'smallest group', value: '5' }, { words: 'effect, small', value: '0.147' }] },
      { name: 'expectation', title: 'Expectation and gap', quotes: [{ words: 'loss weight', value: '0.45' }] },
    ]);
  });

  it('is nothing that the profile of an older collector does not have', () => {
    expect([groupsOf(profile({})), hoursOf(profile({})), groupsOf(profile({ parity: null }))]).toEqual([[], [], []]);
    expect([numberOf(profile({ composite: { above: 40 } }), 'composite', 'above'), numberOf(profile({}), 'composite', 'above'), numberOf(null, 'parity', 'x')]).toEqual([40, null, null]);
  });

  it('says how sure an envelope is only where the profile does', () => {
    expect([confidenceWord(profile({ certainty: { envelopePercent: 95 } })), confidenceWord(profile({})), confidenceWord(null)]).toEqual(['95 % ', '', '']);
  });

  it('has the hours of a persona only when there are 24 of them', () => {
    const hours = { gamer: Array(24).fill(1), short: [1, 2] };
    expect(hoursOf(profile({ hours })).map((one) => one.persona)).toEqual(['gamer']);
  });
});
