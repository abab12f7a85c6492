import { createBatcher } from '../lib/batch.ts';
import { createCache } from '../lib/cache.ts';
import type { Changes } from '../lib/changes.ts';
import { type Database, whenUnavailable } from '../lib/db.ts';
import { Failure, type FailureCode } from '../lib/failures.ts';
import type { Reader } from '../reach.ts';
import { type Hearer, selectAdmitted } from './reach-queries.ts';
import type { Watch, WatchKind } from './schema.ts';

/** Whether somebody may listen to something. Those who are asked about at a time are looked up by one statement. */
export interface Admission {
  /** Looks. */
  isAdmitted(hearer: Hearer): Promise<boolean>;
  /** The same of somebody who was admitted, which is known for as long as this process hears of what ends it. */
  isStillAdmitted(hearer: Hearer): Promise<boolean>;
}

interface AdmissionDeps {
  db: Database;
  changes: Changes;
}

/** @param most who are remembered. */
export function createAdmission({ db, changes }: AdmissionDeps, most: number): Admission {
  const isAdmitted = createBatcher<Hearer, boolean>({
    maxSize: 1000,
    ...whenUnavailable,
    async run(hearers) {
      const admitted = await selectAdmitted(db, hearers);
      return hearers.map((_, number) => admitted.has(number));
    },
  });
  const cache = createCache<true>({
    maxSize: most,
    changes,
    topics: { tokens: 'all', clients: 'all', installs: 'all' },
    load: async (key) => (await isAdmitted(hearerOf(key))) || undefined,
  });
  return {
    isAdmitted,
    isStillAdmitted: async (hearer) => (await cache.get(keyOf(hearer))) === true,
  };
}

const keyOf = ({ reader, kind, watched_id }: Hearer): string =>
  JSON.stringify([reader, kind, watched_id]);

function hearerOf(key: string): Hearer {
  const [reader, kind, watched_id] = JSON.parse(key) as [Reader, WatchKind, number];
  return { reader, kind, watched_id };
}

const CODES: Record<WatchKind, FailureCode> = {
  space: 'space_not_found',
  install: 'install_not_found',
  plugin: 'plugin_not_found',
};

/** The answer to who asks for what is not there, or is not theirs. */
export const nothingToHear = ({ kind, watched_id }: Watch): Failure =>
  new Failure(CODES[kind], `There is no ${kind} ${watched_id}`);
