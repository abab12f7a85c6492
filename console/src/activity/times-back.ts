const HOUR_MS = 3_600_000;

/** Times back from now that can be chosen, in milliseconds, by their word in the address. */
export const TIMES_BACK: Record<string, number> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  month: 30 * 24 * HOUR_MS,
};
