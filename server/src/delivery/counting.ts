import { databaseNow } from '../lib/clock.ts';
import { createCounts } from '../lib/counts.ts';
import type { Database } from '../lib/db.ts';
import type { Logger } from '../log.ts';
import { latencyClass } from './latency.ts';
import type { Outcome } from './outcome.ts';
import { addDeliveryCounts, type CountedOutcome, type DeliveryCount } from './stats-queries.ts';

/**
 * Counts how attempts go, for the charts of the plugins' developers. Those in development installs are left out: a draft that fails while it
 * is written says nothing of what customers see.
 */
export interface AttemptCounts {
  /** Only remembers: an attempt waits for nothing. */
  count(outcome: Outcome, milliseconds: number): void;
  /** Writes what was counted, and nothing after that; waits no longer for that than two seconds. */
  stop(): Promise<void>;
}

const MINUTE_MS = 60_000;
/** Whoever watches a plugin sees it soon. */
const WRITE_EVERY_MS = 5000;

/** Writes every few seconds what was counted, in one statement. */
export function createAttemptCounts(
  db: Database,
  log: Pick<Logger, 'warn'>,
  everyMs = WRITE_EVERY_MS,
): AttemptCounts {
  const counts = createCounts<DeliveryCount>({
    keyOf: ({ plugin_id, event_name, minute, outcome, latency }) =>
      `${plugin_id} ${event_name} ${minute} ${outcome} ${latency}`,
    merge(known, { attempts }) {
      known.attempts += attempts;
    },
    write: (rows) => addDeliveryCounts(db, rows),
    failed: (err) =>
      log.warn(
        { err },
        'counts of attempts could not be written; they are kept until the next time',
      ),
    everyMs,
  });
  const minuteNow = createMinuteNow();
  return {
    count({ job, status }, milliseconds) {
      if (job.development) return;
      counts.add({
        plugin_id: job.plugin_id,
        event_name: job.event_name,
        minute: minuteNow(),
        outcome: outcomeOf(status),
        latency: latencyClass(milliseconds),
        attempts: 1,
      });
    },
    stop: counts.stop,
  };
}

// The text is made once a minute: made for each attempt it would cost more than counting.
function createMinuteNow(): () => string {
  let begun = 0;
  let text = '';
  return () => {
    const minute = Math.floor(databaseNow() / MINUTE_MS) * MINUTE_MS;
    if (minute !== begun) {
      begun = minute;
      text = new Date(minute).toISOString();
    }
    return text;
  };
}

function outcomeOf(status: Outcome['status']): CountedOutcome {
  if (status === 'queued') return 'retried';
  // The request was made, and what came of it is of no use any more.
  if (status === 'parked' || status === 'cancelled') return 'withdrawn';
  return status;
}
