import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS } from '../auth/audiences.ts';
import { personActing } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { withPlaceToCount } from '../installs/touches-places.ts';
import type { App } from '../lib/http/app.ts';
import { etagOf } from '../lib/http/etag.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { validatedByHandler } from '../lib/http/validation.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { mailPermissions } from '../mail/outbox.ts';
import { type ReleaseRow, selectRelease, selectWorkingRelease } from '../manifest/queries.ts';
import {
  MANIFEST_RAW_PARTS,
  MAX_MANIFEST_BYTES,
  ManifestInput,
  publishedSchema,
} from '../manifest/schema.ts';
import { withoutSecrets } from '../manifest/step-secrets.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { pluginView, releaseView } from '../registry/plugin-view.ts';
import { publishesAtOnce, putDraft, putManifest } from '../registry/releases.ts';
import { Plugin, PluginParams, ReleaseSummary } from '../registry/schema.ts';
import { followDevelopment } from '../roll-outs/follow-development.ts';
import { publishing } from '../roll-outs/publish-release.ts';
import { COMPARISON, compareReleases } from './release-comparison.ts';

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The ETag that was read: refuse when there is a newer release' }),
  ),
});

const ManifestPut = Type.Object(
  { plugin: Plugin, release: ReleaseSummary, ...COMPARISON },
  { title: 'ManifestPut' },
);

const JsonSchema = Type.Object(
  {},
  {
    title: 'JsonSchema',
    additionalProperties: true,
    examples: [
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        title: 'Plugboard plugin manifest',
      },
    ],
  },
);

/** The manifest: read, and replaced by the next release. */
export function manifestRoutes(app: App, deps: AppDeps): void {
  const { db, vault, wake } = deps;
  const { allowPrivateNetwork, brandName: hostName } = deps.config;
  const making = { vault, policy: { allowPrivateNetwork }, hostName };
  app.get(
    '/plugins/:id/manifest',
    {
      config,
      schema: {
        tags,
        operationId: 'getManifest',
        summary: 'Get the manifest of the published release',
        description:
          'With nothing left out, except client secrets of OAuth2 steps; of a plugin without a published release that of its newest. Its collaborators are given the draft, where there is one. The ETag is the number of the release.',
        params: PluginParams,
        response: { 200: AsText(ManifestInput) },
      },
    },
    async (request, reply) => {
      const { caller, params } = request;
      const plugin = await findPluginOf(db, caller, params.id);
      const { number, manifest } = publishesAtOnce(caller, plugin)
        ? { ...plugin, number: plugin.known_release }
        : ((await selectWorkingRelease(db, plugin.id)) as ReleaseRow);
      reply.header('etag', etagOf(number));
      return sendJson(reply, spliceJson(withoutSecrets(manifest)));
    },
  );
  app.put(
    '/plugins/:id/manifest',
    {
      config: { ...config, rawBody: MANIFEST_RAW_PARTS },
      bodyLimit: MAX_MANIFEST_BYTES,
      validatorCompiler: validatedByHandler,
      schema: {
        tags,
        operationId: 'putManifest',
        summary: 'Publish a new manifest',
        description:
          'Makes the manifest the next release and puts every install on it (201), whosever the plugin: what the host writes needs no review. One with a `migration_url` is rolled out to everybody instead, as the config of each install is migrated; while another one is rolled out nothing is published (409 `wrong_state`). What its owners and developers write is the draft, which reaches nobody before it is submitted and approved. One that says what is there already changes nothing (200). With `If-Match` it is refused with 412 `revision_mismatch` when there is a newer release than the one that was read. The answer says what differs from what installs ran before, and whom that touches.',
        params: PluginParams,
        headers: IfMatch,
        body: ManifestInput,
        response: { 200: AsText(ManifestPut), 201: AsText(ManifestPut) },
      },
    },
    async (request, reply) => {
      const { caller, params, body, headers } = request;
      const { id } = await findPluginOf(db, caller, params.id);
      return withPlaceToCount(id, async () => {
        const given = { body, ifMatch: headers['if-match'] };
        const { plugin, release, before, isNew } = await runAgainOnDeadlock(db, async (tx) => {
          const put = publishesAtOnce(caller, await findPluginOf(tx, caller, params.id))
            ? await putManifest(
                tx,
                { ...making, publish: publishing(personActing(caller)) },
                params.id,
                given,
              )
            : await putDraft(tx, making, { caller, idOrSlug: params.id }, given);
          if (put.isNew) await followDevelopment(tx, put.plugin.id);
          const target = [put.plugin.id, put.release.number];
          if (put.isNew && put.release.number === put.plugin.current_release)
            await mailPermissions(tx, deps.config, put.plugin.id);
          if (put.isNew) await record(tx, doingOf(request), { action: 'release.created', target });
          return put;
        });
        if (isNew) wake();
        const from = before === null ? undefined : await selectRelease(db, plugin.id, before);
        const compared = { from: from?.manifest, now: from?.manifest, to: release.manifest };
        const answer = {
          plugin: pluginView(plugin),
          release: releaseView(plugin, release),
          ...(await compareReleases(deps, plugin.id, compared)),
        };
        reply.code(isNew ? 201 : 200).header('etag', etagOf(release.number));
        return sendJson(reply, spliceJson(answer));
      });
    },
  );
}

/** What editors read to help with a manifest; named by its `$schema`. */
export function manifestSchemaRoute(app: App, { config: { publicUrl } }: AppDeps): void {
  const text = JSON.stringify(publishedSchema(publicUrl));
  app.get(
    '/schemas/manifest.json',
    {
      config: { auth: 'none' },
      schema: {
        tags,
        operationId: 'getManifestSchema',
        summary: 'Get the JSON Schema of manifests',
        description: 'For editors: name it in the `$schema` of a manifest.',
        produces: ['application/schema+json'],
        response: { 200: AsText(JsonSchema) },
      },
    },
    async (_request, reply) => reply.type('application/schema+json').send(text),
  );
}
