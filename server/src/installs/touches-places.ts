import { createBoundedQueue } from '../lib/bounded-queue.ts';
import { Failure } from '../lib/failures.ts';
import { type Bound, createPlaces } from '../lib/places.ts';

/** Of one plugin: whoever asks about it again and again leaves room for others. */
const MOST_OF_PLUGIN = 16;
const MOST_WAITING = 64;
/** As many connections are busy with counting at most: of 100,000 installs that takes 1.2 s. */
const AT_ONCE = 2;

const places = createPlaces(
  ({ of, most }: Bound): Failure =>
    new Failure(
      'too_many_requests',
      `Installs are counted ${most} times for ${of} at the moment, and no more at once: try again once one is answered`,
      { retryAfter: 1 },
    ),
);
const turns = createBoundedQueue(AT_ONCE, MOST_WAITING);

/**
 * Has a place to count whom releases of a plugin touch, for as long as `work` takes.
 *
 * @throws Failure `too_many_requests` before anything is done, where as many are asked about as may be.
 */
export async function withPlaceToCount<T>(pluginId: number, work: () => Promise<T>): Promise<T> {
  const leave = places.take([
    { of: `the plugin ${pluginId}`, most: MOST_OF_PLUGIN },
    { of: 'this process', most: MOST_WAITING },
  ]);
  try {
    return await work();
  } finally {
    leave();
  }
}

/** Counts in turn, within {@link withPlaceToCount}. */
export const countInTurn = <T>(count: () => Promise<T>): Promise<T> => turns.run(count);
