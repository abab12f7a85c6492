import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { type Lane, laneOf } from './lanes.ts';
import type { LaneRow, QueueRow } from './rows.ts';

/** A job about to be queued. */
export interface NewQueueEntry
  extends Pick<
    QueueRow,
    'install_id' | 'job_id' | 'event_id' | 'endpoint_id' | 'identifier' | 'in_lane'
  > {
  /** Number of its last attempt, when it was in the queue before; its next one must not be recorded under the same number. */
  attempt?: number;
}

const queueEntries = recordset<NewQueueEntry & Pick<QueueRow, 'state'>>('e', {
  install_id: 'bigint',
  job_id: 'uuid',
  event_id: 'uuid',
  endpoint_id: 'bigint',
  identifier: 'text',
  in_lane: 'boolean',
  state: 'text',
  attempt: 'integer',
});

const grownLanes = recordset<LaneRow>('n', {
  install_id: 'bigint',
  identifier: 'text',
  jobs: 'integer',
});

/**
 * Queues jobs, in their order. The first of an empty lane is ready, later ones are blocked until the one before leaves.
 *
 * The lane rows are locked first, in one order everywhere, and held until commit: whoever completes the job ahead waits
 * for us or we for it, so no job can be left blocked behind nothing.
 */
export async function enqueueJobs(tx: Db, entries: NewQueueEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const occupied = await enterLanes(tx, entries);
  const rows = entries.map((entry) => ({
    ...entry,
    state: stateIn(occupied, entry),
    attempt: entry.attempt ?? 0,
  }));
  await tx.query(sql`
    insert into job_queue (${queueEntries.columns})
    select ${queueEntries.columns} from ${queueEntries.of(rows)}`);
}

const laneKey = ({ install_id, identifier }: Lane): string => `${install_id} ${identifier}`;

// Answers the lanes that had jobs before these; `stateIn` adds those that get one now.
async function enterLanes(tx: Db, entries: NewQueueEntry[]): Promise<Set<string>> {
  const lanes = new Map<string, LaneRow>();
  for (const entry of entries) {
    const lane = laneOf(entry);
    if (lane === undefined) continue;
    const key = laneKey(lane);
    lanes.set(key, { ...lane, jobs: (lanes.get(key)?.jobs ?? 0) + 1 });
  }
  if (lanes.size === 0) return new Set();
  const rows = await tx.query<LaneRow>(sql`
    insert into lanes as l (${grownLanes.columns})
    select ${grownLanes.columns} from ${grownLanes.of([...lanes.values()])}
    order by install_id, identifier
    on conflict (install_id, identifier) do update set jobs = l.jobs + excluded.jobs
    returning ${grownLanes.columns}`);
  const occupied = rows.filter((row) => row.jobs > (lanes.get(laneKey(row))?.jobs ?? 0));
  return new Set(occupied.map(laneKey));
}

function stateIn(occupied: Set<string>, entry: NewQueueEntry): 'ready' | 'blocked' {
  const lane = laneOf(entry);
  if (lane === undefined) return 'ready';
  if (occupied.has(laneKey(lane))) return 'blocked';
  occupied.add(laneKey(lane));
  return 'ready';
}
