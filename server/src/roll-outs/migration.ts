import type { SetupDeps } from '../installs/setup/answer.ts';
import { callRoute } from '../installs/setup/call-route.ts';
import type { SetupRow } from '../installs/setup/queries.ts';
import { UnusableReply } from '../installs/setup/read-reply.ts';
import { CannotOpenSecret } from '../lib/crypto.ts';
import { Failure } from '../lib/failures.ts';

/** What a plugin makes of a config: JSON text of an object, or why it makes none. */
export type Migrated = { config: string } | { failed: string };

/** What is asked: by which address, for which release, and whether the answer is only looked at. */
export interface MigrationQuestion {
  url: string;
  release: number;
  dryRun: boolean;
}

/** Largest config that a plugin may answer. */
const MAX_BYTES = 256 * 1024;
const NOBODY = { kind: 'system', id: null } as const;

/**
 * Asks a plugin for the config of an install as a release will have it; of one that is empty nothing is asked, as there is nothing to carry over.
 *
 * @returns undefined where nobody was asked, as many calls of the plugin are under way.
 */
export async function askForMigration(
  deps: SetupDeps,
  row: SetupRow,
  { url, release, dryRun }: MigrationQuestion,
): Promise<Migrated | undefined> {
  if (row.config === '{}' && row.sealed_config === null) return { config: '{}' };
  const question = {
    kind: 'migration',
    step: null,
    field: null,
    url,
    params: { from_release: row.release, to_release: release, dry_run: dryRun },
    read: readConfig,
  } as const;
  try {
    return { config: await callRoute(deps, { row }, NOBODY, question) };
  } catch (error) {
    if (error instanceof CannotOpenSecret)
      return { failed: 'Passwords in its config cannot be opened' };
    if (!(error instanceof Failure)) throw error;
    return error.code === 'too_many_requests' ? undefined : { failed: error.message };
  }
}

function readConfig(text: string): string {
  if (!text.trimStart().startsWith('{'))
    throw new UnusableReply('It answered something else than an object, which a config is');
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_BYTES)
    throw new UnusableReply(`It answered a config of ${bytes} bytes; ${MAX_BYTES} are allowed`);
  return text.trim();
}
