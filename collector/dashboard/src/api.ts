// The REST contract with the collector, as its OpenAPI page says it. Times are ISO 8601 UTC, durations milliseconds unless named.
// Null always means unknown: it is shown as unknown, never as 0.

import type { Blame, Cause, Expectation, VerdictView } from './api-customers';
import type { Passive } from './api-passive';

export type ScoreState = 'noData' | 'stale' | 'insufficient' | 'provisional' | 'confident';
export type BandName = 'excellent' | 'good' | 'fair' | 'poor' | 'bad';
export type ProbeState = 'online' | 'offline' | 'unknown';
export type SegmentName = 'lan' | 'access' | 'core' | 'service';
export type Family = 'v4' | 'v6' | 'any';

export interface Score {
  value: number | null;
  low: number | null;
  high: number | null;
  state: ScoreState;
  band: BandName | null;
}

export interface AppScore {
  app: string;
  score: Score;
}

export interface ProbeSummary {
  tenant: string;
  probe: string;
  /** Empty until the probe's birth has said it. */
  site: string;
  agentVersion: string;
  state: ProbeState;
  stateSince: string | null;
  lastSeen: string | null;
  newestData: string | null;
  gapSeconds: number | null;
  score: Score;
  apps: AppScore[];
  worstSegment: SegmentName | null;
  /** Whose probe it is; this and what follows is unknown where no customer is, and absent from an older collector. */
  customer?: { tenant: string; id: string } | null;
  plan?: string | null;
  technology?: string | null;
  region?: string | null;
  class?: string | null;
  node?: string | null;
  /** Points above (or, below 0, under) what this customer expects. */
  gap?: number | null;
  verdict?: VerdictView | null;
}

export interface Fleet {
  generatedAt: string;
  probes: ProbeSummary[];
}

export interface Metric {
  name: string;
  value: number | null;
  unit: string;
  score: number | null;
}

export interface AppExplanation {
  app: string;
  weight: number;
  core: boolean;
  score: Score;
  binding: string | null;
  metrics: Metric[];
  note: string | null;
}

export interface Explanation {
  profile: string;
  persona: string;
  mean: number | null;
  cap: number | null;
  cappedBy: string | null;
  coverage: number | null;
  outageShare: number | null;
  windowMinutes: number;
  sentence: string | null;
  apps: AppExplanation[];
}

export interface LadderPoint {
  segment: SegmentName;
  target: string;
  name: string;
  kind: string;
  family: Family;
  test: string;
  sent: number;
  received: number;
  lost: number;
  lossPercent: number | null;
  lossLowPercent: number | null;
  lossHighPercent: number | null;
  lostUp: number;
  lostDown: number;
  minMs: number | null;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  maxMs: number | null;
  pdvMs: number | null;
  reason: string | null;
  newestData: string | null;
}

export interface Check {
  test: string;
  kind: string;
  target: string;
  name: string;
  family: Family;
  sent: number;
  /** Attempts that did not do what was asked, the lost ones among them. */
  failed: number;
  lost: number;
  p75Ms: number | null;
  reason: string | null;
  code: number | null;
  resolveMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  firstByteMs: number | null;
  certificateDays: number | null;
  hops: number | null;
  addresses: number | null;
  addressesAnswering: number | null;
  newestData: string | null;
}

export type SlotState = 'good' | 'bad' | 'unknown';

export interface SlotRun {
  time: string;
  seconds: number;
  state: SlotState;
}

export interface Counters {
  received: number;
  duplicates: number;
  conflicts: number;
  quarantined: number;
  unexplainedGaps: number;
  declaredDropped: number;
  spoolResets: number;
}

export interface ProbeDetail extends ProbeSummary {
  explanation: Explanation;
  ladder: LadderPoint[];
  checks: Check[];
  slots: SlotRun[];
  counters: Counters;
  passive: Passive;
  capabilities: string[];
  clock: string;
  configRevision: number;
  /** Model and processor; empty when the probe does not know. */
  hardware: string;
  blame?: Blame | null;
  /** Why nothing could be cut into segments. */
  blameNote?: string | null;
  expectation?: Expectation | null;
  /** For care, in words a customer understands; the explanation's sentence is the technical one. */
  sentence?: string | null;
}

