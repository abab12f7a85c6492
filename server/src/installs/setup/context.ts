import { isLive } from '../../install-status.ts';
import type { Vault } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import { Failure } from '../../lib/failures.ts';
import { objectMembers } from '../../lib/json.ts';
import { readManifest } from '../../manifest/read.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { ConfigMembers } from '../config-patch.ts';
import { noInstall } from '../lifecycle.ts';
import { openConfig, shownConfig } from '../sealed-config.ts';
import { passwordKeys } from '../setup-fields.ts';
import { type SetupRow, type StepRow, selectSetup, selectSteps } from './queries.ts';
import { type KnownStep, stepsOf } from './steps.ts';

/** The set-up of an install at one moment. */
export interface SetupContext {
  row: SetupRow;
  /** What the install runs; without a release there is none. */
  manifest: Manifest | undefined;
  steps: KnownStep[];
  /** Passwords included. */
  config: ConfigMembers;
  /** What may be shown of it. */
  shown: ConfigMembers;
  /** What happened so far, by the keys of the steps. */
  happened: ReadonlyMap<string, StepRow>;
  /** Another one whenever a step, its generation or the release changed. */
  revision: string;
}

/** Reads a set-up. @throws Failure `install_not_found`. @throws CannotOpenSecret */
export async function readSetup(db: Db, vault: Vault, installId: number): Promise<SetupContext> {
  const row = await selectSetup(db, installId);
  if (row === undefined) throw noInstall(installId);
  const manifest = row.manifest === null ? undefined : readManifest(row.manifest);
  const passwords = manifest === undefined ? [] : passwordKeys(manifest);
  const steps = await selectSteps(db, installId, row.generation);
  return {
    row,
    manifest,
    steps: manifest === undefined ? [] : stepsOf(manifest),
    config: openConfig({ vault, installId }, row),
    shown: objectMembers(shownConfig({ vault, installId, passwords }, row).config),
    happened: new Map(steps.map((step) => [step.step_key, step])),
    revision: `${row.generation}.${row.release ?? 0}.${row.setup_revision}`,
  };
}

/**
 * A step that can be gone on with.
 *
 * @throws Failure `wrong_state` when the install is uninstalled, suspended or has no release to run; `plugin_suspended`; `step_not_found`.
 */
export function findStep({ row, steps }: SetupContext, number: number): KnownStep {
  if (!isLive(row.status)) {
    throw new Failure('wrong_state', `The install is "${row.status}": its set-up has ended`);
  }
  if (row.plugin_suspended) {
    throw new Failure(
      'plugin_suspended',
      `The plugin ${row.plugin_slug} is suspended: nothing can be set up until it is resumed`,
    );
  }
  if (row.release === null)
    throw new Failure('wrong_state', 'The plugin has no release that this install could run');
  const step = steps[number];
  if (step !== undefined) return step;
  const numbers = steps.length === 0 ? 'none' : `0 to ${steps.length - 1}`;
  throw new Failure('step_not_found', `There is no step ${number}; the set-up has ${numbers}`);
}
