import { type Static, type TSchema, Type } from 'typebox';
import { invalid } from '../failures.ts';

/** Query parameters of every list: `limit` (default 50, at most 200) and the `next_cursor` of the page before. */
export const PageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(
    Type.String({ maxLength: 500, description: 'next_cursor of the page before' }),
  ),
});
export type PageQuery = Static<typeof PageQuery>;

/** The shape of a page of `item`. */
export const Page = <Item extends TSchema>(item: Item) =>
  Type.Object({
    data: Type.Array(item),
    next_cursor: Type.Union([Type.String(), Type.Null()]),
  });

/** Where a page starts; `after` is the sort key of the last item of the page before. */
export interface PageStart {
  limit: number;
  after: string | undefined;
}

/** @throws Failure `invalid` for a cursor that no list made. */
export function pageStart(query: PageQuery): PageStart {
  const limit = query.limit ?? 50;
  if (query.cursor === undefined) return { limit, after: undefined };
  const after = Buffer.from(query.cursor, 'base64url').toString('utf8');
  if (after === '' || toCursor(after) !== query.cursor) {
    throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  }
  return { limit, after };
}

/** Makes a page of rows that were asked for with `limit + 1`, so that one more tells of a next page. */
export function toPage<Row, Item>(
  rows: Row[],
  limit: number,
  sortKey: (row: Row) => string | number,
  toItem: (row: Row) => Item,
): { data: Item[]; next_cursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { data: shown.map(toItem), next_cursor: more ? toCursor(String(sortKey(last))) : null };
}

const toCursor = (sortKey: string): string => Buffer.from(sortKey).toString('base64url');
