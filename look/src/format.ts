/** A language that there are texts in. */
export type Lang = 'en' | 'de';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const RELATIVE_UNITS = [
  [DAY * 365, 'year'],
  [DAY * 30, 'month'],
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
] as const;
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** How numbers, times and sizes are written in a language. */
export interface Format {
  number(value: number): string;
  /** "3 min ago", "in 4 min", "just now": from one moment to another, in milliseconds. */
  relative(time: number, now: number): string;
  /** Date and time of day, with seconds, in the reader's zone. */
  exact(time: number): string;
  /** The time of day: "9:41". */
  clock(time: number): string;
  /** A date alone: "3 Nov 2026". */
  date(time: number): string;
  /** `840 ms`, `2.4 s`, `3 min`. */
  duration(ms: number): string;
  /** `12 kB`, in powers of 1,000. */
  bytes(count: number): string;
  /** "a, b and c". */
  list(items: readonly string[]): string;
  /** Which form of a noun a number takes. */
  plural(count: number): Intl.LDMLPluralRule;
}

/** @param lang as in BCP 47. */
export function createFormat(lang: Lang): Format {
  const number = new Intl.NumberFormat(lang);
  const rounded = new Intl.NumberFormat(lang, { maximumFractionDigits: 1 });
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto', style: 'short' });
  const exact = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(lang, { timeStyle: 'short' });
  const date = new Intl.DateTimeFormat(lang, { dateStyle: 'medium' });
  const list = new Intl.ListFormat(lang, { type: 'conjunction' });
  const plurals = new Intl.PluralRules(lang);
  return {
    number: (value) => number.format(value),
    relative: (time, now) => {
      const distance = time - now;
      const unit = RELATIVE_UNITS.find(([size]) => Math.abs(distance) >= size);
      if (unit === undefined) return relative.format(0, 'second');
      return relative.format(Math.trunc(distance / unit[0]), unit[1]);
    },
    exact: (time) => exact.format(time),
    clock: (time) => clock.format(time),
    date: (time) => date.format(time),
    duration: (ms) => {
      if (ms < 1000) return `${number.format(Math.round(ms))} ms`;
      if (ms < MINUTE) return `${rounded.format(ms / 1000)} s`;
      if (ms < HOUR) return `${rounded.format(ms / MINUTE)} min`;
      return `${rounded.format(ms / HOUR)} h`;
    },
    bytes: (count) => {
      const power = Math.min(
        BYTE_UNITS.length - 1,
        count < 1 ? 0 : Math.floor(Math.log10(count) / 3),
      );
      return `${rounded.format(count / 1000 ** power)} ${BYTE_UNITS[power]}`;
    },
    list: (items) => list.format(items),
    plural: (count) => plurals.select(count),
  };
}
