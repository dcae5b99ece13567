// Numbers for people: fixed width for the same kind of figure, always with a unit, and a word where there is no number.

export const nothing = '–';

/** A delay in milliseconds: three significant digits are what a reader can use and what the sketch's 1 % error supports. */
export function ms(value: number | null | undefined): string {
  if (value == null) return nothing;
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return `${plainMs(value)} ms`;
}

export function plainMs(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value.toFixed(2);
}

export function percent(value: number | null | undefined): string {
  if (value == null) return nothing;
  if (value === 0 || value === 100) return `${value} %`;
  return `${value.toFixed(value < 10 ? 2 : 1)} %`;
}

export const share = (value: number | null | undefined) => percent(value == null ? null : value * 100);

/**
 * A score without decimals. Just under a band's edge it is rounded down, so that 89.7 is not shown as a 90 that is only "good".
 */
export function score(value: number | null | undefined): string {
  return value == null ? nothing : Math.floor(value + 1e-9).toString();
}

export function envelope(low: number | null, high: number | null): string {
  if (low == null || high == null) return nothing;
  return `${score(low)}–${Math.ceil(high - 1e-9)}`;
}

export const count = (value: number) => value.toLocaleString('en-US');

/** "1 probe", "2 probes". */
export const counted = (value: number, one: string, many = `${one}s`) => `${count(value)} ${value === 1 ? one : many}`;

const tens = ['', 'k', 'M', 'G', 'T', 'P'];

/** Three significant digits with the prefix that keeps them short: decimal, as rates and volumes are sold. */
function scaled(value: number, unit: string): string {
  let step = 0;
  while (value >= 999.5 && step < tens.length - 1) {
    value /= 1000;
    step++;
  }
  return `${step === 0 ? value.toFixed(0) : Number(value.toPrecision(3))} ${tens[step]}${unit}`;
}

export const bytes = (value: number | null | undefined) => (value == null ? nothing : scaled(value, 'B'));

export const bitRate = (bitsPerSecond: number | null | undefined) => (bitsPerSecond == null ? nothing : scaled(bitsPerSecond, 'bit/s'));

/** A metric's value in its own unit, as the profile states it. */
export function measured(value: number | null | undefined, unit: string): string {
  if (value == null) return nothing;
  switch (unit) {
    case 'ms':
      return ms(value);
    case 's':
      return value < 1 ? `${(value * 1000).toFixed(0)} ms` : `${value.toFixed(2)} s`;
    case 'ratio':
    case 'share':
      return share(value);
    case '':
      return trimmed(value);
    case '%':
    case 'percent':
      return percent(value);
    default:
      return `${trimmed(value)} ${unit}`;
  }
}

/** An anchor of the profile: no false precision, "30 ms", "0.5 %", "10 s". */
export function anchor(value: number, unit: string): string {
  if (unit === 'ratio' || unit === 'share') return `${trimmed(value * 100)} %`;
  if (unit === 'percent') return `${trimmed(value)} %`;
  return `${trimmed(value)} ${unit}`.trimEnd();
}

/** At most four significant digits and no trailing zeros. */
export const trimmed = (value: number) => String(Number(value.toPrecision(4)));

const point = (value: number) => (Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0));

/** Points of a score with one decimal, as sums are shown: "34.0 points". */
export const points = (value: number | null | undefined) => (value == null ? nothing : `${value.toFixed(1)} ${Math.abs(value) === 1 ? 'point' : 'points'}`);

/** A difference with its sign, always: "+7.5", "−12", "0". */
export function signed(value: number | null | undefined): string {
  if (value == null) return nothing;
  const size = point(Math.abs(value));
  return Number(size) === 0 ? '0' : `${value < 0 ? '−' : '+'}${size}`;
}

/** A difference in its own unit. */
export const signedIn = (value: number | null | undefined, unit: string) => (value == null ? nothing : `${signed(value)} ${unit}`.trimEnd());
