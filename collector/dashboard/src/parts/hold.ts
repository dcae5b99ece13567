/**
 * The items in an order that was fixed before; those that appeared since come last. Rows must not move under a pointer that is about to
 * click, nor under a reader who steps through them by key.
 */
export function inOrderOf<T>(ids: readonly string[], items: readonly T[], idOf: (item: T) => string): T[] {
  const left = new Map(items.map((item) => [idOf(item), item]));
  const kept: T[] = [];
  for (const id of ids) {
    const item = left.get(id);
    if (item === undefined) continue;
    kept.push(item);
    left.delete(id);
  }
  return [...kept, ...left.values()];
}
