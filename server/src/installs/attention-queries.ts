import { RUNNING_NUMBER } from '../install-status.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import { LIFECYCLE_EVENTS } from '../manifest/lifecycle.ts';

/** What an install depends on beside itself. */
export interface CircumstancesRow {
  id: number;
  /** The number of the release that it runs; null for a draft, and for none. */
  release: number | null;
  plugin_suspended: boolean;
  /** An endpoint is disabled, or has been failing, that is called for what the install hears. */
  endpoint_disabled: boolean;
  endpoint_failing: boolean;
}

/** The same of each of these installs. */
export function selectCircumstances(db: Db, ids: readonly number[]): Promise<CircumstancesRow[]> {
  return db.query(sql`
    select i.id, case when i.status <> 'uninstalled' then ${RUNNING_NUMBER} end as release,
      p.suspended_at is not null as plugin_suspended,
      ${hasEndpoint(sql`e.disabled_at is not null`)} as endpoint_disabled,
      ${hasEndpoint(sql`e.disabled_at is null and e.failing_since is not null`)} as endpoint_failing
    from installs i join plugins p on p.id = i.plugin_id
    where i.id = any(${[...ids]})`);
}

const hasEndpoint = (
  state: Sql,
): Sql => sql`exists (select from release_endpoints re join endpoints e on e.id = re.endpoint_id
  where re.plugin_id = p.id and re.release = ${RUNNING_NUMBER}
    and (e.event_name = any(i.events) or e.event_name = any(${[...LIFECYCLE_EVENTS]}::text[])) and ${state})`;
