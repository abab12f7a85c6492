import { invalid } from '../failures.ts';
import { parseId } from '../ids.ts';
import { type PageQuery, pageStart } from './pagination.ts';

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
