import type { Db } from '../lib/db.ts';
import {
  type ConfigRow,
  type RevisionRow,
  selectRevisions,
  updateConfig,
  updateRevision,
} from './config-queries.ts';
import {
  type ConfigKey,
  exposedKeys,
  openConfig,
  partConfig,
  type StoredConfig,
  sealConfig,
  sealedMembers,
} from './sealed-config.ts';

// A config can have 256 KiB, and each comes with the one before.
const PAGE = 20;

/**
 * Seals what lies in clear of an install's config and its revisions since before its manifest declared it as a password. The values stay
 * as they are, so that no revision is made. The install must be locked.
 *
 * @throws CannotOpenSecret
 */
export async function sealExposed(tx: Db, key: ConfigKey, row: ConfigRow): Promise<void> {
  if (exposedKeys(key, row).length === 0) return;
  await updateConfig(tx, row.id, sealedAnew(key, row), row.config_revision);
  for await (const revision of revisionsOf(tx, row.id)) {
    if (exposedKeys(key, revision).length === 0) continue;
    await updateRevision(tx, row.id, revision.number, sealedAnew(key, revision));
  }
}

function sealedAnew(key: ConfigKey, stored: StoredConfig): StoredConfig {
  const sealed = sealedMembers(key, stored);
  return sealConfig(key, partConfig(key.passwords, openConfig(key, stored), [sealed]));
}

async function* revisionsOf(tx: Db, installId: number): AsyncGenerator<RevisionRow> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const rows = await selectRevisions(tx, installId, before, PAGE);
    yield* rows.slice(0, PAGE);
    if (rows.length <= PAGE) return;
    before = rows[PAGE - 1]?.number ?? 0;
  }
}
