const USUAL = '10000';

/**
 * How long a keeper waits for the next test, in milliseconds: `PLUGBOARD_TESTING_LINGER_MS`, or ten seconds.
 *
 * @throws Error that names the setting, where it is no such number.
 */
export function lingerMs(env: NodeJS.ProcessEnv = process.env): number {
  const given = env.PLUGBOARD_TESTING_LINGER_MS || USUAL;
  // Timers know no longer time than some weeks: what is more would be none at all.
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new Error(
    `PLUGBOARD_TESTING_LINGER_MS is to be a whole number of milliseconds from 0 to 999999999, such as ${USUAL}, and is "${given}"`,
  );
}
