import type { Vault } from '../../lib/crypto.ts';
import type { Db } from '../../lib/db.ts';
import type { InstallRow } from '../queries.ts';
import { openConfig } from '../sealed-config.ts';
import { selectOpenCandidates, selectRunningReleases } from './open-queries.ts';
import { isSetUp, stepsOf } from './steps.ts';

/** An install, and whether a step of its set-up is open that is required. */
export type InstallWithSetup = InstallRow & { setup_open: boolean };

/**
 * Looks which installs have a required step open. One that is active can have one since a release; configs are read only where a manifest
 * requires anything at all.
 */
export async function withSetupOpen(
  { db, vault }: { db: Db; vault: Vault },
  rows: InstallRow[],
): Promise<InstallWithSetup[]> {
  const open = await openAmong(
    { db, vault },
    rows.filter(({ status }) => status === 'active' || status === 'suspended').map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, setup_open: row.status === 'setup' || open.has(row.id) }));
}

async function openAmong(
  { db, vault }: { db: Db; vault: Vault },
  ids: number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const running = await selectRunningReleases(db, ids);
  const manifests = new Map(running.map(({ manifest, installs }) => [manifest, installs]));
  const asking = [...manifests].filter(([manifest]) =>
    stepsOf(manifest).some(({ required }) => required),
  );
  const wanted = asking.flatMap(([, installs]) => installs);
  if (wanted.length === 0) return new Set();
  const candidates = new Map((await selectOpenCandidates(db, wanted)).map((row) => [row.id, row]));
  const open = asking.flatMap(([manifest, installs]) =>
    installs.filter((id) => {
      const candidate = candidates.get(id);
      if (candidate === undefined) return false;
      const config = openConfig({ vault, installId: id }, candidate);
      return !isSetUp(manifest, config, new Set(candidate.submitted));
    }),
  );
  return new Set(open);
}
