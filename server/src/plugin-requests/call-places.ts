import { Failure } from '../lib/failures.ts';
import { type Bound, createPlaces } from '../lib/places.ts';

// Calls end in moments where all is well, so few are under way at once. These are how many may be where somebody is slow, or hostile.

/** Of one install: somebody fills a form, and a colleague another one. */
const MOST_OF_INSTALL = 8;
/** Of one person, whatever they are admin of. */
const MOST_OF_PERSON = 16;
/** Of one plugin: a slow one leaves room for others. */
const MOST_OF_PLUGIN = 32;
/** Of one process: as many MiB, should each answer be as long as one may be. */
export const MOST_CALLS = 128;
/** Most answers are there by then. */
const RETRY_AFTER_SECONDS = 1;

/** On whose behalf a call is made, and of which install. */
export interface RouteCaller {
  installId: number;
  pluginId: number;
  /** Null for the host's backend. */
  person: number | null;
}

/** Counts the calls that are under way on behalf of those who wait for the answer. */
export interface CallPlaces {
  /**
   * Takes a place, and answers how it is given back.
   *
   * @throws Failure `too_many_requests`.
   */
  take(caller: RouteCaller): () => void;
}

/** Once a process. */
export function createCallPlaces(): CallPlaces {
  const places = createPlaces(tooMany);
  return { take: (caller) => places.take(boundsOf(caller)) };
}

function boundsOf({ installId, pluginId, person }: RouteCaller): Bound[] {
  const bounds = [
    { of: `the install ${installId}`, most: MOST_OF_INSTALL },
    { of: `the plugin ${pluginId}`, most: MOST_OF_PLUGIN },
    { of: 'this process', most: MOST_CALLS },
  ];
  if (person !== null) bounds.push({ of: `the person ${person}`, most: MOST_OF_PERSON });
  return bounds;
}

const tooMany = ({ of, most }: Bound): Failure =>
  new Failure(
    'too_many_requests',
    `${most} calls of ${of} are under way, and no more may be: try again once one is answered`,
    { retryAfter: RETRY_AFTER_SECONDS },
  );
