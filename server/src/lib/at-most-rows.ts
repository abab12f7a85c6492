import { type Sql, sql } from './db.ts';

/** How many items a page has when nobody says it. */
export const USUAL_PAGE = 50;
/** At most. */
export const LONGEST_PAGE = 200;

// With the row that tells of a next page.
const USUAL_ROWS = sql`51`;
const MOST_ROWS = sql`201`;

/**
 * How many rows to read along an index for a page, to put behind a `limit` in a statement that ends in `limit ${rows}` itself. It is text of
 * the statement, since PostgreSQL takes a number that it does not know for a tenth of all rows: from some 10,000 on it would plan a list anew
 * each time, which takes 1 ms with four days of history and longer with a month, where to read the page takes 0.3 ms. Only two numbers, as
 * each makes statements of its own.
 *
 * @param rows of the page and one more: at most 201.
 */
export const atMostRows = (rows: number): Sql => (rows <= USUAL_PAGE + 1 ? USUAL_ROWS : MOST_ROWS);
