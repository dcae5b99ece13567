import type { Expectation } from '../api-customers';

/** What a customer tolerates: from adequate to desired, and what they expect. */
export interface Zone {
  adequate: number;
  desired: number;
  expected: number | null;
}

interface Api {
  coord: (at: [number, number]) => [number, number];
}

/** Null when either edge is unknown: half a zone is none. */
export function zoneOf(expectation: Pick<Expectation, 'adequate' | 'desired' | 'expected'> | null | undefined): Zone | null {
  if (expectation?.adequate == null || expectation.desired == null) return null;
  return { adequate: expectation.adequate, desired: expectation.desired, expected: expectation.expected ?? null };
}

/** The zone as a dotted area behind a trend, with a dashed line where the expectation lies; one piece for each span of time. */
export function zoneSeries(pieces: (Zone & { from: number; to: number })[], c: Record<string, string>) {
  return [
    {
      type: 'custom',
      silent: true,
      data: pieces.map((piece) => [piece.from, piece.adequate]),
      encode: { x: -1, y: -1 },
      z: 1,
      renderItem: (given: { dataIndex: number }, api: Api) => draw(pieces[given.dataIndex]!, api, c),
    },
  ];
}

function draw(piece: Zone & { from: number; to: number }, api: Api, c: Record<string, string>) {
  const [x, bottom] = api.coord([piece.from, piece.adequate]);
  const [right, y] = api.coord([piece.to, piece.desired]);
  const across = (height: number) => ({ x1: x, x2: right, y1: height, y2: height });
  const dots = Array.from({ length: Math.max(0, Math.floor((bottom - y) / 7)) }, (_, row) => ({
    type: 'line',
    shape: across(y + 4 + row * 7),
    style: { stroke: c.text, opacity: 0.16, lineWidth: 1.5, lineDash: [1.5, 5.5] },
  }));
  const edge = { stroke: c.text, opacity: 0.45, lineWidth: 1 };
  const children: unknown[] = [
    { type: 'rect', shape: { x, y, width: right - x, height: bottom - y }, style: { fill: c.text, opacity: 0.05 } },
    ...dots,
    { type: 'line', shape: across(y), style: edge },
    { type: 'line', shape: across(bottom), style: edge },
  ];
  if (piece.expected != null) {
    const [, height] = api.coord([piece.from, piece.expected]);
    children.push({ type: 'line', shape: across(height), style: { stroke: c.text, opacity: 0.85, lineWidth: 1.6, lineDash: [7, 4] } });
  }
  return { type: 'group', children };
}
