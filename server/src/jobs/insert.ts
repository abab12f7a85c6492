import { type Sql, sql } from '../lib/db.ts';
import { arrays } from '../lib/recordset.ts';
import type { JobRow } from './rows.ts';

/** A job about to be made. */
export interface NewJob
  extends Omit<
    JobRow,
    | 'status_message'
    | 'failure_reason'
    | 'settled_by'
    | 'settled_reason'
    | 'settled_at'
    | 'backfill_id'
    | 'created_at'
  > {
  status: 'queued' | 'parked';
  parked_reason: 'endpoint_disabled' | 'suspended' | 'plugin_suspended' | null;
}

const newJobs = arrays<NewJob>('j', {
  install_id: 'bigint',
  id: 'uuid',
  install_generation: 'integer',
  plugin_id: 'bigint',
  event_id: 'uuid',
  name: 'text',
  identifier: 'text',
  status: 'text',
  parked_reason: 'text',
});

/** A part of the statement that writes an event, so that the event and its jobs cost one round trip; where a condition holds. */
export const insertingJobs = (jobs: readonly NewJob[], condition: Sql): Sql => sql`
  j as (insert into jobs (${newJobs.columns}) select ${newJobs.columns} from ${newJobs.of(jobs)} where ${condition})`;
