// Roll-ups of the invented probes; the percentiles of delay are invented too, as the mock keeps no sketches.

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const keyOf = { fleet: () => 'fleet', site: (p) => p.site, region: (p) => p.region ?? '', technology: (p) => p.technology ?? '', plan: (p) => p.plan ?? '', class: (p) => p.class ?? '', node: (p) => p.node ?? '' };

export function rollupsOf(by, summaries, now) {
  const groups = new Map();
  for (const probe of summaries) {
    const key = keyOf[by](probe);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(probe);
  }
  return { by, generatedAt: new Date(now).toISOString(), groups: [...groups].map(([key, probes], at) => groupOf(key, probes, at)) };
}

function groupOf(key, probes, at) {
  const known = probes.filter((probe) => probe.score.value != null && ['confident', 'provisional'].includes(probe.score.state));
  const scores = known.map((probe) => probe.score.value).toSorted((a, b) => a - b);
  const count = (of) => Object.fromEntries([...tally(known, of)]);
  const loss = known.length ? 0.05 + 0.3 * (at % 4) : null;
  return {
    key, probes: probes.length, customers: new Set(probes.map((probe) => probe.customer?.id).filter(Boolean)).size, known: known.length,
    score: scores.length ? { p10: quantile(scores, 0.1), p50: quantile(scores, 0.5), p90: quantile(scores, 0.9) } : null,
    bands: count((probe) => probe.score.band), below: known.filter((probe) => probe.gap != null && probe.gap < -8).length,
    delay: known.length ? { p50Ms: 11.8 + at, p95Ms: 24.1 + 7 * at, p99Ms: 61 + 12 * at, samples: 300 * known.length } : null,
    lossPercent: loss, lossLowPercent: loss == null ? null : loss * 0.8, lossHighPercent: loss == null ? null : loss * 1.3,
    blamed: count((probe) => (probe.verdict.kind === 'segment' ? probe.verdict.segment.split('+')[0] : probe.verdict.kind === 'cannotTell' ? 'cannotTell' : null)),
  };
}

function tally(probes, of) {
  const counts = new Map();
  for (const probe of probes) {
    const key = of(probe);
    if (key != null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
