import type { Caller } from '../auth/principals.ts';
import { type Db, type Sql, sql } from '../lib/db.ts';
import type { Stretch } from './numbered-pages.ts';
import { count } from './queries.ts';

/** A space that a caller may see. */
export interface OpenSpaceRow {
  id: number;
  name: string;
  plan_level: number | null;
  /** JSON text of an object. */
  attributes: string;
}

const SPACES = sql`select s.id, s.name, s.plan_level, s.attributes from spaces s`;

function openTo(caller: Caller): Sql {
  if (caller.kind === 'plugin') return sql`s.id = ${caller.spaceId}`;
  if (caller.kind === 'host' || caller.isOperator) return sql`true`;
  return sql`exists (select from space_members m
    where m.space_id = s.id and m.user_id = ${caller.userId})`;
}

/**
 * Undefined when there is none, and when the caller may not see it: a plugin sees its own, people those that they are a member of,
 * operators and the host all.
 */
export async function selectOpenSpace(
  db: Db,
  caller: Caller,
  id: number,
): Promise<OpenSpaceRow | undefined> {
  const [row] = await db.query<OpenSpaceRow>(sql`
    ${SPACES} where s.id = ${id} and ${openTo(caller)}`);
  return row;
}

/** In order of id. */
export async function selectOpenSpaces(
  db: Db,
  caller: Caller,
  { limit, offset }: Stretch,
): Promise<{ rows: OpenSpaceRow[]; total: number }> {
  const [rows, total] = await Promise.all([
    db.query<OpenSpaceRow>(sql`
      ${SPACES} where ${openTo(caller)} order by s.id limit ${limit} offset ${offset}`),
    count(db, sql`spaces s where ${openTo(caller)}`),
  ]);
  return { rows, total };
}
