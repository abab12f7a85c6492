import type { Doing } from '../../audit/doing.ts';
import { record } from '../../audit/record.ts';
import type { Vault } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import { Failure } from '../../lib/failures.ts';
import { activateOnceSetUp } from '../becoming-active.ts';
import { type ConfigLimits, mergeConfig } from '../config.ts';
import type { ConfigMembers } from '../config-patch.ts';
import { lockConfig } from '../config-queries.ts';
import { noInstall } from '../lifecycle.ts';
import type { RevisionCause } from '../schema.ts';
import { personOf, type SetupActor } from './actor.ts';
import { findStep, readSetup, type SetupContext } from './context.ts';
import { recordStep } from './queries.ts';
import type { KnownStep } from './steps.ts';

/** What is to be saved for a step that was submitted. */
export interface StepOutcome {
  actor: SetupActor;
  doing: Doing;
  /** For the config. */
  patch: ConfigMembers;
  /** JSON text of an object, without passwords: what is shown as answered from now on. */
  answers: string;
}

/** Reads a set-up that nobody else changes until the transaction ends, nor the config. @throws Failure `install_not_found`. */
export async function lockSetup(tx: Db, vault: Vault, installId: number): Promise<SetupContext> {
  if ((await lockConfig(tx, installId, undefined)) === undefined) throw noInstall(installId);
  return readSetup(tx, vault, installId);
}

/**
 * The same step of a set-up that was looked at before, in one that is locked now.
 *
 * @throws Failure `wrong_state` when the install was reinstalled or the step is in the manifest no more, and as {@link findStep}.
 */
export function sameStep(
  now: SetupContext,
  { generation, key }: { generation: number; key: string },
): KnownStep {
  const known = now.steps.find((step) => step.key === key);
  // First, since it says more of what became of the install.
  if (now.steps.length > 0) findStep(now, known?.number ?? 0);
  if (now.row.generation !== generation)
    throw new Failure('wrong_state', 'The install was installed again meanwhile: begin anew');
  if (known === undefined)
    throw new Failure(
      'wrong_state',
      'The plugin has another release, without this step: read it again',
    );
  return known;
}

/**
 * Saves what came of a step of a locked set-up; the install is active once nothing required is open.
 *
 * @throws Failure `wrong_state`, `value_too_large`.
 */
export async function saveStep(
  tx: Db,
  { row, config }: SetupContext,
  { key, step }: KnownStep,
  {
    actor,
    doing,
    patch,
    answers,
    limits,
    vault,
  }: StepOutcome & { limits: ConfigLimits; vault: Vault },
): Promise<void> {
  await recordStep(tx, {
    install_id: row.id,
    generation: row.generation,
    step_key: key,
    done: true,
    answers,
    message: null,
    submitted_by: personOf(actor),
  });
  const why: RevisionCause = { cause: 'step_submitted', step_title: step.title };
  const change = { installId: row.id, author: actor, why, limits, vault };
  const { changed } = await mergeConfig(tx, change, patch);
  // A change of the config looks for itself whether the set-up is complete.
  if (!changed && row.status === 'setup') await activateOnceSetUp(tx, row, config);
  await record(tx, doing, {
    action: 'setup_step.submitted',
    target: row.id,
    spaceId: row.space_id,
    changed: [...patch.keys()],
  });
}
