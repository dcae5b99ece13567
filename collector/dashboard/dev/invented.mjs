// Probes invented from their index and the time alone: the same index and minute always give the same figures.
import { blameOf, careSentence, verdictOf } from './invented-blame.mjs';
import { changesOf, daysOf, expectationOf, ownerOf, pillarsOf, recordOf } from './invented-customers.mjs';
import { passiveOf } from './invented-passive.mjs';
import { noise } from './noise.mjs';
import { bandOf, profile } from './profile.mjs';

const towns = ['Lindau', 'Nairobi', 'Ulm', 'Cork', 'Pune', 'Quito', 'Tartu', 'Busan'];
const kinds = ['tower', 'cafe', 'farm', 'school', 'clinic', 'home', 'shop', 'depot'];

const iso = (time) => new Date(time).toISOString();
const none = (state = 'noData') => ({ value: null, low: null, high: null, state, band: null });

/** What is wrong with this probe: nothing for most. */
function trouble(index) {
  if (index === 0) return 'none';
  if (index === 1) return 'lan';
  if (index === 2) return 'access';
  if (index === 3) return 'service';
  if (index === 4) return 'offline';
  if (index === 5) return 'never';
  if (index === 6) return 'young';
  const roll = noise(index, 77);
  return roll < 0.04 ? 'access' : roll < 0.06 ? 'offline' : roll < 0.07 ? 'lan' : roll < 0.08 ? 'young' : 'none';
}

// Home networks that are bad have been so since 40 minutes before the mock was started.
const wentWrong = Date.now() / 60_000 - 40;
const loss = { lan: 0.061, access: 0.034, service: 0, none: 0.0004, young: 0 };

function scoreAt(index, minute) {
  const wrong = trouble(index);
  const base = { none: 92, lan: 36, access: 57, service: 67, young: 88 }[wrong] ?? 80;
  const wave = 5 * Math.sin(minute / 37 + index) + 3 * Math.sin(minute / 11 + 2 * index) + 2 * noise(index, minute);
  const before = wrong === 'lan' && minute < wentWrong ? 48 : 0;
  return Math.max(0, Math.min(100, base + wave + before));
}

function scored(value, width, state) {
  const low = Math.max(0, value - width);
  return { value, low, high: Math.min(100, value + width * 0.7), state, band: bandOf(value) };
}

function composite(index, now) {
  const wrong = trouble(index);
  if (wrong === 'never') return none();
  if (wrong === 'offline') return { ...scored(71.4, 4, 'stale') };
  if (wrong === 'young') return { ...none('insufficient') };
  return scored(scoreAt(index, Math.floor(now / 10_000) / 6), wrong === 'access' ? 8 : 2.5, wrong === 'access' ? 'provisional' : 'confident');
}

function appScores(index, now) {
  const all = composite(index, now);
  const shift = { voice: 4, video_call: -3, gaming: -9, web: 1, availability: 5 };
  return Object.keys(profile.personas.default_home).map((app) => {
    if (app === 'streaming') return { app, score: none() };
    if (all.value == null) return { app, score: none(all.state) };
    return { app, score: scored(Math.max(0, Math.min(100, all.value + shift[app])), 3, all.state) };
  });
}

export function summaryOf(index, now) {
  const wrong = trouble(index);
  const newest = wrong === 'offline' ? now - now % 3600_000 - 5_400_000 : now - (now + index * 1700) % 10_000 - 800;
  const never = wrong === 'never';
  return {
    tenant: index % 3 ? 'north' : 'south',
    probe: `${kinds[index % 8]}-${String(index).padStart(4, '0')}`,
    site: index % 11 === 10 ? '' : `${towns[(index * 5) % 8]} ${1 + (index % 40)}`,
    agentVersion: never ? '' : '0.1.0',
    state: never ? 'unknown' : wrong === 'offline' ? 'offline' : 'online',
    stateSince: never ? null : iso(wrong === 'offline' ? newest + 12_000 : now - (now % 86_400_000) - index * 60_000),
    lastSeen: never ? null : iso(wrong === 'offline' ? newest + 12_000 : newest + 700),
    newestData: never ? null : iso(newest),
    gapSeconds: never ? null : (now - newest) / 1000,
    score: composite(index, now),
    apps: appScores(index, now),
    worstSegment: ['lan', 'access', 'service'].includes(wrong) ? wrong : null,
    ...ownedBy(index, now),
  };
}

