/** The first pause, in ms; each is twice as long as the one before. */
const FIRST_PAUSE_MS = 250;

/**
 * How long to wait before a call is made again, in ms: as long as the answer says, or by a schedule that doubles, spread at random so that those
 * who were refused together do not come back together.
 *
 * @param attempt of those that failed, from 1
 */
export function pauseBefore(attempt: number, retryAfter: number | undefined): number {
  const spread = FIRST_PAUSE_MS * 2 ** (attempt - 1) * (0.5 + Math.random());
  return retryAfter === undefined ? spread : retryAfter * 1000 + Math.min(spread, FIRST_PAUSE_MS);
}

/** `Retry-After` (RFC 9110 §10.2.3), in seconds from now: what is neither a number nor a date is undefined. */
export function readRetryAfter(value: string | null): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  if (/^\s*\d{1,9}\s*$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, (at - Date.now()) / 1000);
}
