import { DEVELOPERS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import { countInTurn, withPlaceToCount } from '../installs/touches-places.ts';
import type { App } from '../lib/http/app.ts';
import { idPageStart, Page, toPage } from '../lib/http/pagination.ts';
import { parseSmallNumber } from '../lib/ids.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { findRelease } from '../registry/review.ts';
import { PluginParams, ReleaseParams } from '../registry/schema.ts';
import { cohortsOf } from '../roll-outs/cohorts.ts';
import { selectPluginInstalls } from '../roll-outs/reach-queries.ts';
import { Cohorts, PluginInstall, PluginInstallQuery } from '../roll-outs/reach-schema.ts';

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

/** Whom a roll-out would reach, for who is about to say how far it goes. */
export function cohortRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/releases/:number/cohorts',
    {
      config,
      schema: {
        tags,
        operationId: 'getCohorts',
        summary: 'How many installs a roll-out of a release would reach',
        description: 'By per cent, as of now: whoever installs the plugin changes it.',
        params: ReleaseParams,
        response: { 200: Cohorts },
      },
    },
    async ({ caller, params }) => {
      const { id } = await findPluginOf(db, caller, params.id);
      const { number } = await findRelease(db, id, parseSmallNumber(params.number));
      return withPlaceToCount(id, () => countInTurn(() => cohortsOf(db, id, number)));
    },
  );
  app.get(
    '/plugins/:id/installs',
    {
      config,
      schema: {
        tags,
        operationId: 'listPluginInstalls',
        summary: 'Installs of a plugin that a release could come to',
        description:
          'Each with its space and the release that it is on, for who chooses some of them to be first. Installs of developers, and what is uninstalled, are none of them.',
        params: PluginParams,
        querystring: PluginInstallQuery,
        response: { 200: Page(PluginInstall) },
      },
    },
    async ({ caller, params, query }) => {
      const { id } = await findPluginOf(db, caller, params.id);
      const page = idPageStart(query);
      return toPage(
        await selectPluginInstalls(db, id, query.search, page),
        page.limit,
        ({ install_id }) => install_id,
        (one) => one,
      );
    },
  );
}
