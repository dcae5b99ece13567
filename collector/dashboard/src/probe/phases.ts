import type { Check } from '../api';

export interface Phase {
  name: string;
  ms: number;
}

/** The stages of an HTTP check in order, and what of the p75 of the whole lies beyond their means. */
export function phases(check: Check): Phase[] {
  const stages: [string, number | null][] = [
    ['resolve', check.resolveMs],
    ['connect', check.connectMs],
    ['TLS', check.tlsMs],
    ['first byte', check.firstByteMs],
  ];
  const found = stages.filter((stage): stage is [string, number] => stage[1] != null).map(([name, ms]) => ({ name, ms }));
  if (!found.length) return [];
  const rest = (check.p75Ms ?? 0) - found.reduce((sum, phase) => sum + phase.ms, 0);
  return rest > 0 ? [...found, { name: 'rest', ms: rest }] : found;
}
