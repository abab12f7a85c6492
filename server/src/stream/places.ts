import { Failure } from '../lib/failures.ts';
import { type Bound, createPlaces } from '../lib/places.ts';

/** Most streams of one person, on one process. */
const MOST_OF_PERSON = 5;
/** Streams last: by then one may have ended. */
const RETRY_AFTER_SECONDS = 15;

/** Counts who listens. */
export interface StreamPlaces {
  /**
   * Takes a place, and answers how it is given back.
   *
   * @param person null for the host, of whom only all are counted.
   * @throws Failure `too_many_requests`.
   */
  take(person: number | null): () => void;
}

const ALL = 'this process';

/** @param most streams of this process. */
export function createStreamPlaces(most: number): StreamPlaces {
  const places = createPlaces(full);
  const ofAll = { of: ALL, most };
  return {
    take: (person) =>
      places.take(
        person === null ? [ofAll] : [{ of: `person ${person}`, most: MOST_OF_PERSON }, ofAll],
      ),
  };
}

function full({ of, most }: Bound): Failure {
  const message =
    of === ALL
      ? `This process has the ${most} streams open that it may; try again later`
      : `A person can have ${most} streams open; close one first`;
  return new Failure('too_many_requests', message, { retryAfter: RETRY_AFTER_SECONDS });
}
