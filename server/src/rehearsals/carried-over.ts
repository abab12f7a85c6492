import { setTimeout as delay } from 'node:timers/promises';
import type { SetupDeps } from '../installs/setup/answer.ts';
import { selectSetup } from '../installs/setup/queries.ts';
import { askForMigration, type Migrated } from '../roll-outs/migration.ts';
import { type HeldRehearsal, keepHeld } from './work-queries.ts';

const TRY_AGAIN_MS = 1000;

/** What {@link carriedOver} needs. */
export interface CarryingDeps extends SetupDeps {
  signal: AbortSignal;
}

/**
 * What the plugin makes of the config of an install for the release that is rehearsed: asked as in a dry run, so nothing is written.
 *
 * @param url the `migration_url` of the release.
 * @returns undefined where the install is on that release already, and where the rehearsal is over meanwhile.
 */
export async function carriedOver(
  deps: CarryingDeps,
  held: HeldRehearsal,
  url: string,
  installId: number,
): Promise<Migrated | undefined> {
  while (!deps.signal.aborted && (await keepHeld(deps.db, held))) {
    const row = await selectSetup(deps.db, installId);
    if (row === undefined || row.release === null || row.release >= held.release) return undefined;
    const question = { url, release: held.release, dryRun: true };
    const migrated = await askForMigration(deps, row, question);
    if (migrated !== undefined) return migrated;
    // As many calls of the plugin are under way as may be.
    await delay(TRY_AGAIN_MS, undefined, { signal: deps.signal }).catch(() => undefined);
  }
  return undefined;
}
