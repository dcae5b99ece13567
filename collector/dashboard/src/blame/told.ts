import type { ScorePoint, SegmentName } from '../api';
import type { VerdictSpan, VerdictView } from '../api-customers';
import { groupWord, verdictWord } from '../words/blamed';
import { counted, points } from '../words/numbers';
import { segments } from '../words/states';

export interface Told {
  key: string;
  from: string;
  /** Null while it still stands. */
  to: string | null;
  who: string;
  points: string;
  neighbours: string;
  reason: string;
}

/** Verdicts as rows, newest first. The one that stands now has no end and costs what it costs now, though it was written a moment ago. */
export function toldRows(spans: readonly VerdictSpan[], now: VerdictView | null | undefined): Told[] {
  return spans
    .toSorted((a, b) => Date.parse(b.from) - Date.parse(a.from))
    .map(({ from, to, verdict: written }, index) => {
      const stands = index === 0 && now?.since != null && Date.parse(now.since) === Date.parse(from);
      const verdict = stands ? now : written;
      return {
        key: from,
        from,
        to: stands ? null : to,
        who: verdictWord(verdict),
        points: verdict.kind === 'segment' ? points(verdict.points) : '',
        neighbours: heard(verdict),
        reason: verdict.reason,
      };
    });
}

/** "14 have it too, 2 do not"; empty where nobody was heard. */
function heard(verdict: VerdictView): string {
  const all = verdict.witnesses ?? [];
  const confirming = all.filter((witness) => witness.says === 'confirms').length;
  const absolving = all.length - confirming;
  if (all.length === 0) return '';
  if (confirming === 0) return `${counted(absolving, 'neighbour does', 'neighbours do')} not have it`;
  return `${counted(confirming, 'neighbour has', 'neighbours have')} it too${absolving ? `, ${counted(absolving, 'does', 'do')} not` : ''}`;
}

/** What cost most in one minute, of at least half a tenth of a point; null where nothing did or the score could not be cut. */
export function costliest(point: Pick<ScorePoint, 'segments'>): { group: string; words: string; points: number } | null {
  const groups: { group: string; points: number }[] = [];
  for (const name of segments) {
    const cost = point.segments?.[name as SegmentName];
    // A segment without points of its own was measured as one with the segment before it.
    if (cost != null) groups.push({ group: name, points: cost });
    else if (groups.length) groups.at(-1)!.group += `+${name}`;
  }
  const most = groups.toSorted((a, b) => b.points - a.points)[0];
  return most && most.points >= 0.05 ? { ...most, words: groupWord(most.group) } : null;
}
