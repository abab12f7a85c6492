import type { Changes } from '../lib/changes.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';

/** Locks of this name are held by workers, each by its id, as long as they are connected. */
const LOCK = 'plugboard worker';

/**
 * For how long a worker's lock must have been free until it is taken for gone. One that lives takes it again with its next connection, half a
 * second after it lost the one before; of one that was killed PostgreSQL notices the end at once.
 */
const GONE_AFTER_MS = 2000;

/** Makes a worker known, and answers the id in whose name it claims: by its lock others see whether it is still there. */
export async function registerWorker(db: Db, changes: Pick<Changes, 'hold'>): Promise<number> {
  const [row] = await db.query<{ id: number }>(
    sql`insert into workers default values returning id`,
  );
  const { id } = row as { id: number };
  await changes.hold(LOCK, id);
  return id;
}

/** To be called when it has nothing leased any more. */
export async function forgetWorker(db: Db, id: number): Promise<void> {
  await db.query(sql`delete from workers where id = ${id}`);
}

/** Looks after other workers. Answers how many leases it ended, of those that are gone. */
export type WorkerWatch = () => Promise<number>;

/**
 * Makes the look, which each worker takes now and then. Whose lock is free for long enough is gone, and its leases are over: what it held would
 * be tried again only when they end by themselves. Where it lives all the same, cut off from the database, nothing is lost: it cannot
 * write any more what others have claimed.
 */
export function createWorkerWatch(db: Db, own: number): WorkerWatch {
  let goneSince = new Map<number, number>();
  return async () => {
    const workers = await selectWorkers(db, own);
    if (!workers.some(({ id }) => id === own)) await insertWorker(db, own);
    const now = performance.now();
    const gone = workers.filter(({ is_gone }) => is_gone);
    goneSince = new Map(gone.map(({ id }) => [id, goneSince.get(id) ?? now]));
    let ended = 0;
    for (const [id, since] of goneSince) {
      if (now - since >= GONE_AFTER_MS) ended += await endLeases(db, id);
    }
    return ended;
  };
}

const tryLock = (id: Sql): Sql =>
  sql`pg_try_advisory_xact_lock(hashtext(${LOCK}), (${id} % 2147483647)::integer)`;

function selectWorkers(db: Db, own: number): Promise<{ id: number; is_gone: boolean }[]> {
  return db.query(sql`
    select w.id, case when w.id = ${own} then false else ${tryLock(sql`w.id`)} end as is_gone
    from workers w`);
}

// Somebody may have taken it for gone.
async function insertWorker(db: Db, id: number): Promise<void> {
  await db.query(sql`
    insert into workers (id) overriding system value values (${id}) on conflict do nothing`);
}

async function endLeases(db: Db, id: number): Promise<number> {
  const rows = await db.query(sql`
    with gone as (
      delete from workers w where w.id = ${id} and ${tryLock(sql`w.id`)} returning w.id)
    update job_queue q set due_at = now()
    from gone where q.worker_id = gone.id and q.state = 'leased' and q.due_at > now()
    returning 1`);
  return rows.length;
}
