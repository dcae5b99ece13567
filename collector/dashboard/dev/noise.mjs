/** A number in [0, 1) that looks random and is not. */
export function noise(...seeds) {
  let hash = 2166136261;
  for (const seed of seeds) hash = Math.imul(hash ^ (seed | 0), 16777619) ^ (hash >>> 13);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return ((hash ^ (hash >>> 12)) >>> 0) / 2 ** 32;
}
