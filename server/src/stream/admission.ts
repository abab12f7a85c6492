import { createBatcher } from '../lib/batch.ts';
import { type Database, whenUnavailable } from '../lib/db.ts';
import { Failure, type FailureCode } from '../lib/failures.ts';
import { type Hearer, selectAdmitted } from './reach-queries.ts';
import type { Watch, WatchKind } from './schema.ts';

/** Whether somebody may listen to something. Those who ask at a time are answered by one statement. */
export type MayListen = (hearer: Hearer) => Promise<boolean>;

/** Makes the function that tells. */
export const createAdmission = (db: Database): MayListen =>
  createBatcher<Hearer, boolean>({
    maxSize: 1000,
    ...whenUnavailable,
    async run(hearers) {
      const admitted = await selectAdmitted(db, hearers);
      return hearers.map((_, number) => admitted.has(number));
    },
  });

const CODES: Record<WatchKind, FailureCode> = {
  space: 'space_not_found',
  install: 'install_not_found',
  plugin: 'plugin_not_found',
};

/** The answer to who asks for what is not there, or is not theirs. */
export const nothingToHear = ({ kind, watched_id }: Watch): Failure =>
  new Failure(CODES[kind], `There is no ${kind} ${watched_id}`);
