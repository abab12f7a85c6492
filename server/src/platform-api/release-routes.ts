import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { newestFirst, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson } from '../lib/http/splice.ts';
import { parseSmallNumber } from '../lib/ids.ts';
import { type ReleaseRow, selectRelease, selectReleasePage } from '../manifest/queries.ts';
import { MANIFEST_EXAMPLE, ManifestInput } from '../manifest/schema.ts';
import { withoutSecrets } from '../manifest/step-secrets.ts';
import { findPlugin } from '../registry/find-plugin.ts';
import type { PluginRow } from '../registry/queries.ts';
import { PluginParams, ReleaseParams, ReleaseSummary } from '../registry/schema.ts';
import { STORY } from '../story.ts';

const tags = ['plugins'];
const config = { auth: 'host_key' } as const;

const Release = Type.Object(
  { ...ReleaseSummary.properties, manifest: ManifestInput },
  {
    title: 'Release',
    examples: [{ number: 1, current: true, created_at: STORY.setUpAt, manifest: MANIFEST_EXAMPLE }],
  },
);

/** What the manifest has been. */
export function releaseRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/releases',
    {
      config,
      schema: {
        tags,
        operationId: 'listReleases',
        summary: 'List the releases of a plugin',
        description: 'Newest first.',
        params: PluginParams,
        querystring: PageQuery,
        response: { 200: Page(ReleaseSummary) },
      },
    },
    async (request) => {
      const plugin = await findPlugin(db, request.params.id);
      const { limit, before } = newestFirst(request.query);
      const rows = await selectReleasePage(db, plugin.id, before, limit + 1);
      return toPage(
        rows,
        limit,
        ({ number }) => number,
        (row) => summary(plugin, row),
      );
    },
  );
  app.get(
    '/plugins/:id/releases/:number',
    {
      config,
      schema: {
        tags,
        operationId: 'getRelease',
        summary: 'Get a release',
        description: 'With its manifest, which never changes.',
        params: ReleaseParams,
        response: { 200: AsText(Release) },
      },
    },
    async (request, reply) => {
      const plugin = await findPlugin(db, request.params.id);
      const number = parseSmallNumber(request.params.number);
      const row = number && (await selectRelease(db, plugin.id, number));
      if (!row) throw new Failure('release_not_found', 'The plugin has no release of this number');
      const manifest = withoutSecrets(row.manifest);
      return sendJson(reply, JSON.stringify({ ...summary(plugin, row), manifest }));
    },
  );
}

function summary(plugin: PluginRow, { number, created_at }: Omit<ReleaseRow, 'manifest'>) {
  const current = number === plugin.current_release;
  return { number, current, created_at: created_at.toISOString() };
}