const knownValue = (index, now) => (['confident', 'provisional'].includes(composite(index, now).state) ? composite(index, now).value : null);

/** What a probe's summary says because somebody is known to own it. */
function ownedBy(index, now) {
  const owner = ownerOf(index);
  const record = owner == null ? null : recordOf(owner);
  const verdict = verdictOf(index, trouble(index), knownValue(index, now), record?.node, now);
  if (!record) return { customer: null, plan: null, technology: null, region: null, class: null, node: null, gap: null, verdict };
  const { tenant, id, plan, technology, region, node } = record;
  const gap = expectationOf(owner, knownValue(index, now), [])?.gap ?? null;
  return { customer: { tenant, id }, plan, technology, region, class: record.class, node, gap, verdict };
}

function rung(index, now, segment, name, family, test, base, spread, lossShare, more = {}) {
  const wobble = 1 + 0.08 * noise(index, test, Math.floor(now / 10_000));
  const sent = 300;
  const lost = Math.round(sent * lossShare);
  const p50 = base * wobble;
  return {
    segment, target: `${segment}-${family}`, name, kind: segment === 'core' ? 'stamp' : 'icmp', family, test: String(test), sent, received: sent - lost, lost,
    lossPercent: (100 * lost) / sent, lossLowPercent: Math.max(0, (100 * lost) / sent - 1.1), lossHighPercent: (100 * lost) / sent + 1.26,
    lostUp: 0, lostDown: 0, minMs: p50 * 0.9, p50Ms: p50, p95Ms: p50 + spread, p99Ms: p50 + 2.4 * spread, maxMs: p50 + 5 * spread,
    pdvMs: spread, reason: lost ? 'timedOut' : 'answered', newestData: iso(now - (now % 10_000)), ...more,
  };
}

function ladderOf(index, now) {
  const wrong = trouble(index);
  if (wrong === 'never' || wrong === 'offline') return [];
  const bad = loss[wrong] ?? 0;
  const inLan = wrong === 'lan' ? bad : 0;
  const inAccess = wrong === 'lan' ? bad : wrong === 'access' ? bad : 0;
  const slow = wrong === 'lan' ? 38 : 0.6;
  const up = Math.round(300 * inAccess * 0.8);
  const rungs = [
    rung(index, now, 'lan', 'gateway', 'v4', 1, 0.62, slow, inLan),
    rung(index, now, 'lan', 'gateway', 'v6', 2, 0.71, slow, inLan),
    rung(index, now, 'core', 'reflector', 'v4', 4, 11.8, slow + (wrong === 'access' ? 61 : 2.2), inAccess,
      { lostUp: up, lostDown: Math.round(300 * inAccess) - up }),
    rung(index, now, 'service', 'video.example', 'v4', 6, 19.4, slow + (wrong === 'access' ? 63 : 3.1), wrong === 'service' ? 0 : inAccess),
    rung(index, now, 'service', 'video.example', 'v6', 7, 21.2, slow + 3.4, wrong === 'service' ? 0 : inAccess),
  ];
  if (wrong !== 'none' || index !== 0) rungs.splice(2, 0, rung(index, now, 'access', 'first hop', 'v4', 3, 8.3, slow + (wrong === 'access' ? 58 : 1.4), inAccess));
  if (wrong === 'service')
    rungs.push(rung(index, now, 'service', 'bank.example', 'v4', 8, 0, 0, 1, { minMs: null, p50Ms: null, p95Ms: null, p99Ms: null, maxMs: null, pdvMs: null, reason: 'timedOut' }));
  return rungs;
}

