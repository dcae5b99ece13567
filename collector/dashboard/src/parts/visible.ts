export interface Rows {
  first: number;
  end: number;
}

/**
 * The rows worth drawing: those on the screen and a few beyond, so that 5,000 probes cost as much as fifty.
 * `top` is where the list begins relative to the viewport, in pixels: negative once scrolled past.
 */
export function visibleRows(count: number, rowHeight: number, top: number, viewport: number, beyond = 8): Rows {
  const first = Math.max(0, Math.min(count, Math.floor(-top / rowHeight) - beyond));
  const end = Math.min(count, Math.max(first, Math.ceil((viewport - top) / rowHeight) + beyond));
  return { first, end };
}
