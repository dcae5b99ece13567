import type { Passive, PassiveDelays, PassiveSide, Side } from '../api-passive';
import { ms, percent } from '../words/numbers';

export const sideWord: Record<Side, string> = { lan: 'home network', wan: 'internet side' };

export const sideTitle: Record<Side, string> = { lan: 'Home (LAN)', wan: 'Internet (WAN)' };

export const sidePlace: Record<Side, string> = {
  lan: 'between the probe and the customer’s devices: Wi-Fi, cables, the devices themselves',
  wan: 'all beyond the probe: access line, provider, the rest of the internet, the servers',
};

/** Loss is proven, as on the ladder, when its whole 95 % interval lies above 1 %. */
const provenFrom = 1;

/** A home network whose slow round trips take this long, and longer than those through the internet, is what the customer feels. */
const slowHomeMs = 30;

/** What a busy line may add to its usual round trip before a queue is to blame. */
const queueMs = 50;

/** Fewest round trips from which a p95 says anything (Wilks), the same as for the scores. */
const fewestForP95 = 59;

export interface Verdict {
  /** Null when neither side stands out, or nothing can be told. */
  worse: Side | null;
  words: string;
}

interface Loss {
  percent: number;
  low: number;
  what: string;
}

/** Which side of the probe is the worse one, in a sentence that can be read out on the phone. */
export function judge({ lan, wan, capture }: Passive): Verdict {
  if (!lan || !wan) return alone(lan ? 'lan' : wan ? 'wan' : null);
  const doubted = capture?.doubt != null;
  return (doubted ? null : byLoss(lan, wan)) ?? byDelay(lan, wan) ?? byLoad('wan', wan) ?? byLoad('lan', lan) ?? neither(doubted, lan, wan);
}

const capital = (words: string) => words[0]!.toUpperCase() + words.slice(1);

function alone(side: Side | null): Verdict {
  return { worse: null, words: side ? `Only the ${sideWord[side]} was seen, so the two sides cannot be compared.` : 'Neither side was seen.' };
}

function neither(doubted: boolean, lan: PassiveSide, wan: PassiveSide): Verdict {
  if (doubted) return { worse: null, words: 'By its delays neither side stands out; by its loss none can be judged.' };
  if (!lan.tcpLoss && !wan.tcpLoss && !lan.tcpRtt && !wan.tcpRtt) return { worse: null, words: 'Too little was seen to compare the two sides.' };
  return { worse: null, words: 'Neither side stands out.' };
}

/** TCP's loss or that of calls, whichever is the surer. */
function lossOf({ tcpLoss, rtp }: PassiveSide): Loss | null {
  const tcp = { percent: tcpLoss?.lossPercent, low: tcpLoss?.segmentLossLowPercent, what: 'of the TCP data' };
  const calls = { percent: rtp?.lossPercent, low: rtp?.lossLowPercent, what: 'of the packets of calls' };
  const known = [tcp, calls].filter((loss): loss is Loss => loss.percent != null && loss.low != null);
  return known.sort((a, b) => b.low - a.low)[0] ?? null;
}

function byLoss(lan: PassiveSide, wan: PassiveSide): Verdict | null {
  const loss = { lan: lossOf(lan), wan: lossOf(wan) };
  const isProven = (side: Side) => (loss[side]?.low ?? 0) > provenFrom;
  const words = (side: Side) => (loss[side] ? `the ${sideWord[side]} loses ${percent(loss[side].percent)} ${loss[side].what}` : `the loss of the ${sideWord[side]} was not measured`);
  if (isProven('lan') && isProven('wan')) {
    const [more, less]: Side[] = loss.lan!.percent >= loss.wan!.percent ? ['lan', 'wan'] : ['wan', 'lan'];
    const clearly = loss[more!]!.low > loss[less!]!.percent;
    return { worse: clearly ? more! : null, words: `Both sides lose: ${words(more!)}, ${words(less!)}.` };
  }
  const [worse, other]: (Side | null)[] = isProven('lan') ? ['lan', 'wan'] : isProven('wan') ? ['wan', 'lan'] : [null, null];
  return worse && other ? { worse, words: `${capital(words(worse))}; ${words(other)}.` } : null;
}

const canTellP95 = (delays: PassiveDelays | null): delays is PassiveDelays => delays != null && delays.count >= fewestForP95 && delays.p95Ms != null;

function byDelay(lan: PassiveSide, wan: PassiveSide): Verdict | null {
  if (!canTellP95(lan.tcpRtt) || !canTellP95(wan.tcpRtt)) return null;
  const [home, internet] = [lan.tcpRtt.p95Ms!, wan.tcpRtt.p95Ms!];
  if (home < slowHomeMs || home < internet) return null;
  return { worse: 'lan', words: `Slow round trips (p95) take ${ms(home)} in the home network alone, and ${ms(internet)} through the internet.` };
}

function byLoad(side: Side, { tcpRtt, tcpRttUnderLoad }: PassiveSide): Verdict | null {
  if (tcpRtt?.p50Ms == null || tcpRttUnderLoad?.p50Ms == null || tcpRttUnderLoad.p50Ms - tcpRtt.p50Ms < queueMs) return null;
  return {
    worse: side,
    words: `While the line is busy a round trip on the ${sideWord[side]} takes ${ms(tcpRttUnderLoad.p50Ms)}, ${ms(tcpRtt.p50Ms)} over all: a queue fills up under load.`,
  };
}
