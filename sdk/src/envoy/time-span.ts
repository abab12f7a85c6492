const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** Names of units, with their milliseconds. */
const UNITS: readonly [RegExp, number][] = [
  [/^(?:ms|msecs?|milliseconds?|)$/i, 1],
  [/^(?:s|secs?|seconds?)$/i, SECOND],
  [/^(?:m|mins?|minutes?)$/i, 60 * SECOND],
  [/^(?:h|hrs?|hours?)$/i, 3600 * SECOND],
  [/^(?:d|days?)$/i, DAY],
  [/^(?:w|weeks?)$/i, 7 * DAY],
  [/^(?:y|yrs?|years?)$/i, 365.25 * DAY],
];

/** Seconds of a time: `'30m'`, `'2 days'`; a number is of seconds, and one in text without a unit of milliseconds. Undefined where it is none. */
export function secondsOf(span: string | number): number | undefined {
  if (typeof span === 'number') return Number.isInteger(span) ? span : undefined;
  const [, amount, name = ''] = /^(-?\d*\.?\d+) *([a-z]*)$/i.exec(span) ?? [];
  const unit = UNITS.find(([pattern]) => pattern.test(name))?.[1];
  if (amount === undefined || unit === undefined) return undefined;
  return Math.floor((Number(amount) * unit) / SECOND);
}
