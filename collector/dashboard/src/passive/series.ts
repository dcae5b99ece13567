import type { PassiveDelays, PassiveSide } from '../api-passive';
import type { Missing } from '../charts/delay';
import { count, counted, ms, nothing, percent } from '../words/numbers';

/** One line of a side's table: a series with its delays, and what else there is to say of it in words. */
export interface Series {
  key: keyof PassiveSide;
  label: string;
  /** What its delay is, as the title of its history. */
  title: string;
  /** How an attempt without a delay is called in the history. */
  missing: Missing;
  delays: PassiveDelays | null;
  notes: string[];
}

/** Always the same lines in the same order, so that the two sides can be read across; what was not measured has no delays. */
export function seriesOf(side: PassiveSide): Series[] {
  const { tcpRtt, tcpRttUnderLoad, quicRtt, tcpConnect, quicConnect, dns, tls, rtp, icmp } = side;
  return [
    line('tcpRtt', 'TCP round trip', 'TCP round trips', null, tcpRtt, []),
    line('tcpRttUnderLoad', '… while the line is busy', 'TCP round trips while the line is busy', null, tcpRttUnderLoad, []),
    line('quicRtt', 'QUIC round trip', 'QUIC round trips (spin bit)', null, quicRtt, []),
    line('tcpConnect', 'TCP connect', 'TCP connections being set up', 'unanswered', tcpConnect, tcpConnect ? connectNotes(tcpConnect) : []),
    line('quicConnect', 'QUIC connect', 'QUIC connections being set up', 'unanswered', quicConnect, quicConnect ? connectNotes(quicConnect) : []),
    line('dns', 'DNS answer', 'DNS answers', 'unanswered', dns, dns ? dnsNotes(dns) : []),
    line('tls', 'TLS hello', 'TLS hellos', 'unanswered', tls, tls ? tlsNotes(tls) : []),
    line('rtp', 'Calls (RTP), packets late by', 'Calls (RTP): how late packets are', 'loss', rtp, rtp ? rtpNotes(rtp) : []),
    line('icmp', 'Ping', 'The customer’s own pings', 'unanswered', icmp, icmp ? icmpNotes(icmp) : []),
  ];
}

const line = (key: keyof PassiveSide, label: string, title: string, missing: Missing, delays: PassiveDelays | null, notes: string[]): Series => ({
  key, label, title, missing, delays, notes,
});

/** The notes that have something to say. */
const told = (...notes: (string | false | 0)[]) => notes.filter((note): note is string => typeof note === 'string');

function connectNotes({ attempts, failed, unanswered, synRetries, proxyHints }: NonNullable<PassiveSide['tcpConnect']>): string[] {
  return told(
    unanswered > 0 && `${count(unanswered)} of ${count(attempts)} unanswered`,
    failed > 0 && `${count(failed)} of ${count(attempts)} refused`,
    synRetries > 0 && `${count(synRetries)} tried again`,
    proxyHints > 0 && `${count(proxyHints)} seem to be answered by a proxy`,
  );
}

function dnsNotes({ queries, timeouts, failed, retries, late, rcodes }: NonNullable<PassiveSide['dns']>): string[] {
  return told(
    timeouts > 0 && `${count(timeouts)} of ${count(queries)} unanswered${late > 0 ? `, ${count(late)} of them answered too late` : ''}`,
    failed > 0 && `${count(failed)} refused by ICMP`,
    retries > 0 && `${count(retries)} asked again`,
    rcodes.nameError > 0 && `${count(rcodes.nameError)} NXDOMAIN`,
    rcodes.serverFailure > 0 && `${count(rcodes.serverFailure)} SERVFAIL`,
    rcodes.refused > 0 && `${count(rcodes.refused)} REFUSED`,
    rcodes.other > 0 && `${count(rcodes.other)} with another code`,
  );
}

function tlsNotes({ hellos, failed, unanswered, alerts, helloRetries }: NonNullable<PassiveSide['tls']>): string[] {
  return told(
    unanswered > 0 && `${count(unanswered)} of ${count(hellos)} unanswered`,
    failed > 0 && `${count(failed)} of ${count(hellos)} failed`,
    alerts > 0 && counted(alerts, 'alert'),
    helloRetries > 0 && `${count(helloRetries)} with a second hello`,
  );
}

function rtpNotes({ expected, lost, lossPercent, lossBursts, jitterMs, streams }: NonNullable<PassiveSide['rtp']>): string[] {
  return told(
    `loss ${percent(lossPercent)} (${count(lost)} of ${count(expected)}${lossBursts > 0 ? ` in ${counted(lossBursts, 'burst')}` : ''})`,
    jitterMs != null && `jitter ${ms(jitterMs)} at worst`,
    streams > 0 && counted(streams, 'stream'),
  );
}

function icmpNotes({ requests, unanswered, errors }: NonNullable<PassiveSide['icmp']>): string[] {
  return told(
    unanswered > 0 && `${count(unanswered)} of ${count(requests)} unanswered`,
    errors.network + errors.host > 0 && `${count(errors.network + errors.host)} unreachable`,
    errors.port > 0 && counted(errors.port, 'closed port'),
    errors.prohibited > 0 && `${count(errors.prohibited)} forbidden by a firewall`,
    errors.tooBig > 0 && `${counted(errors.tooBig, 'packet')} too big for a link`,
    errors.ttl > 0 && `${count(errors.ttl)} ran out of hops`,
    errors.other > 0 && counted(errors.other, 'other error'),
  );
}

/** From how many delays a line's figures are; why there are none where there are none. */
export function fromWords(series: Series): string {
  if (!series.delays) return nothing;
  return series.delays.count > 0 ? `from ${count(series.delays.count)}` : 'fewer than ten at a time, so no delay is told';
}
