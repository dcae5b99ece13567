import { shelfUrl, type Accepted, type Proposal } from '../api-profiles';
import { trimmed } from '../words/numbers';

/** What puts the proposed weights on the shelf; null when nothing is proposed. */
export const acceptedOf = (proposal: Proposal, basis: string, acceptedBy: string, reason: string): Accepted | null =>
  proposal.proposed && { basis, persona: proposal.persona, weights: proposal.proposed, acceptedBy: acceptedBy.trim(), reason: reason.trim() };

/** The same as a command, for a shell. */
export const acceptCall = (origin: string, accepted: Accepted) => call(`${origin}${shelfUrl}`, accepted);

/** Makes another version the active one; the name is left to whoever does it. */
export const activateCall = (origin: string, version: string) => call(`${origin}${shelfUrl}/activate`, { version, by: 'YOUR NAME' });

/** Lists whose state or band would change, over the day before; it reads the store and changes nothing. */
export const replayCall = (active: string, version: string, now: number) =>
  `edgeprobe-collector replay --config FILE --from ${day(now - 86_400_000)} --to ${day(now)} --profile ${active} --against ${version}`;

export interface WeightRow {
  app: string;
  present: number;
  proposed: number | null;
}

/** One row for each app that has a weight before or after. */
export function weightRows(proposal: Proposal): WeightRow[] {
  return Object.keys({ ...proposal.present, ...proposal.proposed })
    .map((app) => ({ app, present: proposal.present[app] ?? 0, proposed: proposal.proposed ? (proposal.proposed[app] ?? 0) : null }))
    .filter((row) => row.present > 0 || (row.proposed ?? 0) > 0);
}

/** "12.4 %, between 3.1 % and 20 %": how much less wrong the proposed weights are; empty where nothing could be compared. */
export function gainWords({ gainPercent: gain, gainLowPercent: low, gainHighPercent: high }: Proposal): string {
  if (gain == null) return '';
  const percent = (value: number) => `${trimmed(Number(value.toFixed(1)))} %`;
  return `${percent(gain)}${low == null || high == null ? '' : `, between ${percent(low)} and ${percent(high)}`}`;
}

// In a shell nothing inside single quotes means anything but the quote itself.
const call = (url: string, body: unknown) => `curl -X POST ${url} -H 'Content-Type: application/json' -d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`;

const day = (time: number) => new Date(time).toISOString().slice(0, 10);
