import type { ProbeSummary } from '../api';
import { idOf } from './fleet.svelte';

/**
 * The probes in an order that was fixed before; those that appeared since come last. Rows must not move under a pointer that is about to
 * click, nor under a reader who steps through them by key.
 */
export function inOrderOf(ids: readonly string[], probes: readonly ProbeSummary[]): ProbeSummary[] {
  const left = new Map(probes.map((probe) => [idOf(probe), probe]));
  const kept: ProbeSummary[] = [];
  for (const id of ids) {
    const probe = left.get(id);
    if (!probe) continue;
    kept.push(probe);
    left.delete(id);
  }
  return [...kept, ...left.values()];
}
