import { waitFor } from './wait-for.ts';

const MAX_MS = 1000;

/**
 * Asks until it is so, the last time a second or more after this was called. How long an answer takes is of no matter: only a question
 * that is asked later than that must be answered with yes, so a slow machine cannot fail this.
 *
 * @returns whether it was so.
 */
export function withinSecond(isSo: () => Promise<boolean>): Promise<boolean> {
  const from = performance.now();
  const asked = async () => {
    const age = performance.now() - from;
    const so = await isSo();
    return so || age >= MAX_MS ? { so } : undefined;
  };
  return waitFor(asked, { describe: 'the second to be over' }).then(({ so }) => so);
}
