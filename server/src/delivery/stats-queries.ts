import { type Db, empty, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import { isCollaboratorOf, type Reader } from '../reach.ts';
import type { LatencyCount } from './latency.ts';

/** What became of a job by an attempt at it. */
export type CountedOutcome = 'done' | 'ignored' | 'failed' | 'ongoing' | 'retried' | 'withdrawn';

/** How often requests of one minute went alike. */
export interface DeliveryCount extends LatencyCount {
  plugin_id: number;
  event_name: string;
  /** Its beginning; ISO 8601. */
  minute: string;
  outcome: CountedOutcome;
}

const deliveryCounts = recordset<DeliveryCount>('c', {
  plugin_id: 'bigint',
  event_name: 'text',
  minute: 'timestamptz',
  outcome: 'text',
  latency: 'integer',
  attempts: 'bigint',
});

/** Adds to what is known, in the order of the keys, as two processes may meet. What is of a plugin that is gone is passed over. */
export async function addDeliveryCounts(db: Db, counts: DeliveryCount[]): Promise<void> {
  await db.query(sql`
    insert into delivery_stats as s (${deliveryCounts.columns})
    select ${deliveryCounts.columns} from ${deliveryCounts.of(counts)}
    where exists (select from plugins p where p.id = c.plugin_id)
    order by plugin_id, minute, event_name, outcome, latency
    on conflict (plugin_id, minute, event_name, outcome, latency) do update
      set attempts = s.attempts + excluded.attempts`);
}

/** Of which plugin, event and time. */
export interface StatsFilter {
  plugin_id: number;
  event?: string | undefined;
  since: Date;
  /** Seconds. */
  step: number;
}

/** How often requests of one step went alike. */
export interface StepCount extends LatencyCount {
  /** From 0, counted from `since`. */
  index: number;
  outcome: CountedOutcome;
}

/** Counts of a plugin that the reader develops: of each step, outcome and class of durations one row at most. */
export function selectStepCounts(
  db: Db,
  reader: Reader,
  { plugin_id, event, since, step }: StatsFilter,
): Promise<StepCount[]> {
  return db.query(sql`
    select floor(extract(epoch from s.minute - ${since}::timestamptz) / ${step}::double precision)::integer as index,
      s.outcome, s.latency, sum(s.attempts)::bigint as attempts
    from delivery_stats s
    where s.plugin_id = ${plugin_id} and s.minute >= ${since}
      ${event === undefined ? empty : sql`and s.event_name = ${event}`}
      and ${isCollaboratorOf(reader, sql`${plugin_id}::bigint`)}
    group by 1, 2, 3`);
}

/** Drops minutes of so many days ago, at most `limit` rows at once. Answers how many. */
export async function deleteOldDeliveryCounts(
  db: Db,
  days: number,
  limit: number,
): Promise<number> {
  const rows = await db.query(sql`
    delete from delivery_stats where (plugin_id, minute, event_name, outcome, latency) in (
      select plugin_id, minute, event_name, outcome, latency from delivery_stats
      where minute < now() - make_interval(days => ${days}) limit ${limit} for update skip locked)
    returning 1`);
  return rows.length;
}