export interface ScorePoint {
  time: string;
  value: number | null;
  low: number | null;
  high: number | null;
  state: ScoreState;
  apps: Record<string, number | null>;
  revisedAt: string | null;
  /** Points above (or, below 0, under) what the customer expected in that minute. */
  gap?: number | null;
  profile?: string;
  /** Points that each segment cost; one that was measured with the one before it is null. */
  segments?: Partial<Record<SegmentName, number | null>> | null;
  causes?: Partial<Record<Cause, number | null>> | null;
  /** The figure that held each app back. */
  binding?: Record<string, string | null>;
  notAttributable?: number | null;
  /** False while the minute may still change although nothing comes late. */
  final?: boolean;
}

export interface WindowPoint {
  time: string;
  test: string;
  sent: number;
  received: number;
  lost: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
  /** Of the attempts; of passive TCP round trips by bytes, which are the two numbers below. */
  lossPercent: number | null;
  lostBytes: number | null;
  payloadBytes: number | null;
}

export interface Anchor {
  name: string;
  scale: string;
  optimal: number;
  unacceptable: number;
  unit: string;
}

export interface ProfileApp {
  metrics: Anchor[];
  gate?: Record<string, number> | null;
}

export interface Profile {
  profile: string;
  apps: Record<string, ProfileApp>;
  personas: Record<string, Record<string, number>>;
  bands: { name: BandName; from: number }[];
  certainty?: Partial<Certainty> | null;
  /** Further numbers of the profile, by group and name: whatever is here is quoted. */
  [group: string]: unknown;
}

/** How sure a score is, by the profile. */
export interface Certainty {
  envelopePercent: number;
  widestSurePoints: number;
  sureShareMeasured: number;
  staleAfterSeconds: number;
}

/** What went wrong with a request: the collector said no (status) or could not be reached at all (status null). */
export class ApiError extends Error {
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.status = status;
  }
}

export const getFleet = () => get<Fleet>('/api/v1/probes');
export const getProbe = (tenant: string, probe: string) => get<ProbeDetail>(probeUrl(tenant, probe));
export const getProfile = () => get<Profile>('/api/v1/profile');

export const getScores = (tenant: string, probe: string, from: Date, to: Date) =>
  get<{ points: ScorePoint[] }>(`${probeUrl(tenant, probe)}/scores?from=${from.toISOString()}&to=${to.toISOString()}`);

export const getWindows = (tenant: string, probe: string, test: string, from: Date, to: Date) =>
  get<{ points: WindowPoint[] }>(
    `${probeUrl(tenant, probe)}/windows?from=${from.toISOString()}&to=${to.toISOString()}&test=${encodeURIComponent(test)}`,
  );

/** Whose events: one probe's, or those of all probes of a customer. */
export type Only = { tenant: string; probe: string } | { tenant: string; customer: string };

export function eventsUrl(only?: Only): string {
  if (!only) return '/api/v1/events';
  const [name, value] = 'probe' in only ? ['probe', only.probe] : ['customer', only.customer];
  return `/api/v1/events?${name}=${encodeURIComponent(`${only.tenant}/${value}`)}`;
}

const probeUrl = (tenant: string, probe: string) =>
  `/api/v1/probes/${encodeURIComponent(tenant)}/${encodeURIComponent(probe)}`;

/** The longest wait for an answer; the fleet of 5,000 probes is the largest one. */
const longestWait = 15_000;

export const get = <T>(url: string) => ask<T>(url, {});

export const post = <T>(url: string, body: unknown) => ask<T>(url, { method: 'POST', body: JSON.stringify(body) });

async function ask<T>(url: string, request: RequestInit): Promise<T> {
  let response: Response;
  try {
    const headers = { accept: 'application/json', ...(request.body ? { 'content-type': 'application/json' } : {}) };
    response = await fetch(url, { ...request, headers, signal: AbortSignal.timeout(longestWait) });
  } catch {
    throw new ApiError('The collector does not answer.', null);
  }
  if (!response.ok) throw new ApiError(await problem(response), response.status);
  try {
    return (await response.json()) as T;
  } catch {
    throw new ApiError('The answer of the collector is not JSON: is something else listening at this address?', null);
  }
}

/** RFC 9457: the detail is the sentence for people, the title the kind of problem. */
async function problem(response: Response): Promise<string> {
  try {
    const body = (await response.json()) as { title?: string; detail?: string };
    return body.detail ?? body.title ?? `The collector answered with status ${response.status}.`;
  } catch {
    return `The collector answered with status ${response.status}.`;
  }
}
