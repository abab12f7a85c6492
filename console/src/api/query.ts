import {
  type InfiniteData,
  infiniteQueryOptions,
  keepPreviousData,
  QueryClient,
  queryOptions,
} from '@tanstack/react-query';
import { childrenOf, memberOf } from '../parts/json-text.ts';
import { api } from './client.ts';
import type { paths } from './schema.d.ts';

/** The one cache of what was read. */
export const queries = new QueryClient({
  defaultOptions: {
    // A failure is shown, with a button to try again; trying in silence would hide it for seconds.
    queries: { retry: false, staleTime: 10_000, refetchOnWindowFocus: false },
    mutations: { retry: false },
  },
});

type GetPath = {
  [Path in keyof paths]: paths[Path] extends { get: { responses: { 200: unknown } } }
    ? Path
    : never;
}[keyof paths];
type Get<Path extends GetPath> = paths[Path] extends { get: infer Operation } ? Operation : never;

/** What a path answers to GET. */
export type Answer<Path extends GetPath> =
  Get<Path> extends { responses: { 200: { content: { 'application/json': infer Body } } } }
    ? Body
    : never;

/** What is in its path and after the `?`. */
export type Params<Path extends GetPath> =
  Get<Path> extends { parameters: infer Parameters }
    ? {
        [Kind in keyof Parameters as Kind extends 'path' | 'query'
          ? Kind
          : never]: Parameters[Kind];
      }
    : never;

/** Where in the cache that is which a path answers: nobody else makes keys. */
export const keyOf = <Path extends GetPath>(path: Path, params?: Params<Path>) =>
  params === undefined ? [path] : [path, params];

// The types of a path that is not known here are more than the compiler can follow: they are checked by `Params` and `Answer`.
type AnyGet = (path: string, init: object) => Promise<{ data?: unknown }>;

async function get<Path extends GetPath>(
  path: Path,
  params: object,
  signal: AbortSignal,
): Promise<Answer<Path>> {
  const { data } = await (api.GET as AnyGet)(path, { params, signal });
  return data as Answer<Path>;
}

/**
 * What a path answers, for `useQuery` and loaders.
 *
 * @example
 * const { data } = useQuery(read('/platform/v1/installs/{id}', { path: { id: 19 } }));
 */
export const read = <Path extends GetPath>(path: Path, params: Params<Path>) =>
  queryOptions({
    queryKey: keyOf(path, params),
    queryFn: ({ signal }) => get(path, params as object, signal),
    placeholderData: keepPreviousData,
  });

/** An answer, and its text, of which what others wrote is shown as they wrote it. */
export interface ExactAnswer<Path extends GetPath> {
  value: Answer<Path>;
  text: string;
}

/** What a path answers with its text: numbers of many digits are whole only there. */
export const readExactly = <Path extends GetPath>(path: Path, params: Params<Path>) =>
  queryOptions({
    queryKey: [...keyOf(path, params), 'exactly'],
    queryFn: async ({ signal }): Promise<ExactAnswer<Path>> => {
      const { data } = await (api.GET as AnyGet)(path, { params, signal, parseAs: 'text' });
      const text = data as string;
      return { value: JSON.parse(text) as Answer<Path>, text };
    },
    placeholderData: keepPreviousData,
  });

/** The things on a page of a list. */
export type Item<Path extends GetPath> = Answer<Path> extends { data: (infer One)[] } ? One : never;

interface ListPage<One> {
  data: One[];
  next_cursor: string | null;
}

/** What a path lists, page after page, for `useInfiniteQuery`; `data` is all that was read. */
export const readPages = <Path extends GetPath>(path: Path, params: Params<Path>) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(path, params), 'pages'],
    queryFn: async ({ pageParam, signal }) => {
      const { query, ...rest } = params as { query?: object };
      const paged = { ...rest, query: { ...query, ...(pageParam && { cursor: pageParam }) } };
      return (await get(path, paged, signal)) as unknown as ListPage<Item<Path>>;
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    select: (found: InfiniteData<ListPage<Item<Path>>>) => found.pages.flatMap(({ data }) => data),
  });

/** A thing on a page of a list, with its text as it was written. */
export interface ExactItem<Path extends GetPath> {
  value: Item<Path>;
  text: string;
}

/** What a path lists, page after page, each thing with its text: of what others wrote, numbers of many digits are whole only there. */
export const readPagesExactly = <Path extends GetPath>(path: Path, params: Params<Path>) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(path, params), 'exact pages'],
    queryFn: async ({ pageParam, signal }) => {
      const { query, ...rest } = params as { query?: object };
      const paged = { ...rest, query: { ...query, ...(pageParam && { cursor: pageParam }) } };
      const asked = { params: paged, signal, parseAs: 'text' };
      const text = (await (api.GET as AnyGet)(path, asked)).data as string;
      const { data, next_cursor } = JSON.parse(text) as ListPage<Item<Path>>;
      const texts = childrenOf(memberOf(text, 'data') ?? '[]');
      const items = data.map((value, index) => ({ value, text: texts[index]?.text ?? 'null' }));
      return { items, next_cursor };
    },
    initialPageParam: '',
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    select: (found: InfiniteData<{ items: ExactItem<Path>[] }>) =>
      found.pages.flatMap(({ items }) => items),
  });

/** Forgets what these paths answered, so that it is read again where it is shown. */
export async function readAgain(...read: GetPath[]): Promise<void> {
  const stale = new Set<unknown>(read);
  await queries.invalidateQueries({ predicate: ({ queryKey: [path] }) => stale.has(path) });
}
