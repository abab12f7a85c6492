import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS, OPERATORS } from '../auth/audiences.ts';
import { personActing } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { newestFirst, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { AsText, nullable } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { parseSmallNumber } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { mailPermissions, mailRelease } from '../mail/outbox.ts';
import { selectRelease, selectReleasePage } from '../manifest/queries.ts';
import { MANIFEST_EXAMPLE, ManifestInput } from '../manifest/schema.ts';
import { withoutSecrets } from '../manifest/step-secrets.ts';
import { findPlugin, findPluginOf, findPluginOfToChange } from '../registry/find-plugin.ts';
import { pluginView, releaseView } from '../registry/plugin-view.ts';
import { findRelease, reviewRelease, submitRelease } from '../registry/review.ts';
import { changedFields } from '../registry/same-manifest.ts';
import {
  Plugin,
  PluginParams,
  RELEASE_EXAMPLE,
  ReleaseParams,
  ReleaseSubmission,
  ReleaseSummary,
  Review,
} from '../registry/schema.ts';
import { followDevelopment } from '../roll-outs/follow-development.ts';
import { publishing } from '../roll-outs/publish-release.ts';

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

const Changed = Type.Array(Type.String(), {
  description:
    'The fields of the manifest that differ from the published release; all that are set where there is none',
});

const Release = Type.Object(
  { ...ReleaseSummary.properties, changed: Changed, manifest: ManifestInput },
  {
    title: 'Release',
    examples: [{ ...RELEASE_EXAMPLE, changed: [], manifest: MANIFEST_EXAMPLE }],
  },
);

const ReviewedRelease = Type.Object(
  { plugin: Plugin, release: ReleaseSummary },
  { title: 'ReviewedRelease' },
);

/** What the manifest has been, and how a developer's next one reaches people: they submit it, and the host judges that very release. */
export function releaseRoutes(app: App, deps: AppDeps): void {
  readRoutes(app, deps);
  reviewRoutes(app, deps);
}

function readRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/releases',
    {
      config,
      schema: {
        tags,
        operationId: 'listReleases',
        summary: 'List the releases of a plugin',
        description: 'Newest first. People read those of plugins that they develop.',
        params: PluginParams,
        querystring: PageQuery,
        response: { 200: Page(ReleaseSummary) },
      },
    },
    async ({ caller, params, query }) => {
      const plugin = await findPluginOf(db, caller, params.id);
      const { limit, before } = newestFirst(query);
      const rows = await selectReleasePage(db, plugin.id, before, limit + 1);
      return toPage(
        rows,
        limit,
        ({ number }) => number,
        (row) => releaseView(plugin, row),
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
    async ({ caller, params }, reply) => {
      const plugin = await findPluginOf(db, caller, params.id);
      const row = await findRelease(db, plugin.id, parseSmallNumber(params.number));
      const { current_release } = plugin;
      const published =
        current_release === null ? undefined : await selectRelease(db, plugin.id, current_release);
      const release = {
        ...releaseView(plugin, row),
        changed: changedFields(row.manifest, published?.manifest),
        manifest: withoutSecrets(row.manifest),
      };
      return sendJson(reply, spliceJson(release));
    },
  );
}

function reviewRoutes(app: App, deps: AppDeps): void {
  const { db, wake } = deps;
  app.post(
    '/plugins/:id/releases/:number/submit',
    {
      config,
      schema: {
        tags,
        operationId: 'submitRelease',
        summary: 'Put a draft up for review',
        description:
          'As it is: what its developer changes meanwhile is another draft. Once is enough: one that is in review stays as it was submitted. People submit drafts of plugins that they develop.',
        params: ReleaseParams,
        body: nullable(ReleaseSubmission),
        response: { 200: ReviewedRelease },
      },
    },
    async (request) => {
      const { caller, params } = request;
      return runAgainOnDeadlock(db, async (tx) => {
        const { id } = await findPluginOfToChange(tx, caller, params.id);
        const number = parseSmallNumber(params.number);
        const { plugin, release, isNew } = await submitRelease(tx, String(id), number, {
          submittedBy: personActing(caller),
          rollOut: request.body?.roll_out ?? 'at_once',
        });
        const target = [id, release.number];
        const about = { pluginId: id, release: release.number };
        if (isNew) await mailRelease(tx, deps.config, 'release_submitted', about);
        if (isNew) await record(tx, doingOf(request), { action: 'release.submitted', target });
        return { plugin: pluginView(plugin), release: releaseView(plugin, release) };
      });
    },
  );
  app.post(
    '/plugins/:id/releases/:number/review',
    {
      config: { auth: OPERATORS },
      schema: {
        tags,
        operationId: 'reviewRelease',
        summary: 'Approve or reject a release',
        description:
          'The one that was looked at, while it is in review: any other is refused with 409 `wrong_state`, and so is one that would be for everybody while another one is rolled out. Approved, everybody is on it from then on, unless it was submitted to be rolled out later and another one is published already; one with a `migration_url` is rolled out to everybody, as the config of each install is migrated. rejected, it reaches nobody, and who is on the one before stays there. For the host and operators.',
        params: ReleaseParams,
        body: Review,
        response: { 200: ReviewedRelease },
      },
    },
    async (request) => {
      const { caller, params, body } = request;
      const { id } = await findPlugin(db, params.id);
      const place = {
        idOrSlug: String(id),
        number: parseSmallNumber(params.number),
        reviewedBy: personActing(caller),
      };
      const { plugin, release } = await runAgainOnDeadlock(db, async (tx) => {
        const reviewed = await reviewRelease(tx, place, body, publishing(place.reviewedBy));
        await followDevelopment(tx, id);
        if (reviewed.release.number === reviewed.plugin.current_release)
          await mailPermissions(tx, deps.config, id);
        const about = { pluginId: id, release: reviewed.release.number };
        const kind = body.verdict === 'approve' ? 'release_approved' : 'release_rejected';
        await mailRelease(tx, deps.config, kind, about);
        const action = body.verdict === 'approve' ? 'release.approved' : 'release.rejected';
        await record(tx, doingOf(request), { action, target: [id, reviewed.release.number] });
        return reviewed;
      });
      wake();
      return { plugin: pluginView(plugin), release: releaseView(plugin, release) };
    },
  );
}