function checksOf(index, now) {
  const wrong = trouble(index);
  if (wrong === 'never' || wrong === 'offline') return [];
  const blank = { failed: 0, lost: 0, code: null, resolveMs: null, connectMs: null, tlsMs: null, firstByteMs: null, certificateDays: null, hops: null, addresses: null, addressesAnswering: null, newestData: iso(now - (now % 10_000)) };
  const http = { ...blank, kind: 'http', sent: 10, reason: 'answered', code: 200, resolveMs: 4.2, connectMs: 19.8, tlsMs: 41.6, firstByteMs: 63.1, certificateDays: 61, addresses: 2, addressesAnswering: 2 };
  return [
    { ...http, test: '20', target: 'https://video.example/', name: 'video.example', family: 'v4', p75Ms: 171.2 },
    { ...http, test: '21', target: 'https://video.example/', name: 'video.example', family: 'v6', p75Ms: 158.9, certificateDays: 61, resolveMs: 3.9 },
    wrong === 'service'
      ? { ...http, test: '22', target: 'https://bank.example/login', name: 'bank.example', family: 'v4', failed: 9, p75Ms: 612, reason: 'httpServerError', code: 503, firstByteMs: 540, certificateDays: 6, addresses: 3, addressesAnswering: 1 }
      : { ...http, test: '22', target: 'https://bank.example/login', name: 'bank.example', family: 'v4', p75Ms: 312, firstByteMs: 201, certificateDays: 12, addresses: 3, addressesAnswering: 3 },
    { ...blank, test: '23', kind: 'dns', target: '192.0.2.53', name: 'provider’s resolver', family: 'v4', sent: 30, p75Ms: 8.4, reason: 'answered', code: 0 },
    { ...blank, test: '24', kind: 'dns', target: '198.51.100.53', name: 'public resolver', family: 'v4', sent: 30, failed: 4, lost: 4, p75Ms: 22.9, reason: 'resolverTimedOut', code: 0 },
    { ...blank, test: '25', kind: 'tcp', target: 'bank.example:443', name: 'bank.example', family: 'v4', sent: 30, p75Ms: 20.3, reason: 'answered' },
    { ...blank, test: '26', kind: 'path', target: 'core reflector', name: 'way to the core', family: 'v4', sent: 1, p75Ms: 12, reason: 'answered', hops: 5 },
  ];
}

function slotsOf(index, now) {
  const wrong = trouble(index);
  const start = now - 3600_000;
  const run = (from, seconds, state) => ({ time: iso(start + from * 1000), seconds, state });
  if (wrong === 'never') return [];
  if (wrong === 'offline') return [run(0, 3600, 'unknown')];
  if (wrong === 'lan') return [run(0, 1200, 'good'), run(1200, 45, 'bad'), run(1245, 600, 'good'), run(1845, 120, 'bad'), run(1965, 1635, 'good')];
  if (wrong === 'young') return [run(0, 3540, 'unknown'), run(3540, 60, 'good')];
  return [run(0, 900, 'good'), run(900, 150, 'unknown'), run(1050, 2550, 'good')];
}

function metricsOf(app, index, value) {
  const wrong = trouble(index);
  const lossShare = loss[wrong] ?? 0;
  const metric = (name, amount, unit) => ({ name, value: amount, unit, score: value });
  if (app === 'video_call') return [metric('q50', 12.1, 'ms'), metric('pdv', wrong === 'lan' ? 74 : 12.4, 'ms'), metric('loss', 100 * lossShare, '%')];
  if (app === 'gaming') return [metric('q50', 12.1, 'ms'), metric('q95', 51.2, 'ms'), metric('q99', 104.8, 'ms'), metric('loss', 100 * lossShare, '%')];
  if (app === 'web') return [metric('t75', 0.612, 's'), metric('fail', 0, '%')];
  if (app === 'availability') return [metric('unavailable', 0.12, '%')];
  if (app === 'voice') return [metric('q50', 12.1, 'ms'), metric('q95', 51.2, 'ms'), metric('loss', 100 * lossShare, '%')];
  return [];
}

function explanationOf(index, now) {
  const all = composite(index, now);
  const weights = profile.personas.default_home;
  const binding = { voice: 'loss', video_call: 'pdv', gaming: 'q99', web: 't75', availability: 'unavailable' };
  const apps = appScores(index, now).map(({ app, score }) => ({
    app, weight: weights[app], core: ['voice', 'video_call', 'gaming', 'web', 'streaming'].includes(app), score,
    binding: score.value == null ? null : binding[app], metrics: score.value == null ? [] : metricsOf(app, index, score.value),
    note: app === 'streaming' ? 'No streaming test is in the plan of this probe.' : score.value == null ? 'Fewer than 59 answered packets in the window.' : null,
  }));
  return {
    profile: 'score-profile/1', persona: 'default_home', mean: all.value, cap: all.value == null ? null : all.value - 9 + 40, cappedBy: null,
    coverage: all.value == null ? 0.2 : 0.75, outageShare: 0, windowMinutes: 5, apps,
    sentence: all.value == null ? 'No data in the last five minutes, so no score: unknown is neither good nor bad.' : `${Math.floor(all.value)} of 100 for default_home: held down by gaming.`,
  };
}

