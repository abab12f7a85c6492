import { type AttachmentRow, insertAttachments } from '../jobs/attachment-queries.ts';
import type { ClaimedJob } from '../jobs/claim.ts';
import { type Settlement, settleAndUnblock } from '../jobs/settle.ts';
import { createBatcher } from '../lib/batch.ts';
import { type Database, type Db, isConnectionError } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { type EndpointResult, recordEndpointResults } from './endpoint-health.ts';
import { type Outcome, type OutcomeRules, uselessReply } from './outcome.ts';

/** Applies what a reply asks for inside the transaction of its verdict; throws a {@link Failure} when it cannot. */
export type ApplyEffects = (
  tx: Db,
  job: ClaimedJob,
  effects: NonNullable<Outcome['effects']>,
) => Promise<void>;

export interface SettlerDeps {
  db: Database;
  rules: OutcomeRules;
  disableHours: number;
  applyEffects: ApplyEffects;
}

interface Finished {
  job: ClaimedJob;
  settlement: Settlement;
  outcome: Outcome | undefined;
}

export interface Settler {
  /** Records what an attempt brought about. Answers how many jobs became ready by it. */
  settle(job: ClaimedJob, outcome: Outcome): Promise<number>;
  /** Moves on a job for which no request was made. */
  move(job: ClaimedJob, settlement: Settlement): Promise<number>;
}

export function createSettler(deps: SettlerDeps): Settler {
  const write = createBatcher<Finished, number>({
    maxSize: 500,
    isFatal: isConnectionError,
    async run(finished) {
      const unblocked = await deps.db.transaction((tx) => writeFinished(deps, tx, finished));
      return finished.map((_, index) => (index === 0 ? unblocked : 0));
    },
  });

  async function settle(job: ClaimedJob, outcome: Outcome): Promise<number> {
    const { settlement, effects } = outcome;
    if (effects === null) return write({ job, settlement, outcome });
    try {
      return await deps.db.transaction((tx) =>
        writeFinished(deps, tx, [{ job, settlement, outcome }]),
      );
    } catch (error) {
      if (!(error instanceof Failure) || error.status >= 500 || settlement.record === null)
        throw error;
      const useless = uselessReply(job, settlement.record, error, deps.rules);
      return write({ job, settlement: useless.settlement, outcome: useless });
    }
  }

  return { settle, move: (job, settlement) => write({ job, settlement, outcome: undefined }) };
}

async function writeFinished(deps: SettlerDeps, tx: Db, finished: Finished[]): Promise<number> {
  const { settled, unblocked } = await settleAndUnblock(
    tx,
    finished.map(({ settlement }) => settlement),
  );
  // Only what still held its lease: a late reply has no effect at all.
  const written = new Set(settled.map((job) => job.job_id));
  const effective = finished.filter(({ job }) => written.has(job.job_id));
  await insertAttachments(tx, effective.flatMap(attachmentsOf));
  for (const { job, outcome } of effective) {
    if (outcome?.effects) await deps.applyEffects(tx, job, outcome.effects);
  }
  await recordEndpointResults(tx, effective.flatMap(endpointResultOf), deps.disableHours);
  return unblocked;
}

function attachmentsOf({ job, outcome }: Finished): AttachmentRow[] {
  const { install_id, job_id } = job;
  return (outcome?.attachments ?? []).map((attachment) => ({ install_id, job_id, attachment }));
}

function endpointResultOf({ job, outcome }: Finished): EndpointResult[] {
  if (outcome === undefined) return [];
  const { endpoint_id, plugin_id, event_name, endpoint_failing } = job;
  const { answered, gone } = outcome;
  return [{ endpoint_id, plugin_id, event_name, answered, gone, was_failing: endpoint_failing }];
}
