import { RUNNING_RELEASE, SCOPES_IN_USE } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';

/** Whether an install may use any scopes. */
export interface UsableScopes {
  install_id: number;
  has_any: boolean;
  /** False for a developer's own, whose release changes without a word. */
  is_released: boolean;
}

/** Undefined where there is no such install. */
export async function selectUsableScopes(
  db: Db,
  installId: number,
): Promise<UsableScopes | undefined> {
  const [row] = await db.query<UsableScopes>(sql`
    select i.id as install_id, coalesce(cardinality(${SCOPES_IN_USE}) > 0, false) as has_any,
      p.current_release is not null as is_released
    from installs i join plugins p on p.id = i.plugin_id left join ${RUNNING_RELEASE} where i.id = ${installId}`);
  return row;
}
