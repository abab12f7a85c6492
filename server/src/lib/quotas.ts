import { type Db, sql } from './db.ts';
import { Failure, type QuotaUse } from './failures.ts';

/** Until commit, nobody else counts what this person has of something. To be called before it is counted. */
export async function holdQuota(tx: Db, ofWhat: string, userId: number): Promise<void> {
  const name = `plugboard quota of ${ofWhat} of ${userId}`;
  await tx.query(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
}

/**
 * Whether there is room for one more.
 *
 * @param ofWhat in the plural, for people.
 * @param remedy what there is to do about it, for people.
 * @throws Failure `quota_exceeded` with both numbers.
 */
export function refuseBeyond(ofWhat: string, quota: QuotaUse, remedy = 'remove one first'): void {
  if (quota.used < quota.limit) return;
  const text = `No more than ${quota.limit} ${ofWhat} a person, and there are ${quota.used}: ${remedy}`;
  throw new Failure('quota_exceeded', text, { quota });
}
