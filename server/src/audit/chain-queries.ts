import { type Db, sql } from '../lib/db.ts';
import { recordset } from '../lib/recordset.ts';
import type { EntryContent, EntryDetails } from './hash.ts';

/** Both ends of the chain: the last entry whose time was over, and the newest. */
export interface ChainEnds {
  dropped_number: number;
  dropped_hash: Buffer;
  number: number;
  hash: Buffer;
}

const ENDS = sql`select dropped_number, dropped_hash, number, hash from audit_chain`;
const CONTENT = sql`e.id, e.at, e.actor_kind, e.actor_id, e.action, e.target_type, e.target_id, e.space_id, e.request_id,
  e.changed, e.details_hash`;

/** Whether entries wait for their place. */
export async function hasUnchained(db: Db): Promise<boolean> {
  const [row] = await db.query<{ waits: boolean }>(sql`
    select exists (select from audit_entries where number is null) as waits`);
  return row?.waits === true;
}

/** Undefined while somebody else writes to the chain. */
export async function lockChain(tx: Db): Promise<ChainEnds | undefined> {
  const [row] = await tx.query<ChainEnds>(sql`${ENDS} for update skip locked`);
  return row;
}

/** As it is now. */
export async function selectChain(db: Db): Promise<ChainEnds> {
  const [row] = await db.query<ChainEnds>(ENDS);
  return row as ChainEnds;
}

/** Entries without a place, the oldest first. */
export function selectUnchained(tx: Db, limit: number): Promise<EntryContent[]> {
  return tx.query(sql`
    select ${CONTENT} from audit_entries e where e.number is null order by e.id limit ${limit}`);
}

/** The place that an entry gets. */
export interface Link {
  id: string;
  number: number;
  prev_hash: Buffer;
  hash: Buffer;
}

const links = recordset<Link>('l', {
  id: 'uuid',
  number: 'bigint',
  prev_hash: 'bytea',
  hash: 'bytea',
});

/** Gives entries their places, the last of which is the end of the chain then. The chain must be locked. */
export async function insertLinks(tx: Db, rows: readonly Link[], last: Link): Promise<void> {
  await tx.query(sql`
    update audit_entries e set number = l.number, prev_hash = l.prev_hash, hash = l.hash
    from ${links.of(rows)} where e.id = l.id`);
  await tx.query(sql`update audit_chain set number = ${last.number}, hash = ${last.hash}`);
}

/** The oldest entries of the chain, and whether their time is over. */
export function selectOldestLinks(
  tx: Db,
  days: number,
  limit: number,
): Promise<{ number: number; hash: Buffer; is_over: boolean }[]> {
  return tx.query(sql`
    select coalesce(e.number, 0) as number, coalesce(e.hash, '') as hash, e.at < now() - make_interval(days => ${days}) as is_over
    from audit_entries e where e.number is not null order by e.number limit ${limit}`);
}

/** Drops the oldest entries up to one, and keeps its hash. The chain must be locked. */
export async function dropLinks(
  tx: Db,
  { number, hash }: { number: number; hash: Buffer },
): Promise<void> {
  await tx.query(sql`delete from audit_entries where number <= ${number}`);
  await tx.query(sql`update audit_chain set dropped_number = ${number}, dropped_hash = ${hash}`);
}

/** An entry behind the end of the chain. */
export async function selectBeyondEnd(db: Db): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>(sql`
    select e.id from audit_chain c join audit_entries e on e.number > c.number
    order by e.number limit 1`);
  return row?.id;
}

/** An entry in its place; its details are null where they are erased. */
export interface LinkRow extends EntryContent {
  number: number;
  prev_hash: Buffer;
  hash: Buffer;
  salt: EntryDetails['salt'] | null;
  name: string | null;
  email: string | null;
  address: string | null;
  user_agent: string | null;
}

/** Entries in the order of the chain, those after one place up to another. */
export function selectLinks(
  db: Db,
  { after, upTo }: { after: number; upTo: number },
  limit: number,
): Promise<LinkRow[]> {
  return db.query(sql`
    select ${CONTENT}, coalesce(e.number, 0) as number, coalesce(e.prev_hash, '') as prev_hash,
      coalesce(e.hash, '') as hash, d.salt, d.name, d.email, d.address, d.user_agent
    from audit_entries e left join audit_details d on d.entry_id = e.id
    where e.number > ${after} and e.number <= ${upTo} order by e.number limit ${limit}`);
}
