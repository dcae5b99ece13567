// The part of the REST contract that speaks of the customer's own traffic. Null always means not measured, never 0.

export type PassiveState = 'on' | 'off' | 'silent' | 'unknown';
export type Side = 'lan' | 'wan';

/** Delays of one series; all null when it had fewer than ten in every window, which a probe does not tell. */
export interface PassiveDelays {
  test: string;
  count: number;
  minMs: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
  newestData: string;
}

export interface PassiveConnect extends PassiveDelays {
  attempts: number;
  /** Refused, reset or reported unreachable. */
  failed: number;
  unanswered: number;
  synRetries: number;
  ambiguous: number;
  proxyHints: number;
}

export interface PassiveLoss {
  /** False when the capture missed so much that the figures may be its own doing. */
  trusted: boolean;
  /** By bytes of payload. */
  lossPercent: number | null;
  lostBytes: number;
  payloadBytes: number;
  lostSegments: number;
  segments: number;
  /** Wilson, 95 %, of segments. */
  segmentLossLowPercent: number | null;
  segmentLossHighPercent: number | null;
  reordered: number;
  spurious: number;
  duplicateAcks: number;
  zeroWindows: number;
}

export interface PassiveDns extends PassiveDelays {
  queries: number;
  timeouts: number;
  failed: number;
  retries: number;
  truncated: number;
  unasked: number;
  late: number;
  rcodes: { noError: number; noData: number; nameError: number; serverFailure: number; refused: number; other: number };
}

export interface PassiveTls extends PassiveDelays {
  hellos: number;
  failed: number;
  unanswered: number;
  alerts: number;
  helloRetries: number;
}

export interface PassiveRtp extends PassiveDelays {
  expected: number;
  lost: number;
  lossPercent: number | null;
  lossLowPercent: number | null;
  lossHighPercent: number | null;
  lossBursts: number;
  /** Interarrival jitter of the worst stream. */
  jitterMs: number | null;
  streams: number;
}

export interface PassiveIcmp extends PassiveDelays {
  requests: number;
  unanswered: number;
  errors: { network: number; host: number; port: number; prohibited: number; tooBig: number; ttl: number; other: number };
}

export interface PassiveSide {
  tcpConnect: PassiveConnect | null;
  quicConnect: PassiveConnect | null;
  tcpRtt: PassiveDelays | null;
  tcpRttUnderLoad: PassiveDelays | null;
  quicRtt: PassiveDelays | null;
  tcpLoss: PassiveLoss | null;
  dns: PassiveDns | null;
  tls: PassiveTls | null;
  rtp: PassiveRtp | null;
  icmp: PassiveIcmp | null;
}

export interface PassiveTraffic {
  /** How much of the five minutes the counts are from. */
  seconds: number;
  bytesUp: number;
  bytesDown: number;
  packetsUp: number;
  packetsDown: number;
  /** Bytes of the largest second. */
  peakBytesUp: number;
  peakBytesDown: number;
  activeSeconds: number;
  loadedSeconds: number;
  flows: number;
  oneSidedFlows: number;
  localPackets: number;
  unknownSidePackets: number;
  ownPackets: number;
}

export interface PassiveCapture {
  /** Why loss figures are not to be trusted, in one sentence. */
  doubt: string | null;
  framesReceived: number;
  framesDropped: number;
  observationsDropped: number;
  droppedPercent: number | null;
  packetsSampledOut: number;
  flowsEvicted: number;
  framesNotUnderstood: number;
  mirrorDuplicates: number;
  unseenBytes: number;
  voided: number;
  impossibleDelays: number;
  misplaced: boolean;
}

export interface Passive {
  state: PassiveState;
  /** Why there is nothing to see, in one sentence. */
  note: string | null;
  from: string | null;
  to: string | null;
  lan: PassiveSide | null;
  wan: PassiveSide | null;
  traffic: PassiveTraffic | null;
  capture: PassiveCapture | null;
}
