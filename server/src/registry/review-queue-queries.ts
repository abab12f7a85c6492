import { type Db, sql } from '../lib/db.ts';
import type { RollOut } from '../manifest/queries.ts';

/** Where a page of the queue starts: behind a release. */
export interface QueuePlace {
  /** Since when it waits, in microseconds. */
  since: number;
  plugin_id: number;
}

/** A release in review, with what of its plugin a reviewer picks it by. */
export interface QueuedRow extends QueuePlace {
  slug: string;
  name: string;
  author: string | null;
  number: number;
  is_first: boolean;
  roll_out: RollOut;
  submitted_at: Date;
  submitted_by: number | null;
  submitted_by_name: string | null;
}

const SINCE = sql`(extract(epoch from r.submitted_at) * 1000000)::bigint`;

/** What waits longest first. There are as many as reviewers have left: all are read, by the index of what is in review. */
export function selectReviewQueue(db: Db, after: QueuePlace, limit: number): Promise<QueuedRow[]> {
  return db.query(sql`
    select r.plugin_id, ${SINCE} as since, r.manifest::json ->> 'slug' as slug, r.manifest::json ->> 'name' as name,
      r.manifest::json ->> 'author' as author, r.number, p.current_release is null as is_first, r.roll_out,
      coalesce(r.submitted_at, r.created_at) as submitted_at, r.submitted_by, u.friendly_name as submitted_by_name
    from releases r join plugins p on p.id = r.plugin_id left join users u on u.id = r.submitted_by
    where r.state = 'in_review' and (${SINCE}, r.plugin_id) > (${after.since}::bigint, ${after.plugin_id}::bigint)
    order by since, r.plugin_id limit ${limit}`);
}
