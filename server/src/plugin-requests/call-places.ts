import { Failure } from '../lib/failures.ts';

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
   * Takes a place, and answers how it is given back, once.
   *
   * @throws Failure `too_many_requests`.
   */
  take(caller: RouteCaller): () => void;
}

/** Once a process. */
export function createCallPlaces(): CallPlaces {
  const taken = new Map<string, number>();
  const countOf = (of: string): number => taken.get(of) ?? 0;

  function count(of: string, by: 1 | -1): void {
    const left = countOf(of) + by;
    if (left === 0) taken.delete(of);
    else taken.set(of, left);
  }

  return {
    take(caller) {
      const bounds = boundsOf(caller);
      const full = bounds.find(({ of, most }) => countOf(of) >= most);
      if (full !== undefined) throw tooMany(full);
      for (const { of } of bounds) count(of, 1);
      return () => {
        for (const { of } of bounds) count(of, -1);
      };
    },
  };
}

/** How many calls may be under way of what is counted as `of`. */
interface Bound {
  of: string;
  most: number;
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
