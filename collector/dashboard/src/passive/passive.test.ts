import { describe, expect, it } from 'vitest';
import type { WindowPoint } from '../api';
import type { Passive, PassiveCapture, PassiveConnect, PassiveDelays, PassiveLoss, PassiveRtp, PassiveSide, PassiveTraffic } from '../api-passive';
import { lossWords } from '../charts/delay';
import { fromWords, seriesOf } from './series';
import { captureWords, trafficWords } from './traffic';
import { judge } from './verdict';

const delays = (p50Ms: number | null, p95Ms: number | null, more: Partial<PassiveDelays> = {}): PassiveDelays => ({
  test: 'passivertt:tcp:any:1', count: 600, minMs: 1, p50Ms, p95Ms, p99Ms: p95Ms, maxMs: p95Ms, newestData: '', ...more,
});

const loss = (lossPercent: number, low: number, high: number, more: Partial<PassiveLoss> = {}): PassiveLoss => ({
  trusted: true, lossPercent, lostBytes: 10 * lossPercent, payloadBytes: 1000, lostSegments: lossPercent, segments: 100, segmentLossLowPercent: low,
  segmentLossHighPercent: high, reordered: 0, spurious: 0, duplicateAcks: 0, zeroWindows: 0, ...more,
});

const call = (lossPercent: number, low: number): PassiveRtp => ({
  ...delays(1, 6), expected: 15_000, lost: 150 * lossPercent, lossPercent, lossLowPercent: low, lossHighPercent: lossPercent + 1, lossBursts: 3, jitterMs: 3.2, streams: 2,
});

const side = (more: Partial<PassiveSide> = {}): PassiveSide => ({
  tcpConnect: null, quicConnect: null, tcpRtt: null, tcpRttUnderLoad: null, quicRtt: null, tcpLoss: null, dns: null, tls: null, rtp: null, icmp: null, ...more,
});

const capture = (more: Partial<PassiveCapture> = {}): PassiveCapture => ({
  doubt: null, framesReceived: 120_000, framesDropped: 0, observationsDropped: 0, droppedPercent: 0, packetsSampledOut: 0, flowsEvicted: 0,
  framesNotUnderstood: 0, mirrorDuplicates: 0, unseenBytes: 0, voided: 0, impossibleDelays: 0, misplaced: false, ...more,
});

const passive = (lan: PassiveSide | null, wan: PassiveSide | null, more: Partial<Passive> = {}): Passive => ({
  state: 'on', note: null, from: null, to: null, lan, wan, traffic: null, capture: capture(), ...more,
});

const quiet = { lan: side({ tcpRtt: delays(4, 5), tcpLoss: loss(0, 0, 0.1) }), wan: side({ tcpRtt: delays(27, 30), tcpLoss: loss(0, 0, 0.1) }) };

describe('the worse side', () => {
  it('is the one whose loss is proven, with both figures in the sentence', () => {
    expect(judge(passive(side({ tcpLoss: loss(3, 2.8, 3.2) }), quiet.wan))).toEqual({
      worse: 'lan', words: 'The home network loses 3.00 % of the TCP data; the internet side loses 0 % of the TCP data.',
    });
    expect(judge(passive(quiet.lan, side({ tcpLoss: loss(2.5, 1.4, 4) }))).worse).toBe('wan');
  });

  it('is not named for loss that may be chance', () => {
    expect(judge(passive({ ...quiet.lan, tcpLoss: loss(2, 0.6, 7) }, quiet.wan))).toEqual({ worse: null, words: 'Neither side stands out.' });
  });

  it('is known by its calls as well', () => {
    expect(judge(passive(quiet.lan, side({ tcpLoss: loss(0, 0, 1), rtp: call(2, 1.8) }))).words).toContain('The internet side loses 2.00 % of the packets of calls');
  });

  it('is named among two that lose only when it clearly loses more', () => {
    expect(judge(passive(side({ tcpLoss: loss(9, 7, 11) }), side({ tcpLoss: loss(3, 2, 4) })))).toEqual({
      worse: 'lan', words: 'Both sides lose: the home network loses 9.00 % of the TCP data, the internet side loses 3.00 % of the TCP data.',
    });
    expect(judge(passive(side({ tcpLoss: loss(3, 2, 4) }), side({ tcpLoss: loss(3.2, 2.1, 4.4) }))).worse).toBeNull();
  });

  it('is the home when its slow round trips take longer than those through the internet', () => {
    const slow = judge(passive({ ...quiet.lan, tcpRtt: delays(12, 85) }, quiet.wan));
    expect(slow).toEqual({ worse: 'lan', words: 'Slow round trips (p95) take 85.0 ms in the home network alone, and 30.0 ms through the internet.' });
    expect(judge(passive({ ...quiet.lan, tcpRtt: delays(12, 85, { count: 58 }) }, quiet.wan)).worse).toBeNull();
    expect(judge(passive({ ...quiet.lan, tcpRtt: delays(12, 29) }, { ...quiet.wan, tcpRtt: delays(12, 20) })).worse).toBeNull();
  });

  it('is the one whose queue fills when the line is busy', () => {
    const full = judge(passive(quiet.lan, { ...quiet.wan, tcpRttUnderLoad: delays(184, 200) }));
    expect(full).toEqual({
      worse: 'wan', words: 'While the line is busy a round trip on the internet side takes 184 ms, 27.0 ms over all: a queue fills up under load.',
    });
  });

  it('is not told by loss that the capture may have made itself', () => {
    const doubt = { capture: capture({ doubt: 'Loss figures are not to be trusted: ...' }) };
    expect(judge(passive(side({ tcpLoss: loss(3, 2.8, 3.2, { trusted: false }) }), quiet.wan, doubt))).toEqual({
      worse: null, words: 'By its delays neither side stands out; by its loss none can be judged.',
    });
  });

  it('needs two sides', () => {
    expect(judge(passive(null, quiet.wan)).words).toBe('Only the internet side was seen, so the two sides cannot be compared.');
    expect(judge(passive(null, null)).worse).toBeNull();
    expect(judge(passive(side(), side())).words).toBe('Too little was seen to compare the two sides.');
  });
});

