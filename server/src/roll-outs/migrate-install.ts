import { setTimeout as delay } from 'node:timers/promises';
import { migrateConfig } from '../installs/config.ts';
import { diffConfigs, refuseTooLarge } from '../installs/config-patch.ts';
import { putOnRelease } from '../installs/release-queries.ts';
import { type AskedRow, insertAsked } from '../installs/roll-out-queries.ts';
import { openConfig } from '../installs/sealed-config.ts';
import type { SetupDeps } from '../installs/setup/answer.ts';
import { type SetupRow, selectSetup } from '../installs/setup/queries.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { objectMembers, toPointer } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { type CohortRow, selectNext } from './cohort-queries.ts';
import { askForMigration, type Migrated } from './migration.ts';
import { moveInstalls } from './move-installs.ts';
import type { RollOutRow } from './queries.ts';
import { lockGoing } from './work.ts';

const TRY_AGAIN_MS = 1000;
/** Whose config is changed each time while the plugin is asked, by whomever, is not asked about for ever. */
const MOST_CHANGES = 5;

/** What a migration takes. */
export interface MigrationDeps extends SetupDeps {
  signal: AbortSignal;
}

/**
 * Moves one install to a release, with what the plugin makes of its config, in one transaction: who reads the new config finds the new release. Where
 * the plugin makes none it stays where it was. A config that was changed meanwhile is asked about again; where as many calls of the plugin are under way as
 * may be it waits.
 *
 * @param url the `migration_url` of the release.
 */
export async function migrateInstall(
  deps: MigrationDeps,
  rollOut: RollOutRow,
  url: string,
  install: CohortRow,
): Promise<void> {
  let changes = 0;
  while (!deps.signal.aborted) {
    const row = await selectSetup(deps.db, install.id);
    if (row === undefined || row.plugin_suspended) return;
    const question = { url, release: rollOut.release, dryRun: rollOut.dry_run };
    const migrated = await askForMigration(deps, row, question);
    if (migrated === undefined) {
      await delay(TRY_AGAIN_MS, undefined, { signal: deps.signal }).catch(() => undefined);
      continue;
    }
    const asked = { install, row };
    if (await settle(deps, rollOut, asked, migrated)) return;
    if (++changes === MOST_CHANGES) {
      await settle(deps, rollOut, asked, {
        failed: 'Its config was changed whenever it was asked about',
      });
      return;
    }
  }
}

interface Asked {
  install: CohortRow;
  row: SetupRow;
}

/** Answers false where the config was changed meanwhile. */
async function settle(
  deps: MigrationDeps,
  rollOut: RollOutRow,
  asked: Asked,
  migrated: Migrated,
): Promise<boolean> {
  try {
    await runAgainOnDeadlock(deps.db, (tx) => write(tx, deps, rollOut, asked, migrated));
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 'revision_mismatch') return false;
    if (error.code !== 'value_too_large') throw error;
    return settle(deps, rollOut, asked, { failed: error.message });
  }
}

async function write(
  tx: Db,
  deps: MigrationDeps,
  given: RollOutRow,
  { install, row }: Asked,
  migrated: Migrated,
): Promise<void> {
  const rollOut = await lockGoing(tx, given);
  if (rollOut === undefined) return;
  const [next] = await selectNext(tx, rollOut, 'forth', { after: install.id - 1, limit: 1 });
  if (next?.id !== install.id) return;
  const outcome =
    'failed' in migrated
      ? await stay(tx, rollOut, row, migrated.failed)
      : rollOut.dry_run
        ? wouldMove(deps, row, migrated.config)
        : await move(tx, deps, rollOut, row, migrated.config);
  const about = { install_id: install.id, release_before: next.release };
  await insertAsked(tx, rollOut.id, { ...about, ...outcome });
}

type Outcome = Omit<AskedRow, 'install_id' | 'release_before'>;
const NOWHERE = { message: null, changed: [], revision_before: null, revision_after: null };

/** From now on it has a release of its own: others may be on the next one before it. */
async function stay(
  tx: Db,
  { plugin_id, dry_run }: RollOutRow,
  { id, release }: SetupRow,
  message: string,
): Promise<Outcome> {
  if (!dry_run) await putOnRelease(tx, plugin_id, [id], release);
  return { ...NOWHERE, state: 'failed', message };
}

function wouldMove(
  { vault, config: limits }: MigrationDeps,
  row: SetupRow,
  config: string,
): Outcome {
  refuseTooLarge(config, limits.maxConfigBytes);
  const before = openConfig({ vault, installId: row.id }, row);
  const { added, changed, removed } = diffConfigs(before, objectMembers(config));
  return { ...NOWHERE, state: 'moved', changed: pointersTo([...added, ...changed, ...removed]) };
}

async function move(
  tx: Db,
  { vault, config: limits }: MigrationDeps,
  { plugin_id, release }: RollOutRow,
  { id, config_revision }: SetupRow,
  config: string,
): Promise<Outcome> {
  await moveInstalls(tx, plugin_id, [id], release);
  const change = { vault, limits, installId: id, pluginId: plugin_id };
  const saved = await migrateConfig(tx, change, config_revision, config);
  return {
    ...NOWHERE,
    state: 'moved',
    revision_before: config_revision,
    revision_after: saved.revision,
    changed: pointersTo(saved.members),
  };
}

const pointersTo = (members: string[]): string[] => members.map((name) => toPointer([name]));
