import { sql } from '../lib/db.ts';
import type { QueueRow } from './rows.ts';

/**
 * A backfill waits for the first attempt at a job that it made, and for no other; a replay that sends such a job again is another one. The
 * attempt that is under way, or was claimed and given back.
 */
export const isFirstOfBackfill = ({
  attempt,
  replay_id,
  backfill_id,
}: Pick<QueueRow, 'attempt' | 'replay_id' | 'backfill_id'>): boolean =>
  attempt === 1 && backfill_id !== null && replay_id === backfill_id;

/** The same in a statement that knows the queue as `q`. */
export const IS_FIRST_OF_BACKFILL = sql`(q.attempt = 1 and q.replay_id = q.backfill_id)`;

/** The same while a worker has it, from whom it may come back unsent. */
export const IS_FIRST_UNDER_WAY = sql`(q.state = 'leased' and ${IS_FIRST_OF_BACKFILL})`;

/** A job of a backfill that was never sent, in a statement that knows the queue as `q`. None is while it is leased: that counts as an attempt. */
export const IS_UNSENT = sql`(q.attempt = 0 and q.replay_id is not null and q.replay_id = q.backfill_id)`;

/** One of them that is not on its way either: it is held, or waits for others of its lane. */
export const IS_BACK = sql`(${IS_UNSENT} and q.state in ('held', 'blocked'))`;

/** Whether a claim was given back before there was a request, and its pause is not over: in a statement that knows the queue as `q`. */
export const IS_PUT_OFF = sql`(q.state = 'scheduled' and q.give_backs > 0)`;

/** Whether a job that was queued for a replay is still to be sent, and nobody has it: in a statement that knows the queue as `q`. */
export const WAITS_TO_BE_SENT = sql`(q.state = 'ready' or ${IS_PUT_OFF})`;

/** Whether what was queued for a replay or backfill is not over yet, as far as that waits for it: in a statement that knows the queue as `q`. */
export const IS_UNDER_WAY = sql`(q.state = 'leased' or ${WAITS_TO_BE_SENT})`;