describe('the lines of a side', () => {
  const connect: PassiveConnect = { ...delays(24, 30), attempts: 360, failed: 2, unanswered: 1, synRetries: 3, ambiguous: 1, proxyHints: 0 };

  it('are the same on both, whatever was measured', () => {
    expect(seriesOf(side()).map((one) => one.key)).toEqual(seriesOf(side({ tcpConnect: connect, rtp: call(0, 0) })).map((one) => one.key));
    expect(seriesOf(side()).every((one) => one.delays == null && one.notes.length === 0)).toBe(true);
  });

  it('say in words what is no delay, and nothing where nothing happened', () => {
    const notes = (more: Partial<PassiveSide>) => seriesOf(side(more)).flatMap((one) => one.notes);
    expect(notes({ tcpConnect: connect })).toEqual(['1 of 360 unanswered', '2 of 360 refused', '3 tried again']);
    expect(notes({ tcpConnect: { ...connect, failed: 0, unanswered: 0, synRetries: 0 } })).toEqual([]);
    expect(notes({ rtp: call(2, 1.8) })).toEqual(['loss 2.00 % (300 of 15,000 in 3 bursts)', 'jitter 3.20 ms at worst', '2 streams']);
    const rcodes = { noError: 9, noData: 1, nameError: 60, serverFailure: 2, refused: 0, other: 0 };
    expect(notes({ dns: { ...delays(14, 20), queries: 480, timeouts: 30, failed: 0, retries: 5, truncated: 0, unasked: 0, late: 4, rcodes } })).toEqual([
      '30 of 480 unanswered, 4 of them answered too late', '5 asked again', '60 NXDOMAIN', '2 SERVFAIL',
    ]);
    const errors = { network: 1, host: 2, port: 30, prohibited: 0, tooBig: 4, ttl: 0, other: 0 };
    expect(notes({ icmp: { ...delays(null, null), requests: 30, unanswered: 30, errors } })).toEqual([
      '30 of 30 unanswered', '3 unreachable', '30 closed ports', '4 packets too big for a link',
    ]);
  });

  it('say why there is no delay where fewer than ten are not told', () => {
    const few = seriesOf(side({ tcpConnect: { ...connect, count: 0, p50Ms: null } })).find((one) => one.key === 'tcpConnect')!;
    expect(fromWords(few)).toContain('fewer than ten');
    expect(fromWords({ ...few, delays: connect })).toBe('from 600');
  });
});

describe('the traffic', () => {
  const traffic: PassiveTraffic = {
    seconds: 300, bytesUp: 12_000_000, bytesDown: 270_000_000, packetsUp: 1, packetsDown: 2, peakBytesUp: 90_000, peakBytesDown: 2_500_000, activeSeconds: 270,
    loadedSeconds: 90, flows: 40, oneSidedFlows: 0, localPackets: 0, unknownSidePackets: 0, ownPackets: 0,
  };

  it('is volume, rate and how busy the line was', () => {
    expect(trafficWords(traffic)).toBe(
      'down 270 MB (7.2 Mbit/s on average, 20 Mbit/s in the busiest second), up 12 MB (320 kbit/s on average, 720 kbit/s in the busiest second);'
        + ' used for 4 min 30 s and busy for 1 min 30 s of 5 min',
    );
    expect(trafficWords({ ...traffic, seconds: 0 })).toContain('down 270 MB (– on average');
  });

  it('says what its capture missed, or that it saw all', () => {
    expect(captureWords(capture())).toBe('nothing: all 120,000 frames were seen');
    expect(captureWords(capture({ framesDropped: 300, observationsDropped: 60, droppedPercent: 0.2991, packetsSampledOut: 1200, voided: 1, unseenBytes: 2_920, misplaced: true }))).toBe(
      '360 of 120,360 frames missed (0.30 %) · 1,200 packets left out, since the probe could not keep up · nearly all packets go one way'
        + ' · 2.92 kB of TCP data acknowledged and never seen · 1 round trip given up when the clock was moved',
    );
  });
});

describe('a minute of a series', () => {
  const point = (more: Partial<WindowPoint>): WindowPoint => ({
    time: '', test: '', sent: 12, received: 11, lost: 1, p50Ms: 1, p95Ms: 2, p99Ms: 3, lossPercent: 8.33, lostBytes: null, payloadBytes: null, ...more,
  });

  it('tells loss of TCP data by bytes, and what was not answered by attempts', () => {
    expect(lossWords(point({ lossPercent: 3, lostBytes: 43_800, payloadBytes: 1_460_000 }), null)).toBe('loss 3.00 % (43.8 kB of 1.46 MB)');
    expect(lossWords(point({}), 'unanswered')).toBe('unanswered 1 of 12');
    expect(lossWords(point({}), 'loss')).toBe('loss 8.33 % (1 of 12)');
    expect(lossWords(point({}), null)).toBe('');
    expect(lossWords(point({ sent: 0, lost: 0 }), 'loss')).toBe('loss – (0 of 0)');
  });
});
