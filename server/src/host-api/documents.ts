import type { PluginCaller } from '../auth/principals.ts';
import type { Db } from '../lib/db.ts';
import { invalid } from '../lib/failures.ts';
import { mayKnowEmployees } from './asking.ts';
import { type ListPart, type PlaceRow, selectPlace } from './queries.ts';
import { companyOf, locationOf, type Resource } from './resources.ts';

/** A JSON:API document with what was asked to be included. */
export interface Document {
  data: Resource | Resource[];
  included?: Resource[];
}

// Of a larger space the rest is at the list of employees.
const MOST_NAMED = 100;

/** The space of a token; undefined when `id` is another's, or the space is gone. */
export async function findPlace(
  db: Db,
  caller: PluginCaller,
  id = caller.spaceId,
): Promise<PlaceRow | undefined> {
  const named = (await mayKnowEmployees(db, caller)) ? MOST_NAMED : 0;
  return selectPlace(db, caller.spaceId, id, named);
}

const INCLUDABLE = { company: companyOf, locations: locationOf };

/** A relationship whose other end can be included: all of them lead to the space. */
export type Includable = keyof typeof INCLUDABLE;

/** @throws Failure `invalid` for what cannot be included (JSON:API 1.1, inclusion of related resources). */
export function readInclude(
  include: string | undefined,
  known: readonly Includable[],
): Includable[] {
  const asked = (include ?? '').split(',').filter((name) => name !== '');
  for (const name of asked) {
    if ((known as readonly string[]).includes(name)) continue;
    throw invalid('/include', `"${name}" cannot be included; what can: ${known.join(', ')}`);
  }
  return asked as Includable[];
}

/** A document of resources in a space, with what was asked to be included, once each. */
export function documentOf(
  data: Document['data'],
  place: PlaceRow | undefined,
  include: readonly Includable[],
): Document {
  if (include.length === 0 || place === undefined) return { data };
  return { data, included: [...new Set(include)].map((name) => INCLUDABLE[name](place)) };
}

interface ListQuery {
  sort?: NonNullable<ListPart['sort']>;
  'page[offset]'?: number;
  'page[limit]'?: number;
}

/** The part of a list that a query means. */
export const listPartOf = (query: ListQuery): ListPart => ({
  sort: query.sort,
  offset: query['page[offset]'] ?? 0,
  limit: query['page[limit]'] ?? 100,
});