export function detailOf(index, now) {
  const wrong = trouble(index);
  return {
    ...summaryOf(index, now), explanation: explanationOf(index, now), ladder: ladderOf(index, now), checks: checksOf(index, now), slots: slotsOf(index, now),
    counters: { received: 18_234, duplicates: 3, conflicts: 0, spoolResets: 0, quarantined: wrong === 'access' ? 2 : 0, unexplainedGaps: 0, declaredDropped: wrong === 'offline' ? 120 : 0 },
    passive: passiveOf(index, wrong, now),
    ...blamedAndExpected(index, now),
    capabilities: wrong === 'never' ? [] : ['icmp-datagram', 'kernel-timestamps', 'ipv6'], clock: wrong === 'young' ? 'unsynced' : 'synced', configRevision: 3, hardware: 'Raspberry Pi 4 Model B Rev 1.4',
  };
}

export function scoresOf(index, from, to) {
  const points = [];
  const wrong = trouble(index);
  if (wrong === 'never') return { points };
  for (let time = Math.ceil(from / 60_000) * 60_000; time <= to; time += 60_000) {
    const minute = time / 60_000;
    const hole = minute % 170 > 120 && minute % 170 < 133;
    if (wrong === 'offline' && time > to - 5_400_000) break;
    if (hole && index % 2 === 1) continue;
    const score = wrong === 'young' ? none('insufficient') : hole ? none() : scored(scoreAt(index, minute), wrong === 'access' ? 8 : 2.5, 'confident');
    const apps = score.value == null ? {} : { voice: Math.min(100, score.value + 4), video_call: score.value - 3, gaming: Math.max(0, score.value - 9), web: Math.min(100, score.value + 1), streaming: null, availability: Math.min(100, score.value + 5) };
    points.push({ time: iso(time), value: score.value, low: score.low, high: score.high, state: score.state, apps, revisedAt: null });
  }
  return { points };
}

export function windowsOf(index, name, from, to) {
  const test = Number(name.split(':').at(-1));
  const points = [];
  for (let time = Math.ceil(from / 60_000) * 60_000; time <= to; time += 60_000) {
    const base = 3 + test * 2 + 2 * noise(index, test, time / 60_000);
    points.push({ time: iso(time), test: name, sent: 60, received: 59, lost: 1, p50Ms: base, p95Ms: base * 1.6, p99Ms: base * 2.5, lossPercent: 100 / 60, lostBytes: null, payloadBytes: null });
  }
  return { tests: [], points };
}

function blamedAndExpected(index, now) {
  const owner = ownerOf(index);
  const value = knownValue(index, now);
  const { verdict } = ownedBy(index, now);
  return {
    blame: blameOf(index, trouble(index), value), blameNote: value == null ? 'There is no score, so nothing could be cut into segments.' : null,
    expectation: owner == null ? null : expectationOf(owner, value, appScores(index, now)), sentence: careSentence(verdict),
  };
}

/** Every customer who owns one of the first `size` probes. */
export const ownersOf = (size) => Array.from({ length: size }, (_, index) => index).filter((index) => ownerOf(index) === index);

export function customerOf(owner, size, now) {
  const { line, second, ...record } = recordOf(owner, size);
  const { verdict } = ownedBy(owner, now);
  const probes = [owner, ...(second == null ? [] : [second])].map((index) => summaryOf(index, now).probe);
  return { ...record, probes, speakingProbe: knownValue(owner, now) == null ? null : probes[0], score: composite(owner, now), expectation: expectationOf(owner, knownValue(owner, now), appScores(owner, now)), verdict, sentence: careSentence(verdict) };
}

export function customerDetailOf(owner, size, now) {
  const { second } = recordOf(owner, size);
  const value = knownValue(owner, now);
  return {
    ...customerOf(owner, size, now), probeSummaries: [owner, ...(second == null ? [] : [second])].map((index) => summaryOf(index, now)),
    pillars: pillarsOf(owner, value, now), whole: { score: value == null ? null : 0.62 * value + 0.38 * 71.5, coverage: value == null ? 0.25 : 0.65, note: value == null ? 'Less than half of the weight is known.' : null },
    days: daysOf(owner, now, value), ratings: { count: owner % 6, mean: owner % 6 ? 62.5 : null, lastAt: owner % 6 ? iso(now - 5 * 86_400_000) : null },
  };
}

export const customerChangesOf = (owner, now) => ({ changes: changesOf(owner, now) });
