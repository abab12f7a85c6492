import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Id } from '../lib/http/schema.ts';
import { enterSpace } from './access.ts';
import { findApp } from './find-app.ts';
import { pageQuery, stretchOf, tellTotal } from './numbered-pages.ts';
import { PluginObject, pluginObject } from './plugin-object.ts';
import { selectCatalog } from './queries.ts';
import { AppParams, forAll, tags } from './route-options.ts';

const Apps = Type.Object({ apps: Type.Array(PluginObject) }, { title: 'Apps' });
const OneApp = Type.Object({ app: PluginObject }, { title: 'OneApp' });

const CatalogQuery = Type.Object({
  category: Type.Optional(Type.String({ minLength: 1, maxLength: 50 })),
  type: Type.Optional(
    Type.Enum(['sidebar', 'toolbar', 'field_type'], { description: 'Where the plugin shows' }),
  ),
  space_id: Type.Optional({ ...Id, description: 'Only what this space has the plan for' }),
  ...pageQuery(25),
});

/** The catalog. */
export function catalogRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/apps',
    {
      config: forAll('anybody'),
      schema: {
        tags,
        summary: 'List the catalog',
        description: 'Approved plugins and those of the organization; a plugin finds itself alone.',
        operationId: 'listApps',
        querystring: CatalogQuery,
        response: { 200: Apps },
      },
    },
    async (request, reply) => {
      const { caller, query } = request;
      const { category, type, space_id } = query;
      const access = space_id === undefined ? undefined : await enterSpace(db, caller, space_id);
      const filter = { category, type, planLevel: access?.planLevel };
      const stretch = stretchOf(query);
      const { rows, total } = await selectCatalog(db, caller, filter, stretch);
      tellTotal(reply, total, stretch);
      return { apps: rows.map((row) => pluginObject(row, caller.kind === 'plugin')) };
    },
  );
  app.get(
    '/apps/:id',
    {
      config: forAll('anybody'),
      schema: {
        tags,
        summary: 'Get a plugin',
        operationId: 'getApp',
        params: AppParams,
        response: { 200: OneApp },
      },
    },
    async ({ caller, params }) => {
      const row = await findApp(db, caller, params.id);
      return { app: pluginObject(row, caller.kind === 'plugin') };
    },
  );
}
