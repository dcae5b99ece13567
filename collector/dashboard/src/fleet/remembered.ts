import type { ProbeSummary } from '../api';

/** The list and how far it was scrolled, so that the way back from a probe leads to where one was. */
export const remembered: { probes: ProbeSummary[]; scroll: number } = { probes: [], scroll: 0 };
