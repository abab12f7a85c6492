import type { Doing } from '../../audit/doing.ts';
import { Failure } from '../../lib/failures.ts';
import { refuseOtherRevision } from '../../lib/http/etag.ts';
import type { RawJson } from '../../lib/json.ts';
import { runAgainOnDeadlock } from '../../lib/run-again.ts';
import type { SetupStep } from '../../manifest/setup-steps.ts';
import type { ConfigMembers } from '../config-patch.ts';
import type { SetupActor } from './actor.ts';
import type { SetupDeps } from './answer.ts';
import { findStep, readSetup, type SetupContext } from './context.ts';
import { refuseUnknownMembers } from './members.ts';
import { readPayload, withKeptPasswords, withoutPasswords } from './payload.ts';
import { refuseUnknownResources } from './resource-answers.ts';
import { refuseWithoutRight } from './right.ts';
import { lockSetup, sameStep, saveStep } from './save-step.ts';
import type { KnownStep } from './steps.ts';
import { validate } from './validate.ts';

/** What somebody answered in a step. */
export interface Submission {
  installId: number;
  /** From 0. */
  step: number;
  payload: RawJson;
  /** An `If-Match` header. */
  ifMatch: string | undefined;
  actor: SetupActor;
  doing: Doing;
  /** Whether the credential that it was sent with still is one. @throws Failure where it is not. */
  checkAgain(): Promise<void>;
}

/**
 * Submits a form. Its values are saved by their keys, or as the plugin says that judges them; either way all of it commits together.
 *
 * @throws Failure `install_not_found`, `forbidden`, `step_not_found`, `wrong_state`, `plugin_suspended`, `revision_mismatch`, `invalid`,
 * `value_too_large`, `unauthorized`, `invalid_token`, `plugin_refused`, `plugin_failed`, `resource_type_not_found`, `host_unavailable`.
 */
export async function submitStep(deps: SetupDeps, submission: Submission): Promise<SetupContext> {
  const { db, vault, config: limits } = deps;
  const { installId, ifMatch, actor, doing } = submission;
  const context = await readSetup(db, vault, installId);
  const known = findStep(context, submission.step);
  refuseOtherRevision(ifMatch, context.revision);
  const { form, members } = await readAnswers(deps, context, known, submission.payload);
  await refuseUnknownResources(deps, context, { known, actor, members });
  const patch = await patchOf(deps, context, known, { form, members, ...submission });
  const answers = withoutPasswords(form.fields, members);
  await submission.checkAgain();
  return runAgainOnDeadlock(db, async (tx) => {
    const now = await lockSetup(tx, vault, installId);
    await refuseWithoutRight(tx, installId, actor);
    const same = sameStep(now, { generation: context.row.generation, key: known.key });
    refuseOtherRevision(ifMatch, now.revision);
    refuseOvertaken(context, now, known);
    await saveStep(tx, now, same, { actor, doing, patch, answers, limits, vault });
    return readSetup(tx, vault, installId);
  });
}

type FormStep = Extract<SetupStep, { type: 'form' }>;

async function readAnswers(
  { db, config: { maxConfigBytes } }: SetupDeps,
  { row, config }: SetupContext,
  { number, step }: KnownStep,
  payload: RawJson,
): Promise<{ form: FormStep; members: ConfigMembers }> {
  if (step.type !== 'form') {
    throw new Failure(
      'wrong_state',
      `The step ${number} is of the type "${step.type}": begin it with POST …/setup/${number}/start, and open the window`,
    );
  }
  const bytes = Buffer.byteLength(payload.text);
  if (bytes > maxConfigBytes) {
    throw new Failure(
      'value_too_large',
      `The payload has ${bytes} bytes; at most ${maxConfigBytes} are allowed`,
    );
  }
  const members = readPayload(step.fields, payload, config);
  await refuseUnknownMembers(db, row.space_id, step.fields, members);
  return { form: step, members };
}

async function patchOf(
  deps: SetupDeps,
  context: SetupContext,
  known: KnownStep,
  given: Pick<Submission, 'payload' | 'actor'> & { form: FormStep; members: ConfigMembers },
): Promise<ConfigMembers> {
  const { form, members, payload, actor } = given;
  const url = form.validation_url ?? null;
  if (url === null) return members;
  const judged = withKeptPasswords(form.fields, { payload, members, config: context.config });
  return validate(deps, context, known, { payload: judged, url, actor });
}

// While the plugin judged one answer, a colleague gave another.
function refuseOvertaken(before: SetupContext, now: SetupContext, { key }: KnownStep): void {
  const [was, is] = [before, now].map(({ happened }) => happened.get(key)?.updated_at.getTime());
  if (was === is) return;
  throw new Failure(
    'revision_mismatch',
    'Somebody else submitted this step meanwhile; read it again',
  );
}
