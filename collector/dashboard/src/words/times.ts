// Times for people: ages in words, clock times in the viewer's zone, UTC in the title.

/** "8 s", "3 min", "2 h 5 min", "3 d 4 h": two units at most, the smaller one dropped where it says nothing. */
export function span(seconds: number): string {
  const s = Math.max(0, Math.round(seconds));
  if (s < 60) return `${s} s`;
  if (s < 3600) return two(Math.floor(s / 60), 'min', s < 600 ? s % 60 : 0, 's');
  if (s < 86_400) return two(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'min');
  return two(Math.floor(s / 86_400), 'd', Math.floor((s % 86_400) / 3600), 'h');
}

/** Older than this the words say "gap": three scoring periods of one minute, when a score becomes stale. */
export const gapFrom = 180;

export function age(seconds: number | null): string {
  if (seconds == null) return 'never';
  return seconds < 1 ? 'now' : `${span(seconds)} ago`;
}

export function secondsSince(iso: string | null, now: number): number | null {
  if (iso == null) return null;
  const then = Date.parse(iso);
  return Number.isNaN(then) ? null : Math.max(0, (now - then) / 1000);
}

/** Clock time of today, day and clock time of any other day; in the viewer's zone. */
export function clock(iso: string | null, now: number): string {
  if (iso == null) return 'never';
  const then = new Date(iso);
  const time = `${pad(then.getHours())}:${pad(then.getMinutes())}:${pad(then.getSeconds())}`;
  return new Date(now).toDateString() === then.toDateString()
    ? time
    : `${then.getFullYear()}-${pad(then.getMonth() + 1)}-${pad(then.getDate())} ${time.slice(0, 5)}`;
}

export function utc(iso: string | null): string {
  return iso == null ? 'never' : `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

const two = (large: number, unit: string, small: number, smallUnit: string) =>
  small > 0 ? `${large} ${unit} ${small} ${smallUnit}` : `${large} ${unit}`;

const pad = (value: number) => String(value).padStart(2, '0');
