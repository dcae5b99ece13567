// What an invented household's traffic says: its trouble lies where the probe's does; every third site has not consented.

const nobody = { state: 'off', note: 'Passive measurement is off for this site: it needs the customer’s consent in the probe’s settings.', from: null, to: null, lan: null, wan: null, traffic: null, capture: null };

const seriesOf = (kind, target, alias, base, spread, now, count = 600) => ({
  test: `${kind}:${target}:any:${alias}`, count, minMs: base * 0.8, p50Ms: base, p95Ms: base + spread, p99Ms: base + 2 * spread, maxMs: base + 4 * spread,
  newestData: new Date(now - (now % 10_000)).toISOString(),
});

function lossOf(percent, trusted) {
  const lost = Math.round(300 * percent);
  return {
    trusted, lossPercent: percent, lostBytes: lost * 1460, payloadBytes: 43_800_000, lostSegments: lost, segments: 30_000,
    segmentLossLowPercent: Math.max(0, percent - 0.2), segmentLossHighPercent: percent + 0.2, reordered: 61, spurious: 4, duplicateAcks: 9, zeroWindows: 0,
  };
}

function sideOf(side, now, base, spread, percent, loaded, trusted) {
  const at = side === 'lan' ? 0 : 1;
  const connect = { attempts: 361, failed: 2, unanswered: 1, synRetries: 3, ambiguous: 3, proxyHints: 0 };
  const beyond = side === 'wan';
  return {
    tcpConnect: { ...seriesOf('passiveconnect', 'tcp', 101 + at, base * 1.1, spread, now, 358), ...connect },
    quicConnect: { ...seriesOf('passiveconnect', 'quic', 103 + at, base, spread, now, 120), ...connect, attempts: 120, failed: 0, unanswered: 0, synRetries: 0 },
    tcpRtt: seriesOf('passivertt', 'tcp', 105 + at, base, spread, now, 18_000),
    tcpRttUnderLoad: loaded == null ? null : seriesOf('passivertt', 'tcp under load', 107 + at, loaded, spread, now, 900),
    quicRtt: null,
    tcpLoss: lossOf(percent, trusted),
    dns: beyond
      ? { ...seriesOf('passivedns', 'dns', 112, base / 2, spread, now, 450), queries: 480, timeouts: 3, failed: 0, retries: 3, truncated: 0, unasked: 0, late: 0, rcodes: { noError: 410, noData: 5, nameError: 60, serverFailure: 2, refused: 0, other: 0 } }
      : null,
    tls: beyond ? { ...seriesOf('passivetls', 'tls', 114, base * 1.5, spread, now, 300), hellos: 302, failed: 1, unanswered: 1, alerts: 1, helloRetries: 4 } : null,
    rtp: beyond ? { ...seriesOf('passivertp', 'rtp', 116, 1.2, spread, now, 14_700), expected: 15_000, lost: 150 * percent, lossPercent: percent, lossLowPercent: percent * 0.9, lossHighPercent: percent * 1.1 + 0.1, lossBursts: 30 * percent, jitterMs: 3.1, streams: 1 } : null,
    icmp: beyond
      ? { ...seriesOf('passiveicmp', 'echo', 118, base, spread, now, 0), minMs: null, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null, requests: 4, unanswered: 4, errors: { network: 0, host: 0, port: 3, prohibited: 0, tooBig: 0, ttl: 0, other: 0 } }
      : null,
  };
}

export function passiveOf(index, wrong, now) {
  if (wrong === 'never' || wrong === 'offline' || index % 3 === 2 && index > 3) return nobody;
  if (wrong === 'young') return { ...nobody, state: 'silent', note: 'Passive measurement is on for this site, and nothing was seen of the customer’s traffic in the last five minutes.' };
  const blind = wrong === 'service';
  const end = now - (now % 10_000);
  return {
    state: 'on', note: null, from: new Date(end - 300_000).toISOString(), to: new Date(end).toISOString(),
    lan: sideOf('lan', now, wrong === 'lan' ? 21 : 3.4, wrong === 'lan' ? 96 : 2.1, wrong === 'lan' ? 4.1 : 0.02, null, !blind),
    wan: sideOf('wan', now, 24.6, 7.3, wrong === 'access' ? 2.4 : 0.03, wrong === 'access' ? 212 : 29, !blind),
    traffic: {
      seconds: 300, bytesUp: 12_400_000, bytesDown: 271_000_000, packetsUp: 40_100, packetsDown: 81_000, peakBytesUp: 91_000, peakBytesDown: 2_510_000, activeSeconds: 274,
      loadedSeconds: 88, flows: 1210, oneSidedFlows: 4, localPackets: 900, unknownSidePackets: 12, ownPackets: 3600,
    },
    capture: {
      doubt: blind ? 'Loss figures are not to be trusted: the probe itself missed 0.8 % of the frames (968). What the probe did not see looks like loss.' : null,
      framesReceived: 120_032, framesDropped: blind ? 968 : 0, observationsDropped: 0, droppedPercent: blind ? 0.8 : 0, packetsSampledOut: 0, flowsEvicted: 0,
      framesNotUnderstood: 3, mirrorDuplicates: 0, unseenBytes: 0, voided: 0, impossibleDelays: 0, misplaced: false,
    },
  };
}
