import type { ParityOf, Quantiles } from '../api-customers';

export interface Scale {
  from: number;
  to: number;
  ticks: number[];
}

/** A scale that holds both groups: 0 to 100 for scores, else round numbers around what there is. Null where nothing is known. */
export function scaleOf(groups: (Quantiles | null)[], of: ParityOf): Scale | null {
  const values = groups.flatMap((group) => (group ? Object.values(group) : []));
  if (!values.length) return null;
  if (of === 'score') return { from: 0, to: 100, ticks: [0, 20, 40, 60, 80, 100] };
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const step = roundStep((high - low) / 4 || Math.abs(high) / 4 || 1);
  const [from, to] = [Math.floor(low / step) * step, Math.ceil(high / step) * step || step];
  const end = to > from ? to : from + step;
  return { from, to: end, ticks: Array.from({ length: Math.round((end - from) / step) + 1 }, (_, index) => from + index * step) };
}

function roundStep(about: number): number {
  const power = 10 ** Math.floor(Math.log10(about));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= about * 0.999)!;
}

/** Where each quantile lies on the scale, in percent. */
export function places(quantiles: Quantiles, scale: Scale): Quantiles {
  const at = (value: number) => Math.max(0, Math.min(100, (100 * (value - scale.from)) / (scale.to - scale.from)));
  return { p10: at(quantiles.p10), p25: at(quantiles.p25), p50: at(quantiles.p50), p75: at(quantiles.p75), p90: at(quantiles.p90) };
}
