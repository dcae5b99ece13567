import { readable } from './names';

export type Fault = 'none' | 'probe' | 'access' | 'resolver' | 'target';

interface Meaning {
  words: string;
  fault: Fault;
}

const say = (fault: Fault, words: string): Meaning => ({ words, fault });

// One row for every Reason of the wire contract, with the fault that the contract gives it.
const meanings: Record<string, Meaning> = {
  answered: say('none', 'answered'),
  timedOut: say('access', 'no answer in time'),
  connectTimedOut: say('access', 'the TCP connection was not accepted in time'),
  tlsTimedOut: say('target', 'the TLS handshake did not finish in time'),
  firstByteTimedOut: say('target', 'connected, but the first byte did not come in time'),
  bodyTimedOut: say('target', 'the answer began, but did not finish in time'),
  resolverTimedOut: say('resolver', 'the resolver did not answer in time'),
  refused: say('target', 'the host refused the connection: nothing listens at that port'),
  connectionReset: say('target', 'the host broke the connection off'),
  networkUnreachable: say('access', 'a router reports: network unreachable'),
  hostUnreachable: say('access', 'a router reports: host unreachable'),
  protocolUnreachable: say('target', 'the host does not speak this protocol'),
  portUnreachable: say('target', 'the host reports: port unreachable'),
  administrativelyProhibited: say('target', 'a firewall on the way forbids it'),
  ttlExceeded: say('access', 'the packet ran out of hops: a routing loop or a far longer path'),
  packetTooBig: say('access', 'the packet is larger than a link on the path takes (MTU)'),
  nameNotFound: say('target', 'the name does not exist (NXDOMAIN)'),
  noAddressOfThisFamily: say('target', 'the name has no address in this IP version'),
  resolverFailed: say('resolver', 'the resolver could not find out (SERVFAIL)'),
  resolverRefused: say('resolver', 'the resolver refuses to answer this probe (REFUSED)'),
  resolverUnreachable: say('resolver', 'the resolver cannot be reached'),
  dnsMalformed: say('resolver', 'the resolver’s answer is damaged'),
  tlsHandshakeFailed: say('target', 'no TLS connection could be agreed'),
  certificateExpired: say('target', 'the server’s certificate has expired'),
  certificateNotYetValid: say('target', 'the server’s certificate is not valid yet (or the probe’s clock is behind)'),
  certificateNameMismatch: say('target', 'the server’s certificate is for another name'),
  certificateUntrusted: say('target', 'the server’s certificate comes from an authority that the probe does not trust'),
  httpClientError: say('target', 'the server answered with an HTTP 4xx status'),
  httpServerError: say('target', 'the server answered with an HTTP 5xx status'),
  bodyMismatch: say('target', 'the page does not contain what it should'),
  httpMalformed: say('target', 'the answer is not HTTP'),
  tooManyRedirects: say('target', 'the server redirects in circles'),
  bodyTooLarge: say('target', 'the page is larger than the check allows'),
  replyMalformed: say('target', 'the answer is damaged'),
  notAttempted: say('probe', 'not attempted'),
  noRoute: say('probe', 'the probe has no route to it'),
  noPermission: say('probe', 'the agent lacks the permission: run "edgeprobe doctor" on the probe'),
  noSocket: say('probe', 'the agent could not open a socket'),
  noLibrary: say('probe', 'a library is missing on the probe: run "edgeprobe doctor" there'),
  limitReached: say('probe', 'the probe’s own limits leave no room for this test'),
  destinationNotAllowed: say('probe', 'the probe’s settings forbid this destination'),
  other: say('none', 'a reason that this version does not know'),
};

const faults: Record<Fault, string> = {
  none: '',
  probe: 'the probe',
  access: 'the way there',
  resolver: 'the resolver',
  target: 'the far end',
};

export const reasonNames = Object.keys(meanings);

export function reasonWords(reason: string | null): string {
  if (reason == null) return '';
  return meanings[reason]?.words ?? readable(reason);
}

/** Whose failure it is, as far as one test can tell; empty when it is nobody's. */
export const reasonFault = (reason: string | null) => (reason == null ? '' : faults[meanings[reason]?.fault ?? 'none']);

export const isTrouble = (reason: string | null) => reason != null && reason !== 'answered';
