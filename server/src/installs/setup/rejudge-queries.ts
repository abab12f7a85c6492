import { RUNNING_NUMBER } from '../../install-status.ts';
import { type Db, empty, sql } from '../../lib/db.ts';
import type { StoredConfig } from '../sealed-config.ts';

// Of `installs i` and `plugins p`.
const UNJUDGED = sql`i.status = 'setup' and i.setup_release is distinct from ${RUNNING_NUMBER}`;

/** Where an install stands among those in set-up. */
export interface SetupPlace {
  plugin_id: number;
  id: number;
}

/**
 * Installs in set-up of which nobody has looked yet whether the release that they run leaves anything open that is required, in order of
 * plugin and id.
 *
 * @param pluginId only this plugin's.
 * @param after the last one seen.
 */
export function selectUnjudged(
  db: Db,
  pluginId: number | undefined,
  after: SetupPlace,
  limit: number,
): Promise<SetupPlace[]> {
  return db.query(sql`
    select i.plugin_id, i.id from installs i join plugins p on p.id = i.plugin_id
    where ${UNJUDGED} and (i.plugin_id, i.id) > (${after.plugin_id}::bigint, ${after.id}::bigint)
      ${pluginId === undefined ? empty : sql`and i.plugin_id = ${pluginId}`}
    order by i.plugin_id, i.id limit ${limit}`);
}

/** An install in set-up that is to be looked at, and is locked as by `lockConfig`. */
export interface UnjudgedInstall extends StoredConfig {
  id: number;
  space_id: number;
  plugin_id: number;
  generation: number;
  /** The number of the release that it runs, or of one before; null for none. */
  release: number | null;
}

/** One of {@link selectUnjudged}; undefined once somebody has looked at it, or it is in set-up no more. */
export async function lockUnjudged(tx: Db, id: number): Promise<UnjudgedInstall | undefined> {
  const [row] = await tx.query<UnjudgedInstall>(sql`
    select i.id, i.space_id, i.plugin_id, i.generation, i.config, i.sealed_config, ${RUNNING_NUMBER} as release
    from installs i join plugins p on p.id = i.plugin_id
    where i.id = ${id} and ${UNJUDGED} for no key update of i`);
  return row;
}

/** Notes by which release something was found open that is required; the install must be locked. */
export async function noteJudged(tx: Db, id: number, release: number | null): Promise<void> {
  await tx.query(sql`update installs set setup_release = ${release} where id = ${id}`);
}
