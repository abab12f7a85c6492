import type { Database, Db } from '../lib/db.ts';
import { type Change, insertChanges } from './queries.ts';
import { watchName } from './schema.ts';

/** A job by its install. */
interface ChangedJob {
  install_id: number;
  job_id: string;
}

/** What a transaction changed. */
export interface Changed {
  jobs?: readonly ChangedJob[];
  /** With where they ended. */
  attempts?: readonly (ChangedJob & { stage: string })[];
  installs?: readonly number[];
}

/**
 * Has whoever listens hear of what was changed, once it is committed. To be called by everything that changes a job or an install, in its
 * transaction, after it wrote. While nobody listens anywhere it costs no statement.
 *
 * @param changed asked only if somebody listens.
 */
export async function tellChanges(db: Db, changed: () => Changed): Promise<void> {
  const { audience } = db;
  if (audience === undefined) return;
  if (audience.isThere()) await write(db, changed);
  else db.afterCommit?.(() => audience.missed((later) => write(later, changed)));
}

/**
 * Does with one statement, which mostly commits by itself, what {@link tellChanges} is to be told of: in one transaction with that while
 * somebody listens.
 *
 * @param changed what the statement changed, by its answer.
 */
export async function doAndTell<T>(
  db: Db | Database,
  work: (db: Db) => Promise<T>,
  changed: (result: T) => Changed,
): Promise<T> {
  const both = async (one: Db) => {
    const result = await work(one);
    await tellChanges(one, () => changed(result));
    return result;
  };
  return 'transaction' in db && db.audience?.isThere() ? db.transaction(both) : both(db);
}

async function write(db: Db, changed: () => Changed): Promise<void> {
  const made = toChanges(changed());
  if (made.length === 0) return;
  const watches = await insertChanges(db, made);
  if (watches.length === 0) return;
  db.afterCommit?.(() => db.audience?.written(watches.map(watchName)));
}

const toChanges = ({ jobs = [], attempts = [], installs = [] }: Changed): Change[] => [
  ...attempts.map(({ install_id, job_id, stage }) => ({
    type: 'attempt.finished' as const,
    install_id,
    job_id,
    stage,
  })),
  ...jobs.map(({ install_id, job_id }) => ({
    type: 'job.updated' as const,
    install_id,
    job_id,
    stage: null,
  })),
  ...installs.map((install_id) => ({
    type: 'install.changed' as const,
    install_id,
    job_id: null,
    stage: null,
  })),
];
