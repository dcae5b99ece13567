// What the collector says of customers: what they were promised and expect, whose fault it is, whether classes are treated alike.
// Fields that an older collector does not send are undefined: everywhere here that is the same as null, unknown.

import { get, type BandName, type ProbeSummary, type Score, type SegmentName } from './api';

export type ExpectationState = 'noData' | 'belowAdequate' | 'withinTolerance' | 'aboveDesired';
export type CustomerClass = 'prepaid' | 'postpaid' | 'converged';
export type Cause = 'delay' | 'tail' | 'loss' | 'speed' | 'server' | 'outage';

/** One segment, or several that were measured as one: "access+core". */
export type SegmentGroup = SegmentName | (string & {});

export interface Witness {
  tenant: string;
  probe: string;
  says: 'confirms' | 'absolves';
  segment: SegmentGroup | null;
  score: number | null;
  node: string;
}

export interface VerdictView {
  kind: 'segment' | 'none' | 'cannotTell' | 'unknown';
  segment: SegmentGroup | null;
  points: number | null;
  runnerUp: { segment: SegmentGroup; points: number } | null;
  /** Of an access line: the node when neighbours have it too, the line when they are well, unknown when they cannot tell. */
  scope?: 'node' | 'line' | 'unknown' | null;
  cause?: Cause | null;
  since: string | null;
  reason: string;
  witnesses: Witness[];
}

/** A verdict and how long it stood. */
export interface VerdictSpan {
  from: string;
  to: string;
  verdict: VerdictView;
}

/** 100 = score + the segments' points + notAttributable. */
export interface Blame {
  score: number;
  bestPossible: number;
  notAttributable: number;
  segments: { segment: SegmentGroup; points: number; floorMs: number | null }[];
  causes: { cause: Cause; points: number }[];
}

export interface AppExpectation {
  app: string;
  adequate: number | null;
  desired: number | null;
  score: number | null;
  gap: number | null;
  state: ExpectationState;
}

export interface Expectation {
  state: ExpectationState;
  adequate: number | null;
  desired: number | null;
  expected: number | null;
  delivered: number | null;
  gap: number | null;
  overAdequate: number | null;
  overDesired: number | null;
  satisfaction: number | null;
  promise: number | null;
  stated: number | null;
  own: number | null;
  peers: number | null;
  ratings: number;
  apps: AppExpectation[];
}

export interface CustomerSummary {
  tenant: string;
  id: string;
  plan: string | null;
  class: CustomerClass | null;
  technology: string | null;
  region: string | null;
  persona: string | null;
  node: string | null;
  subscriptions: string[];
  probes: string[];
  /** The probe whose score speaks for the customer: the lowest that is known. */
  speakingProbe?: string | null;
  score: Score;
  expectation: Expectation | null;
  verdict: VerdictView | null;
  sentence: string;
}

export interface Pillar {
  name: string;
  weight: number;
  score: number | null;
  at: string | null;
  fresh: boolean;
  source: string | null;
  note: string | null;
}

export interface CustomerDay {
  day: string;
  mean: number | null;
  typical: number | null;
  consistent: number | null;
  /** Of the hours in use, 0 to 1. */
  coverage: number | null;
  /** Percent. */
  availability: number | null;
  adequate: number | null;
  desired: number | null;
  expected: number | null;
}

export interface CustomerDetail extends CustomerSummary {
  probeSummaries: ProbeSummary[];
  pillars: Pillar[];
  whole: { score: number | null; coverage: number | null; note: string | null } | null;
  days: CustomerDay[];
  ratings: { count: number; mean: number | null; lastAt: string | null } | null;
}

export interface Change {
  at: string;
  what: string;
  field: string | null;
  before: string | null;
  after: string | null;
}

export type ParityOf = 'score' | 'availability' | 'gap' | 'repair';
export type ParityState = 'gap' | 'watch' | 'parity' | 'insufficient';

export interface Quantiles {
  p10: number;
  p25: number;
  p50: number;
  p75: number;
  p90: number;
}

export interface Stratum {
  technology: string | null;
  plan: string | null;
  region: string | null;
  countA: number | null;
  countB: number | null;
  suppressed: boolean;
  shift: number | null;
  cliffsDelta: number | null;
  p10: number | null;
  p50: number | null;
  p90: number | null;
}

export interface Parity {
  a: string;
  b: string;
  of: ParityOf;
  unit: string;
  days: number;
  state: ParityState;
  daysInGap: number | null;
  countA: number;
  countB: number;
  /** Like all differences here: below 0 when A is worse off, by whatever is compared. P10 is the worst-off tenth. */
  shift: number | null;
  cliffsDelta: number | null;
  size: string | null;
  z: number | null;
  differences: { p10: number; p50: number; p90: number } | null;
  quantilesA: Quantiles | null;
  quantilesB: Quantiles | null;
  strata: Stratum[];
  sentence: string;
}

export interface ParityOverview {
  generatedAt: string;
  classes: string[];
  pairs: { a: string; b: string; of: ParityOf; state: ParityState; shift: number | null; countA: number; countB: number }[];
}

export type RollupBy = 'fleet' | 'site' | 'region' | 'technology' | 'plan' | 'class' | 'node';

export interface RollupGroup {
  /** Empty for the customers and probes of which it is not known. */
  key: string;
  probes: number;
  customers: number;
  known: number;
  score: { p10: number; p50: number; p90: number } | null;
  bands: Partial<Record<BandName, number>>;
  below: number;
  delay: { p50Ms: number | null; p95Ms: number | null; p99Ms: number | null; samples: number } | null;
  lossPercent: number | null;
  lossLowPercent: number | null;
  lossHighPercent: number | null;
  blamed: Partial<Record<SegmentName | 'cannotTell', number>>;
}

export interface Rollups {
  by: RollupBy;
  generatedAt: string;
  groups: RollupGroup[];
}

const customerUrl = (tenant: string, id: string) => `/api/v1/customers/${encodeURIComponent(tenant)}/${encodeURIComponent(id)}`;

/** What was to blame in the last day, oldest first. */
export const getVerdicts = (tenant: string, probe: string) =>
  get<{ verdicts: VerdictSpan[] }>(`/api/v1/probes/${encodeURIComponent(tenant)}/${encodeURIComponent(probe)}/verdicts`);
export const getCustomers = () => get<{ generatedAt: string; customers: CustomerSummary[] }>('/api/v1/customers');
export const getCustomer = (tenant: string, id: string) => get<CustomerDetail>(customerUrl(tenant, id));
export const getChanges = (tenant: string, id: string) => get<{ changes: Change[] }>(`${customerUrl(tenant, id)}/history`);
export const getParity = (asked: { a: string; b: string; of: ParityOf; days: number }) =>
  get<Parity>(`/api/v1/parity?a=${encodeURIComponent(asked.a)}&b=${encodeURIComponent(asked.b)}&of=${asked.of}&days=${asked.days}`);
export const getParityOverview = (days: number) => get<ParityOverview>(`/api/v1/parity/overview?days=${days}`);
export const getRollups = (by: RollupBy) => get<Rollups>(`/api/v1/rollups?by=${by}`);
