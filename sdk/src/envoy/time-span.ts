const SECOND = 1000;
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: SECOND,
  m: 60 * SECOND,
  h: 3600 * SECOND,
  d: 86_400 * SECOND,
  w: 7 * 86_400 * SECOND,
  y: 365.25 * 86_400 * SECOND,
};

/** Other names of units, which begin as they do. */
const NAMES: readonly [RegExp, string][] = [
  [/^(?:ms|msecs?|milliseconds?|)$/i, 'ms'],
  [/^(?:s|secs?|seconds?)$/i, 's'],
  [/^(?:m|mins?|minutes?)$/i, 'm'],
  [/^(?:h|hrs?|hours?)$/i, 'h'],
  [/^(?:d|days?)$/i, 'd'],
  [/^(?:w|weeks?)$/i, 'w'],
  [/^(?:y|yrs?|years?)$/i, 'y'],
];

/** Seconds of a time: `'30m'`, `'2 days'`; a number is of seconds, and one in text without a unit of milliseconds. Undefined where it is none. */
export function secondsOf(span: string | number): number | undefined {
  if (typeof span === 'number') return Number.isInteger(span) ? span : undefined;
  const [, amount, name = ''] = /^(-?\d*\.?\d+) *([a-z]*)$/i.exec(span) ?? [];
  const unit = NAMES.find(([pattern]) => pattern.test(name))?.[1];
  if (amount === undefined || unit === undefined) return undefined;
  return Math.floor((Number(amount) * (UNITS[unit] ?? 1)) / SECOND);
}
