import type { Profile } from '../api';
import { personaName, readable } from '../words/names';
import { trimmed } from '../words/numbers';

export interface Quote {
  words: string;
  value: string;
}

export interface Group {
  name: string;
  title: string;
  quotes: Quote[];
}

/** What the page shows in tables of its own; the rest of a profile is quoted as it comes. */
const shownElsewhere = new Set(['profile', 'apps', 'personas', 'bands', 'hours']);

const titles: Record<string, string> = {
  composite: 'The composite',
  certainty: 'How sure a score is',
  confidence: 'How sure a score is',
  day: 'Figures of a day',
  blame: 'Whose fault',
  expectation: 'Expectation and gap',
  calibration: 'Calibration by ratings',
  parity: 'Parity',
};

/** Every number of the profile beside anchors, weights, hours and bands, in groups: so that a number in the page is always the profile's. */
export function groupsOf(profile: Profile): Group[] {
  return Object.entries(profile)
    .filter(([name]) => !shownElsewhere.has(name))
    .map(([name, group]) => ({ name, title: titles[name] ?? readable(name), quotes: quotesOf(group, '') }))
    .filter((group) => group.quotes.length > 0);
}

function quotesOf(value: unknown, path: string): Quote[] {
  if (value == null) return [];
  if (typeof value === 'number') return [{ words: path, value: trimmed(value) }];
  if (typeof value === 'string' || typeof value === 'boolean') return [{ words: path, value: String(value) }];
  if (Array.isArray(value) && value.every((one) => typeof one === 'number' || typeof one === 'string'))
    return value.length ? [{ words: path, value: value.map((one) => (typeof one === 'number' ? trimmed(one) : one)).join(', ') }] : [];
  return Object.entries(value as object).flatMap(([name, inner]) => quotesOf(inner, path ? `${path}, ${readable(name)}` : readable(name)));
}

/** One number of a profile; null where the profile does not say it, as that of an older collector. */
export function numberOf(profile: Profile | null, group: string, name: string): number | null {
  const value = (profile?.[group] as Record<string, unknown> | null | undefined)?.[name];
  return typeof value === 'number' ? value : null;
}

/** "95 % " before "interval" or "envelope", as the profile says it; empty where it does not. */
export function confidenceWord(profile: Profile | null): string {
  const percent = numberOf(profile, 'certainty', 'envelopePercent');
  return percent == null ? '' : `${trimmed(percent)} % `;
}

export interface PersonaHours {
  persona: string;
  words: string;
  /** Weight of each hour of the day, from midnight; any scale. */
  weights: number[];
}

/** When each persona uses the network; empty when the profile does not say. */
export function hoursOf(profile: Profile): PersonaHours[] {
  if (profile.hours == null || typeof profile.hours !== 'object') return [];
  return Object.entries(profile.hours).flatMap(([persona, weights]) =>
    Array.isArray(weights) && weights.length === 24 && weights.every((weight) => typeof weight === 'number')
      ? [{ persona, words: personaName(persona), weights: weights as number[] }]
      : [],
  );
}
