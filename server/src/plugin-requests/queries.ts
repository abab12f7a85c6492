import { RUNNING_RELEASE, SCOPES_IN_USE } from '../install-status.ts';
import { type Db, sql } from '../lib/db.ts';

/** Whether an install may use any scopes. */
export interface UsableScopes {
  install_id: number;
  has_any: boolean;
  /** Of a developer's own, what it runs changes without a word. */
  development: boolean;
}

/** Undefined where there is no such install. */
export async function selectUsableScopes(
  db: Db,
  installId: number,
): Promise<UsableScopes | undefined> {
  const [row] = await db.query<UsableScopes>(sql`
    select i.id as install_id, coalesce(cardinality(${SCOPES_IN_USE}) > 0, false) as has_any,
      i.development
    from installs i join plugins p on p.id = i.plugin_id left join ${RUNNING_RELEASE} where i.id = ${installId}`);
  return row;
}
