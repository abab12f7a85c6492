import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import type { Logger } from '../log.ts';
import { selectPluginNames } from '../manifest/plugin-names.ts';
import { type CircumstancesRow, selectCircumstances } from './attention-queries.ts';
import type { InstallRow } from './queries.ts';
import type { Attention } from './schema.ts';
import { type InstallWithSetup, withSetupOpen } from './setup/open.ts';

/** An install as people look at it. */
export interface ShownInstall extends InstallWithSetup {
  plugin_name: string;
  /** The address of its icon. */
  plugin_icon: string | null;
  /** The number of the release that it runs; null for none. */
  release: number | null;
  /** What somebody should look after, the most urgent first. */
  attention: Attention[];
}

/** Adds to installs what is known of them elsewhere: with some statements for all of them. */
export async function showInstalls(
  reader: { db: Db; vault: Vault; log: Logger },
  rows: InstallRow[],
): Promise<ShownInstall[]> {
  if (rows.length === 0) return [];
  const names = await selectPluginNames(
    reader.db,
    rows.map(({ plugin_id }) => plugin_id),
  );
  const found = await selectCircumstances(
    reader.db,
    rows.map(({ id }) => id),
  );
  const circumstances = new Map(found.map((row) => [row.id, row]));
  return (await withSetupOpen(reader, rows)).map((row) => {
    const plugin = names.get(row.plugin_id);
    const around = circumstances.get(row.id);
    return {
      ...row,
      plugin_name: plugin?.name ?? row.plugin_slug,
      plugin_icon: plugin?.icon ?? null,
      release: around?.release ?? null,
      attention: around === undefined ? [] : attentionFor(row, around),
    };
  });
}

function attentionFor(install: InstallWithSetup, around: CircumstancesRow): Attention[] {
  if (install.status === 'uninstalled') return [];
  // Who is suspended, or not set up yet, hears nothing whether or not it could be reached.
  const isReached = install.status === 'active';
  const holds: Record<Attention, boolean> = {
    plugin_suspended: around.plugin_suspended,
    endpoint_disabled: isReached && around.endpoint_disabled,
    failing: isReached && around.endpoint_failing,
    setup: install.setup_open,
    permissions: install.permissions_pending,
  };
  return (Object.keys(holds) as Attention[]).filter((word) => holds[word]);
}
