import { Failure } from '../lib/failures.ts';

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

/** @param most streams of this process. */
export function createStreamPlaces(most: number): StreamPlaces {
  const ofPerson = new Map<number, number>();
  let all = 0;

  function count(person: number | null, by: 1 | -1): void {
    all += by;
    if (person === null) return;
    const left = (ofPerson.get(person) ?? 0) + by;
    if (left === 0) ofPerson.delete(person);
    else ofPerson.set(person, left);
  }

  return {
    take(person) {
      if (person !== null && (ofPerson.get(person) ?? 0) >= MOST_OF_PERSON)
        throw full(`A person can have ${MOST_OF_PERSON} streams open; close one first`);
      if (all >= most)
        throw full(`This process has the ${most} streams open that it may; try again later`);
      count(person, 1);
      let isTaken = true;
      return () => {
        if (isTaken) count(person, -1);
        isTaken = false;
      };
    },
  };
}

const full = (message: string): Failure =>
  new Failure('too_many_requests', message, { retryAfter: RETRY_AFTER_SECONDS });
