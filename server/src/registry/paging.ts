import { idPageStart } from '../lib/http/id-pages.ts';
import type { PageQuery } from '../lib/http/pagination.ts';
import { parseId } from '../lib/ids.ts';

const MAX_INTEGER = 2 ** 31 - 1;

/** The number of a release or of a secret's generation from a path; undefined when it cannot be one. */
export function parseNumber(text: string): number | undefined {
  const number = parseId(text);
  return number !== undefined && number <= MAX_INTEGER ? number : undefined;
}

/** Where a page starts of a list whose newest comes first: before this id or number. */
export function newestFirst(query: PageQuery): { limit: number; before: number } {
  const { limit, after } = idPageStart(query);
  return { limit, before: after === 0 ? Number.MAX_SAFE_INTEGER : after };
}
