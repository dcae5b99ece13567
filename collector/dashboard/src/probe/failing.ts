import type { Check } from '../api';
import { isTrouble } from '../words/reasons';

/** A check of which at least one attempt in the window did not succeed. */
export const isFailing = (check: Check) => isTrouble(check.reason) && check.failed > 0;

/** What fails comes first; otherwise the order of the plan. */
export const failingFirst = (checks: readonly Check[]) => checks.toSorted((a, b) => Number(isFailing(b)) - Number(isFailing(a)));
