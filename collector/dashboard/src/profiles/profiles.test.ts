import { describe, expect, it } from 'vitest';
import type { Proposal } from '../api-profiles';
import { acceptCall, acceptedOf, activateCall, gainWords, replayCall, weightRows } from './calls';

const proposal = (more: Partial<Proposal>): Proposal => ({
  id: 'gamer-1', persona: 'gamer', present: { gaming: 0.5, web: 0.5, voice: 0 }, proposed: { gaming: 0.7, web: 0.3, voice: 0 }, customers: 140, ratings: 300,
  gainPercent: 12.44, gainLowPercent: 3.08, gainHighPercent: 20, reason: 'better', ...more,
});

describe('what is done with a proposal', () => {
  it('is accepted with its weights, and with a name and a reason', () => {
    const accepted = acceptedOf(proposal({}), 'score-profile/1', ' A. Person ', 'they say so')!;
    expect(accepted).toEqual({ basis: 'score-profile/1', persona: 'gamer', weights: { gaming: 0.7, web: 0.3, voice: 0 }, acceptedBy: 'A. Person', reason: 'they say so' });
    expect(acceptedOf(proposal({ proposed: null }), 'score-profile/1', 'A', 'b')).toBeNull();
  });

  it('is a command that a shell takes as it stands', () => {
    const command = acceptCall('http://noc', acceptedOf(proposal({}), 'score-profile/1', "O'Neill", 'x')!);
    expect(command).toContain('curl -X POST http://noc/api/v1/profiles ');
    expect(command).toContain(String.raw`"acceptedBy":"O'\''Neill"`);
    expect(activateCall('http://noc', 'score-profile/1.1')).toContain('/activate -H \'Content-Type: application/json\' -d \'{"version":"score-profile/1.1","by":"YOUR NAME"}\'');
    expect(replayCall('score-profile/1', 'score-profile/1.1', Date.parse('2026-01-02T03:04:00Z'))).toBe(
      'edgeprobe-collector replay --config FILE --from 2026-01-01 --to 2026-01-02 --profile score-profile/1 --against score-profile/1.1',
    );
  });
});

describe('what a proposal says', () => {
  it('is the gain with its interval, and nothing where there is none', () => {
    expect(gainWords(proposal({}))).toBe('12.4 %, between 3.1 % and 20 %');
    expect([gainWords(proposal({ gainLowPercent: null })), gainWords(proposal({ gainPercent: null }))]).toEqual(['12.4 %', '']);
  });

  it('is a row for each app with a weight', () => {
    expect(weightRows(proposal({}))).toEqual([{ app: 'gaming', present: 0.5, proposed: 0.7 }, { app: 'web', present: 0.5, proposed: 0.3 }]);
    expect(weightRows(proposal({ proposed: null })).map((row) => row.proposed)).toEqual([null, null]);
  });
});
