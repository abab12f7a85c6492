import { type Db, sql } from '../lib/db.ts';

/** A job about to be queued. */
export interface NewQueueEntry {
  install_id: number;
  job_id: string;
  event_id: string;
  endpoint_id: number;
  identifier: string | null;
  /** Waits its turn among the jobs with the same identifier. */
  in_lane: boolean;
  /** Number of its last attempt, when it was in the queue before; its next one must not be recorded under the same number. */
  attempt?: number;
}

/**
 * Queues jobs, in their order. The first of an empty lane is ready, later ones are blocked until the one before leaves.
 *
 * The lane rows are locked first, in one order everywhere, and held until commit: whoever completes the job ahead waits
 * for us or we for it, so no job can be left blocked behind nothing.
 */
export async function enqueueJobs(tx: Db, entries: NewQueueEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const occupied = await enterLanes(tx, entries);
  const rows = entries.map((entry) => ({ ...entry, state: stateIn(occupied, entry) }));
  await tx.query(sql`
    insert into job_queue (install_id, job_id, event_id, endpoint_id, identifier, in_lane, state, attempt)
    select install_id, job_id, event_id, endpoint_id, identifier, in_lane, state, coalesce(attempt, 0)
    from json_to_recordset(${JSON.stringify(rows)}) as j (install_id bigint, job_id uuid, event_id uuid,
      endpoint_id bigint, identifier text, in_lane boolean, state text, attempt integer)`);
}

const laneKey = (lane: { install_id: number; identifier: string | null }): string =>
  `${lane.install_id} ${lane.identifier}`;

// Answers the lanes that had jobs before these; `stateIn` adds those that get one now.
async function enterLanes(tx: Db, entries: NewQueueEntry[]): Promise<Set<string>> {
  const lanes = new Map<string, { install_id: number; identifier: string | null; jobs: number }>();
  for (const entry of entries) {
    if (!entry.in_lane) continue;
    const { install_id, identifier } = entry;
    const lane = lanes.get(laneKey(entry)) ?? { install_id, identifier, jobs: 0 };
    lane.jobs++;
    lanes.set(laneKey(entry), lane);
  }
  if (lanes.size === 0) return new Set();
  const rows = await tx.query<{ install_id: number; identifier: string; jobs: number }>(sql`
    insert into lanes as l (install_id, identifier, jobs)
    select install_id, identifier, jobs
    from json_to_recordset(${JSON.stringify([...lanes.values()])})
      as n (install_id bigint, identifier text, jobs integer)
    order by install_id, identifier
    on conflict (install_id, identifier) do update set jobs = l.jobs + excluded.jobs
    returning install_id, identifier, jobs`);
  const occupied = rows.filter((row) => row.jobs > (lanes.get(laneKey(row))?.jobs ?? 0));
  return new Set(occupied.map(laneKey));
}

function stateIn(occupied: Set<string>, entry: NewQueueEntry): 'ready' | 'blocked' {
  if (!entry.in_lane) return 'ready';
  if (occupied.has(laneKey(entry))) return 'blocked';
  occupied.add(laneKey(entry));
  return 'ready';
}
