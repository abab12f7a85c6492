import { RUNNING_RELEASE } from '../../install-status.ts';
import { type Db, sql } from '../../lib/db.ts';
import { withManifest } from '../../manifest/read.ts';
import type { Manifest } from '../../manifest/schema.ts';
import type { StoredConfig } from '../sealed-config.ts';

/** The releases that these installs run, and which of them run each. */
export async function selectRunningReleases(
  db: Db,
  installIds: number[],
): Promise<{ manifest: Manifest; installs: number[] }[]> {
  const rows = await db.query<{ manifest: string; installs: string[] }>(sql`
    select r.manifest, array_agg(i.id::text) as installs
    from installs i join plugins p on p.id = i.plugin_id
    join ${RUNNING_RELEASE}
    where i.id = any(${installIds}) group by r.plugin_id, r.number, r.manifest`);
  return rows.map((row) => ({ ...withManifest(row), installs: row.installs.map(Number) }));
}

/** What decides about an install whether its set-up is complete. */
export interface OpenCandidate extends StoredConfig {
  id: number;
  /** Keys of the steps that were submitted in its generation. */
  submitted: string[];
}

/** The same of several installs. */
export function selectOpenCandidates(db: Db, installIds: number[]): Promise<OpenCandidate[]> {
  return db.query(sql`
    select i.id, i.config, i.sealed_config, array(select s.step_key from setup_steps s
      where s.install_id = i.id and s.generation = i.generation and s.done) as submitted
    from installs i where i.id = any(${installIds})`);
}
