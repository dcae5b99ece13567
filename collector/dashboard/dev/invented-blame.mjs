// Whose fault it is, invented: the points a probe has lost, shared out to where its trouble lies.

const round = (value) => Math.max(0, value);

/** The blame of a probe with this trouble and score; null without a score. Probe 0 has no access test: its access is one with the core. */
export function blameOf(index, wrong, score) {
  if (score == null) return null;
  const nobody = index % 5 === 4 ? 6.3 : 1.2;
  const lost = Math.max(0, 100 - score - nobody);
  const main = { lan: 'lan', access: 'access', service: 'service' }[wrong];
  const shares = { lan: 0.2, access: 0.34, core: 0.3, service: 0.16 };
  if (main) for (const name of Object.keys(shares)) shares[name] = name === main ? 0.9 : 0.1 / 3;
  const floors = { lan: 0.51, access: 7.4, core: 3.1, service: 7.2 };
  let segments = Object.keys(shares).map((segment) => ({ segment, points: round(lost * shares[segment]), floorMs: floors[segment] }));
  if (index === 0)
    segments = [segments[0], { segment: 'access+core', points: segments[1].points + segments[2].points, floorMs: 10.5 }, segments[3]];
  const causes = wrong === 'lan' ? { delay: 0.05, tail: 0.62, loss: 0.33, speed: 0, server: 0, outage: 0 }
    : wrong === 'service' ? { delay: 0.02, tail: 0.06, loss: 0, speed: 0, server: 0.82, outage: 0.1 }
    : { delay: 0.12, tail: 0.28, loss: 0.55, speed: 0, server: 0.05, outage: 0 };
  return {
    score, bestPossible: 100 - nobody, notAttributable: 100 - score - lost, segments,
    causes: Object.entries(causes).map(([cause, share]) => ({ cause, points: lost * share })),
  };
}

const silentVerdict = (reason) => ({ kind: 'unknown', segment: null, points: null, runnerUp: null, since: null, reason, witnesses: [] });

export function verdictOf(index, wrong, score, node, now) {
  const blame = blameOf(index, wrong, score);
  if (!blame) return silentVerdict('There is no score, so nothing was lost that could be blamed on anybody.');
  const [first, second] = blame.segments.toSorted((a, b) => b.points - a.points);
  const since = new Date(now - (now % 60_000) - 2_400_000).toISOString();
  const witnesses = witnessesOf(index, wrong, node);
  const runnerUp = { segment: second.segment, points: second.points };
  if (first.points < 1) return { kind: 'none', segment: null, points: null, runnerUp: null, since: null, reason: 'No segment lost as much as 1 point.', witnesses: [] };
  if (first.points - second.points < 3)
    return { kind: 'cannotTell', segment: first.segment, points: first.points, runnerUp, since: null, reason: 'The two largest shares differ by less than 3 points.', witnesses: [] };
  return { kind: 'segment', segment: first.segment, points: first.points, runnerUp, since, scope: first.segment.includes('access') ? (wrong === 'access' ? 'node' : 'unknown') : null, cause: 'loss', reason: wrong === 'lan' ? 'The line behind the gateway is clean.' : '', witnesses };
}

function witnessesOf(index, wrong, node) {
  const says = wrong === 'access' ? 'confirms' : 'absolves';
  const count = wrong === 'access' ? 14 : wrong === 'lan' ? 3 : 0;
  return Array.from({ length: count }, (_, at) => ({
    tenant: 'north', probe: `home-${String(8 * (index + at) + 5).padStart(4, '0')}`, says, segment: says === 'confirms' ? 'access' : null,
    score: says === 'confirms' ? 51 + at : 93 - at, node: node ?? 'first hop 192.0.2.1',
  }));
}

/** For care: nothing that a customer does not know the word of. */
export function careSentence(verdict) {
  if (verdict.kind === 'unknown') return 'We cannot see the connection at the moment, so we cannot say how it is.';
  if (verdict.kind === 'none') return 'The connection works as it should; nothing to do.';
  if (verdict.kind === 'cannotTell') return 'The connection is slower than it should be, and we cannot tell yet where that comes from.';
  const at = verdict.since.slice(11, 16);
  if (verdict.segment === 'lan') return `Since ${at} the trouble is between your devices and the router; three neighbours on the same line are fine. Move closer to the router or use a cable.`;
  if (verdict.segment === 'service') return `Since ${at} one of the services you use answers slowly; your line is fine and there is nothing to restart at home.`;
  return `Since ${at} the access network loses packets, 14 neighbours too; nothing to restart at home.`;
}

/** The last day: nobody, then whatever stands now. */
export function verdictsOf(now, verdict) {
  const nobody = { kind: 'none', segment: null, points: null, runnerUp: null, scope: null, cause: null, reason: 'No segment cost a point.', witnesses: [] };
  const began = verdict.since ?? new Date(now - 3_600_000).toISOString();
  const spans = [{ from: new Date(now - 72_000_000).toISOString(), to: began, verdict: { ...nobody, since: new Date(now - 72_000_000).toISOString() } }];
  if (verdict.kind !== 'unknown') spans.push({ from: began, to: new Date(now).toISOString(), verdict });
  return { verdicts: spans };
}
