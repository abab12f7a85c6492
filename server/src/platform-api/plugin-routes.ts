import { doingOf } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import { DEVELOPERS, OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, toPage } from '../lib/http/pagination.ts';
import { answeredAs } from '../lib/http/schema.ts';
import { validatedByHandler } from '../lib/http/validation.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { MANIFEST_RAW_PARTS, MAX_MANIFEST_BYTES } from '../manifest/schema.ts';
import { NewPlugin, PluginChange, splitNewPlugin } from '../registry/client-settings.ts';
import { findPluginOf, pluginReaderOf } from '../registry/find-plugin.ts';
import { originFor } from '../registry/new-origin.ts';
import { listedPluginView, pluginView, pluginWithRoleView } from '../registry/plugin-view.ts';
import { selectPluginPage } from '../registry/queries.ts';
import { changeClientSettings, registerPlugin } from '../registry/register-plugin.ts';
import { listPlugin } from '../registry/review.ts';
import {
  ListedPlugin,
  Plugin,
  PluginCreated,
  PluginParams,
  PluginQuery,
  PluginWithRole,
} from '../registry/schema.ts';

const tags = ['plugins'];

/** Registering and finding plugins. */
export function pluginRoutes(app: App, { db, vault, config: settings }: AppDeps): void {
  const { allowPrivateNetwork, brandName: hostName } = settings;
  const making = { vault, policy: { allowPrivateNetwork }, hostName };
  app.post(
    '/plugins',
    {
      config: { auth: DEVELOPERS, rawBody: MANIFEST_RAW_PARTS },
      bodyLimit: MAX_MANIFEST_BYTES,
      validatorCompiler: validatedByHandler,
      schema: {
        tags,
        operationId: 'registerPlugin',
        summary: 'Register a plugin',
        description:
          "The body is its manifest, which becomes release 1, and what kind of OAuth client it is. All that is wrong with it is told at once. With a host key, and for operators, the plugin is the host's, and published; who is invited as a developer (or anybody, as `PLUGBOARD_DEVELOPERS` says) gets one of their own, whose release 1 is a draft. The client secret is shown this once; with an `Idempotency-Key` the same answer can be had again for 24 hours.",
        body: NewPlugin,
        response: { 201: PluginCreated },
      },
    },
    async (request, reply) => {
      const { manifest, client } = splitNewPlugin(request.body);
      const answer = await onceOnly({ db, vault }, request, async (tx) => {
        const origin = await originFor(tx, settings, request.caller);
        const body = await registerPlugin(tx, making, { body: manifest, client, origin });
        await record(tx, doingOf(request), { action: 'plugin.created', target: body.plugin.id });
        return { status: 201, body };
      });
      return reply.code(201).send(answer.body);
    },
  );
  app.get(
    '/plugins',
    {
      config: { auth: DEVELOPERS },
      schema: {
        tags,
        operationId: 'listPlugins',
        summary: 'List plugins',
        description: 'In the order of their ids. For people those that they are collaborators of.',
        querystring: PluginQuery,
        response: { 200: Page(ListedPlugin) },
      },
    },
    async (request) => {
      const { with_installs: counting = false, ...filter } = request.query;
      const { limit, after } = idPageStart(request.query);
      const page = { after, limit: limit + 1, counting };
      const rows = await selectPluginPage(db, pluginReaderOf(request.caller), filter, page);
      return toPage(rows, limit, (row) => row.id, listedPluginView);
    },
  );
  app.get(
    '/plugins/:id',
    {
      config: { auth: DEVELOPERS },
      schema: {
        tags,
        operationId: 'getPlugin',
        summary: 'Get a plugin',
        description: 'By its id or its slug, as everywhere below.',
        params: PluginParams,
        response: { 200: PluginWithRole },
      },
    },
    async (request) =>
      pluginWithRoleView(await findPluginOf(db, request.caller, request.params.id)),
  );
  app.patch(
    '/plugins/:id',
    {
      config: { auth: OPERATORS },
      schema: {
        tags,
        operationId: 'updatePlugin',
        summary: 'Change what kind of OAuth client a plugin is, and whether the catalog has it',
        description: 'Not its manifest, which is replaced by a release.',
        params: PluginParams,
        body: PluginChange,
        response: { 200: answeredAs(Plugin, { client_type: 'public' }) },
      },
    },
    async (request) =>
      runAgainOnDeadlock(db, async (tx) => {
        const { listed, ...client } = request.body;
        if (listed !== undefined) await listPlugin(tx, request.params.id, listed);
        const plugin = await changeClientSettings(tx, request.params.id, client);
        const changed = fieldsOf(request.body);
        await record(tx, doingOf(request), {
          action: 'plugin.updated',
          target: plugin.id,
          changed,
        });
        return pluginView(plugin);
      }),
  );
}
