import { Type } from 'typebox';
import { DEVELOPERS } from '../auth/audiences.ts';
import { isHost } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { withPlaceToCount } from '../installs/touches-places.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { AsText, nullable } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { parseSmallNumber } from '../lib/ids.ts';
import { type ReleaseRow, selectPublishedBefore } from '../manifest/queries.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { findRelease } from '../registry/review.ts';
import { ReleaseParams } from '../registry/schema.ts';
import { COMPARISON, compareReleases } from './release-comparison.ts';

const ReleaseNumber = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });

const ReleaseDiff = Type.Object(
  {
    from: nullable({
      ...ReleaseNumber,
      description: 'Null for nothing: all that the release says is new',
      examples: [1],
    }),
    to: { ...ReleaseNumber, examples: [2] },
    ...COMPARISON,
  },
  { title: 'ReleaseDiff' },
);

const DiffQuery = Type.Object(
  {
    from: Type.Optional({
      ...ReleaseNumber,
      description:
        'The release to compare it to. By default what installs run now, and for the host and operators the release before it that was published last',
    }),
  },
  { additionalProperties: false },
);

/** What a release changes, in facts. */
export function releaseDiffRoutes(app: App, deps: AppDeps): void {
  const { db } = deps;
  app.get(
    '/plugins/:id/releases/:number/diff',
    {
      config: { auth: DEVELOPERS },
      schema: {
        tags: ['plugins'],
        operationId: 'compareRelease',
        summary: 'Tell what a release changes, and whom it touches',
        description:
          'Member by member, of steps and their fields as well. `touches` counts what happens once everybody is on it, compared to what they run now, whatever it is compared to.',
        params: ReleaseParams,
        querystring: DiffQuery,
        response: { 200: AsText(ReleaseDiff) },
      },
    },
    async ({ caller, params, query }, reply) => {
      const { id, current_release } = await findPluginOf(db, caller, params.id);
      const to = await findRelease(db, id, parseSmallNumber(params.number));
      const now = await releaseOrNothing(db, id, current_release);
      const from =
        query.from !== undefined
          ? await findRelease(db, id, query.from)
          : isHost(caller)
            ? await selectPublishedBefore(db, id, to.number)
            : now;
      const compared = { from: from?.manifest, now: now?.manifest, to: to.manifest };
      const comparison = await withPlaceToCount(id, () => compareReleases(deps, id, compared));
      const diff = { from: from?.number ?? null, to: to.number, ...comparison };
      return sendJson(reply, spliceJson(diff));
    },
  );
}

const releaseOrNothing = async (
  db: Db,
  pluginId: number,
  number: number | null,
): Promise<ReleaseRow | undefined> =>
  number === null ? undefined : findRelease(db, pluginId, number);
