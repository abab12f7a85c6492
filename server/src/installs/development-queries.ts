import { DEVELOPMENT_NUMBER } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';
import { LIFECYCLE_EVENTS } from '../manifest/lifecycle.ts';
import { tellChanges } from '../stream/tell.ts';

/** A development install, with the release that it runs. */
export interface FollowingInstall {
  id: number;
  release: number;
}

/**
 * Has the development installs of a plugin agree to all that is asked for by what is worked on: their one admin is who wrote it. What they had
 * declined they are given anew. Answers them; nothing where there is no release to run. The plugin must be locked.
 */
export async function agreeInDevelopment(tx: Db, pluginId: number): Promise<FollowingInstall[]> {
  const rows = await tx.query<FollowingInstall>(sql`
    with following as materialized (
      select i.id from installs i
      where i.plugin_id = ${pluginId} and i.development and i.status <> 'uninstalled'
      order by i.id for no key update)
    update installs i set scopes = r.scopes || r.optional_scopes, declined_scopes = '{}', declined_events = '{}',
      events = array(select e.name from unnest(r.events) as e (name) where e.name <> all(${[...LIFECYCLE_EVENTS]}::text[])),
      grant_revision = i.grant_revision + 1, updated_at = now()
    from following f, plugins p join releases r on r.plugin_id = p.id and r.number = ${DEVELOPMENT_NUMBER}
    where p.id = ${pluginId} and i.id = f.id
    returning i.id, r.number as release`);
  await tellChanges(tx, () => ({ installs: rows.map(({ id }) => id) }));
  return rows;
}
