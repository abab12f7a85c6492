import { NOT_SUSPENDED } from '../install-status.ts';
import { type Sql, sql } from '../lib/db.ts';
import { IS_PUBLIC } from '../reach.ts';

/** What the catalog lists: for a statement that knows `plugins p`, and joins the published release. */
export const LISTED = sql`(p.status = 'approved' or p.origin = 'org') and p.deleted_at is null and ${NOT_SUSPENDED}`;

/** What it shows to who knows the slug, as {@link LISTED}. */
export const SHOWN = sql`${IS_PUBLIC} and ${NOT_SUSPENDED}`;

/** Whether a release is of a category, in a statement that knows it as `releases r`. */
export const inCategory = (category: string): Sql => sql`${category} = any(r.categories)`;
