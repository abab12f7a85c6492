import { type Static, type TSchema, Type } from 'typebox';
import { LONGEST_PAGE, USUAL_PAGE } from '../at-most-rows.ts';
import { invalid } from '../failures.ts';
import { parseId } from '../ids.ts';

/** Query parameters of every list: `limit` (default 50, at most 200) and the `next_cursor` of the page before. */
export const PageQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: LONGEST_PAGE, default: USUAL_PAGE })),
    cursor: Type.Optional(
      Type.String({ maxLength: 500, description: 'next_cursor of the page before' }),
    ),
  },
  { additionalProperties: false },
);
export type PageQuery = Static<typeof PageQuery>;

/** The shape of a page of `item`, which has a title. */
export const Page = <Item extends TSchema>(item: Item) => {
  const { title } = item as Item & { title?: string };
  if (title === undefined) throw new Error('What a page lists needs a title');
  return Type.Object(
    {
      data: Type.Array(item),
      next_cursor: Type.Union([Type.String(), Type.Null()], {
        description: 'Null on the last page',
        examples: [null],
      }),
    },
    { title: `${title}Page` },
  );
};

/** Where a page starts; `after` is the sort key of the last item of the page before. */
export interface PageStart {
  limit: number;
  after: string | undefined;
}

/** @throws Failure `invalid` for a cursor that no list made. */
export function pageStart(query: PageQuery): PageStart {
  const limit = query.limit ?? USUAL_PAGE;
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

/** The `next_cursor` behind an item with this sort key. */
export const toCursor = (sortKey: string): string => Buffer.from(sortKey).toString('base64url');

/** Where a page of a list ordered by id starts; `after` is 0 on the first. */
export interface IdPageStart {
  limit: number;
  after: number;
}

/** @throws Failure `invalid` for a cursor that no list ordered by id made. */
export function idPageStart(query: PageQuery): IdPageStart {
  const { limit, after } = pageStart(query);
  if (after === undefined) return { limit, after: 0 };
  const id = parseId(after);
  if (id === undefined) throw invalid('/cursor', 'The cursor must be a next_cursor of this list');
  return { limit, after: id };
}

/** Where a page starts of a list whose newest comes first: before this id or number. */
export function newestFirst(query: PageQuery): { limit: number; before: number } {
  const { limit, after } = idPageStart(query);
  return { limit, before: after === 0 ? Number.MAX_SAFE_INTEGER : after };
}
