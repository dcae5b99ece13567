import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Score } from '../api';
import { appName, readable } from './names';
import { anchor, bitRate, bytes, counted, envelope, measured, ms, percent, points, score, signed, signedIn } from './numbers';
import { reasonFault, reasonNames, reasonWords } from './reasons';
import { isKnown, shape, stateSentence, verdict, verdictWords } from './states';
import { age, clock, secondsSince, span, utc } from './times';

describe('numbers', () => {
  it('keep three significant digits of a delay and always a unit', () => {
    expect([ms(0.2), ms(9.994), ms(12.34), ms(123.4), ms(12_345)]).toEqual(['0.20 ms', '9.99 ms', '12.3 ms', '123 ms', '12.3 s']);
  });

  it('show the unknown as a dash and never as 0', () => {
    expect([ms(null), percent(null), score(null), envelope(null, 3), measured(undefined, 'ms')]).toEqual(Array(5).fill('–'));
  });

  it('round a score down, so that a number never claims the band above it', () => {
    expect([score(89.97), score(90), score(0), score(100)]).toEqual(['89', '90', '0', '100']);
  });

  it('widen an envelope outwards', () => {
    expect(envelope(57.9, 70.1)).toBe('57–71');
  });

  it('write shares as percent, and anchors without false precision', () => {
    expect([measured(0.0123, 'ratio'), measured(1.234, '%'), measured(1.5, '')]).toEqual(['1.23 %', '1.23 %', '1.5']);
    expect([anchor(0.005, 'ratio'), anchor(30, 'ms'), anchor(10, 's'), anchor(0.5, '%')]).toEqual(['0.5 %', '30 ms', '10 s', '0.5 %']);
  });

  it('scale bytes and rates by thousands, with three digits that count', () => {
    expect([bytes(0), bytes(999), bytes(1_000), bytes(43_800), bytes(1_460_000), bytes(9.4e12)]).toEqual(['0 B', '999 B', '1 kB', '43.8 kB', '1.46 MB', '9.4 TB']);
    expect([bytes(999_900), bitRate(7_200_000), bitRate(null)]).toEqual(['1 MB', '7.2 Mbit/s', '–']);
  });

  it('give a difference its sign and its unit, and never a sign to nothing', () => {
    expect([signed(7.5), signed(-12.4), signed(-0.04), signed(0), signed(null), signedIn(-3, 'points'), signedIn(null, 'min')]).toEqual(['+7.5', '−12', '0', '0', '–', '−3.0 points', '–']);
    expect([points(1), points(34), points(null)]).toEqual(['1.0 point', '34.0 points', '–']);
  });

  it('count in singular and plural', () => {
    expect([counted(1, 'probe'), counted(5000, 'probe')]).toEqual(['1 probe', '5,000 probes']);
  });
});

describe('times', () => {
  it('use at most two units', () => {
    expect([span(0), span(59), span(61), span(3599), span(3661), span(7200), span(90_000)]).toEqual(['0 s', '59 s', '1 min 1 s', '59 min', '1 h 1 min', '2 h', '1 d 1 h']);
  });

  it('say never where nothing was ever seen', () => {
    expect([age(null), clock(null, 0), utc(null), secondsSince(null, 0)]).toEqual(['never', 'never', 'never', null]);
  });

  it('do not let a clock that is ahead make a negative age', () => {
    expect(secondsSince('2026-01-01T00:00:10Z', Date.parse('2026-01-01T00:00:00Z'))).toBe(0);
  });

  it('put UTC in the title', () => {
    expect(utc('2026-01-02T03:04:05.678Z')).toBe('2026-01-02 03:04:05 UTC');
  });
});

describe('states', () => {
  const made = (value: number | null, state: Score['state'], band: Score['band']): Score => ({ value, low: value, high: value, state, band });

  it('conclude nothing from a stale or insufficient value', () => {
    expect(verdict(made(20, 'stale', 'bad'))).toBe('unknown');
    expect(verdict(made(95, 'insufficient', 'excellent'))).toBe('unknown');
    expect(isKnown(made(null, 'noData', null))).toBe(false);
    expect(verdict(made(20, 'provisional', 'bad'))).toBe('bad');
    expect([shape(made(95, 'insufficient', 'excellent')), shape(made(null, 'noData', null))]).toEqual(['excellent', 'unknown']);
    expect([made(20, 'stale', 'bad'), made(95, 'insufficient', 'excellent'), made(null, 'noData', null), made(76, 'confident', 'good')].map(verdictWords)).toEqual([
      'last known, not present', 'too little data to tell', 'unknown', 'good',
    ]);
  });
});

describe('how far to rely on a score', () => {
  const made = (state: Score['state']): Score => ({ value: 76, low: 70, high: 84, state, band: 'good' });

  it('is said with the limits of the profile', () => {
    const limits = { envelopePercent: 95, widestSurePoints: 10, sureShareMeasured: 0.8, staleAfterSeconds: 180 };
    expect(stateSentence(made('confident'), limits)).toContain('with 95 % confidence');
    expect(stateSentence(made('provisional'), limits)).toContain('(more than 10 points) or under 80 % of the expected');
    expect(stateSentence(made('stale'), limits)).toContain('older than 3 min');
  });

  it('is said without numbers where the profile says none', () => {
    for (const state of ['confident', 'provisional', 'stale', 'insufficient', 'noData'] as const) expect(stateSentence(made(state), null)).not.toMatch(/\d/);
  });
});

describe('reasons', () => {
  const contract = readFileSync(new URL('../../../../shared/EdgeProbe.Measurement/Reason.cs', import.meta.url), 'utf8');
  const inContract = [...contract.matchAll(/^ {4}([A-Z]\w+) = \d+,/gm)].map((match) => match[1]!);

  it('have words for every reason of the wire contract', () => {
    const known = new Set(reasonNames);
    const missing = inContract.map((name) => name[0]!.toLowerCase() + name.slice(1)).filter((name) => !known.has(name));
    expect(inContract.length).toBeGreaterThan(35);
    expect(missing).toEqual([]);
  });

  it('are shown as they are when this page does not know them', () => {
    expect([reasonWords('somethingNew'), reasonFault('somethingNew'), reasonFault('refused')]).toEqual(['something new', '', 'the far end']);
  });
});

describe('names', () => {
  it('mean the same app in both spellings', () => {
    expect([appName('video_call'), appName('videoCall'), readable('kernel-timestamps')]).toEqual(['Video calls', 'Video calls', 'kernel timestamps']);
  });
});
