import { type AttachmentRow, insertAttachments } from '../jobs/attachment-queries.ts';
import type { ClaimedJob } from '../jobs/claim.ts';
import { settleAndUnblock, settleUnfollowed } from '../jobs/settle.ts';
import { resumeStrandedAmong, type SetAsideJob } from '../jobs/stranded.ts';
import { createBatcher } from '../lib/batch.ts';
import { type Database, type Db, isRetryable, whenUnavailable } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { isUnstorable } from '../lib/unstorable.ts';
import type { Logger } from '../log.ts';
import type { MailSettings } from '../mail/outbox.ts';
import { recordEndpointResults } from './endpoint-health.ts';
import { type OutcomeRules, unrecordable, uselessReply } from './judge.ts';
import { type Outcome, recordable } from './outcome.ts';
import type { ReplyContent } from './reply.ts';

/** Applies what a reply asks for inside the transaction of its verdict; throws a {@link Failure} when it cannot. */
export type ApplyEffects = (
  tx: Db,
  job: ClaimedJob,
  effects: NonNullable<ReplyContent['effects']>,
) => Promise<void>;

/** Where outcomes are recorded, and by which rules. */
export interface SettlerDeps {
  db: Database;
  rules: OutcomeRules;
  /** Hours of failing after which an endpoint is disabled. */
  disableHours: number;
  /** Developers are mailed of endpoints that fail. */
  mail: MailSettings;
  applyEffects: ApplyEffects;
  log: Logger;
}

/** Records what becomes of a claimed job. Answers how many jobs became ready by it. */
export type Settle = (outcome: Outcome) => Promise<number>;

/** Makes the function that records outcomes; those that come in together share a transaction. */
export function createSettler(deps: SettlerDeps): Settle {
  const settleSoon = createBatcher<Outcome, number>({
    maxSize: 500,
    ...whenUnavailable,
    // Whatever else fails would fail for each of them, one by one.
    isFatal: (error) => !isUnstorable(error) && !isRetryable(error),
    async run(outcomes) {
      const unblocked = await writeTogether(deps, outcomes);
      const ready =
        unblocked + (await resumeStrandedAmong(deps.db, deps.log, outcomes.flatMap(setAside)));
      return outcomes.map((_, index) => (index === 0 ? ready : 0));
    },
  });

  // One with effects has a transaction of its own, in which they may fail.
  const write: Settle = (outcome) =>
    outcome.content?.effects
      ? deps.db.transaction((tx) => writeOutcomes(deps, tx, [outcome]))
      : settleSoon(outcome);

  return async (given) => {
    const outcome = recordable(given);
    try {
      return await write(outcome);
    } catch (error) {
      const instead = insteadOf(deps, outcome, error);
      if (instead === undefined) throw error;
      return settleSoon(recordable(instead));
    }
  };
}

// What of an outcome can be written when the whole of it cannot: the attempt, which must not be made again and again for want of a record.
function insteadOf(
  { rules, log }: SettlerDeps,
  { job, record }: Outcome,
  error: unknown,
): Outcome | undefined {
  if (record === undefined) return undefined;
  if (error instanceof Failure && error.status < 500)
    return uselessReply(job, record, error, rules);
  if (!isUnstorable(error)) return undefined;
  log.error({ err: error, job: job.job_id }, 'a reply could not be recorded');
  return unrecordable(job, record, error, rules);
}

/** In one statement what needs no more than that, mostly all of them, and in a transaction the rest. Answers how many jobs became ready. */
async function writeTogether(deps: SettlerDeps, outcomes: Outcome[]): Promise<number> {
  const lone = outcomes.filter(isLone);
  const settled = await settleUnfollowed(deps.db, lone);
  const written = new Set(settled.map(({ job_id }) => job_id));
  const rest = outcomes.filter(({ job }) => !written.has(job.job_id));
  if (rest.length === 0) return 0;
  return deps.db.transaction((tx) => writeOutcomes(deps, tx, rest));
}

/** Nothing else is written with it, and when it was claimed nobody waited for it. */
const isLone = ({ job, content, endpoint }: Outcome): boolean =>
  !job.followed &&
  (endpoint === undefined || (endpoint === 'answered' && !job.endpoint_failing)) &&
  (content === undefined || content.attachments.length === 0);

async function writeOutcomes(deps: SettlerDeps, tx: Db, outcomes: Outcome[]): Promise<number> {
  const { settled, unblocked } = await settleAndUnblock(tx, outcomes);
  // Only what still held its lease: a late reply has no effect at all.
  const written = new Set(settled.map((job) => job.job_id));
  const effective = outcomes.filter(({ job }) => written.has(job.job_id));
  await insertAttachments(tx, effective.flatMap(attachmentsOf));
  for (const { job, content } of effective) {
    if (content?.effects) await deps.applyEffects(tx, job, content.effects);
  }
  await recordEndpointResults(tx, effective, deps);
  return unblocked;
}

function setAside({ job, parked_reason }: Outcome): SetAsideJob[] {
  if (!parked_reason) return [];
  const { plugin_id, install_id, called_endpoint: endpoint_id } = job;
  return [{ parked_reason, plugin_id, install_id, endpoint_id }];
}

function attachmentsOf({ job, content }: Outcome): AttachmentRow[] {
  const { install_id, job_id } = job;
  return (content?.attachments ?? []).map((attachment) => ({ install_id, job_id, attachment }));
}
