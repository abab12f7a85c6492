import type { Caller } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import { isOwnedBy, parseAppKey } from './app-key.ts';
import { noRecord } from './errors.ts';
import type { AppRow } from './plugin-object.ts';
import { selectApp } from './queries.ts';

/** A plugin that the caller may know of, by id, slug or `<owner>@<slug>`. @throws Failure `not_found`. */
export async function findApp(db: Db, caller: Caller, app: string | number): Promise<AppRow> {
  const key = parseAppKey(app);
  const row = key && (await selectApp(db, caller, key));
  if (!row) throw noRecord();
  if (!isOwnedBy(key, row.manifest.author, row.owner_name)) throw noRecord();
  return row;
}
