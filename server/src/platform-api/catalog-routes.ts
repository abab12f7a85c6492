import { ANYBODY } from '../auth/audiences.ts';
import { type Caller, readerOf } from '../auth/principals.ts';
import {
  type CatalogSpace,
  readCatalog,
  readCatalogEntry,
  readCategories,
} from '../catalog/catalog.ts';
import {
  CatalogCategory,
  CatalogEntry,
  CatalogEntryQuery,
  CatalogParams,
  CatalogPlugin,
  CatalogQuery,
} from '../catalog/schema.ts';
import type { AppDeps } from '../deps.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, pageStart } from '../lib/http/pagination.ts';
import { findSpaceFor } from '../spaces/reach.ts';

const tags = ['plugins'];
const config = { auth: ANYBODY } as const;

/** What there is to install. */
export function pluginCatalogRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/catalog',
    {
      config: { ...config, portal: ['catalog'] },
      schema: {
        tags,
        operationId: 'listCatalog',
        summary: 'List the plugins that can be installed',
        description:
          'Published and approved ones, and those of the organization, unless they are suspended; by name, or what matches a search best. For a space, whoever asks must belong to it.',
        querystring: CatalogQuery,
        response: { 200: Page(CatalogEntry) },
      },
    },
    async ({ caller, query }) => {
      const { search, category, space_id } = query;
      const space = await spaceFor(db, caller, space_id);
      return readCatalog(db, { search, category, space }, pageStart(query));
    },
  );
  app.get(
    '/catalog_categories',
    {
      config: { ...config, portal: ['catalog'] },
      schema: {
        tags,
        operationId: 'listCatalogCategories',
        summary: 'List the categories of the plugins that can be installed',
        querystring: PageQuery,
        response: { 200: Page(CatalogCategory) },
      },
    },
    ({ query }) => readCategories(db, pageStart(query)),
  );
  app.get(
    '/catalog/:slug',
    {
      config: { ...config, portal: ['catalog', 'installed', 'settings', 'activity'] },
      schema: {
        tags,
        operationId: 'getCatalogPlugin',
        summary: 'Get a plugin that can be installed',
        description:
          'Also an approved one that is not listed, and, with `space_id`, whatever is installed there.',
        params: CatalogParams,
        querystring: CatalogEntryQuery,
        response: { 200: CatalogPlugin },
      },
    },
    async ({ caller, params, query }) =>
      readCatalogEntry(db, params.slug, await spaceFor(db, caller, query.space_id)),
  );
}

async function spaceFor(
  db: Db,
  caller: Caller,
  id: number | undefined,
): Promise<CatalogSpace | undefined> {
  return id === undefined ? undefined : findSpaceFor(db, readerOf(caller), id, 'member');
}
