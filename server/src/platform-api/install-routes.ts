import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import { installPlugin } from '../installs/install.ts';
import { findInstall, restore, resume, suspend, uninstall } from '../installs/lifecycle.ts';
import { type InstallRow, selectInstalls } from '../installs/queries.ts';
import {
  Install,
  InstallParams,
  InstallQuery,
  NewInstall,
  UninstallQuery,
} from '../installs/schema.ts';
import { installView } from '../installs/views.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { answeredAs } from '../lib/http/schema.ts';
import { rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { findSpace } from '../spaces/spaces.ts';

const config = { auth: 'host_key' } as const;
const tags = ['installs'];

/** Installs and their life. */
export async function installRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db } = deps;
  app.post(
    '/spaces/:id/installs',
    {
      config: { auth: 'host_key', rawBody: rawParts(['config']) },
      schema: {
        tags,
        summary: 'Install a plugin in a space',
        description:
          'The install is `active` once its config has every field that the set-up forms require, until then in `setup`.',
        operationId: 'createInstall',
        params: InstallParams,
        body: NewInstall,
        response: { 201: Install },
      },
    },
    async (request, reply) => {
      const installation = {
        spaceId: request.params.id,
        given: request.body,
        hostKeyId: request.hostKey.hostKeyId,
        limits: deps.config,
      };
      const { body } = await onceOnly(deps, request, async (tx) => ({
        status: 201,
        body: installView(await installPlugin(tx, installation)),
      }));
      deps.wake();
      return reply.code(201).send(body);
    },
  );
  app.get(
    '/spaces/:id/installs',
    {
      config,
      schema: {
        tags,
        summary: "List a space's installs",
        operationId: 'listInstallsOfSpace',
        params: InstallParams,
        querystring: PageQuery,
        response: { 200: Page(Install) },
      },
    },
    async (request) => {
      const { id } = await findSpace(db, request.params.id);
      return pageOfInstalls(db, { spaceId: id }, request.query);
    },
  );
  app.get(
    '/installs',
    {
      config,
      schema: {
        tags,
        summary: 'List installs, of all plugins or of one',
        operationId: 'listInstalls',
        querystring: InstallQuery,
        response: { 200: Page(Install) },
      },
    },
    (request) => pageOfInstalls(db, { pluginId: request.query.plugin_id }, request.query),
  );
  app.get(
    '/installs/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Get an install',
        operationId: 'getInstall',
        params: InstallParams,
        response: { 200: Install },
      },
    },
    async (request) => installView(await findInstall(db, request.params.id)),
  );
  app.delete(
    '/installs/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Uninstall',
        description:
          'The plugin loses access at once. The install can be restored until `erase_after`, when what it kept is erased.',
        operationId: 'deleteInstall',
        params: InstallParams,
        querystring: UninstallQuery,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await runAgainOnDeadlock(db, (tx) => uninstall(tx, id, request.query, deps.config));
      deps.wake();
      return reply.code(204).send(null);
    },
  );
  stateRoute('restore', 'Undo an uninstall within its grace period', restore, {});
  stateRoute('suspend', 'Take an active install out of service', suspend, { status: 'suspended' });
  stateRoute('resume', 'Put a suspended install back into service', resume, {});

  function stateRoute(
    name: string,
    summary: string,
    change: (tx: Db, id: number) => Promise<InstallRow>,
    shown: Partial<Install>,
  ): void {
    app.post(
      `/installs/:id/${name}`,
      {
        config,
        schema: {
          tags,
          summary,
          operationId: `${name}Install`,
          params: InstallParams,
          response: { 200: answeredAs(Install, shown) },
        },
      },
      async (request) => {
        const install = await runAgainOnDeadlock(db, (tx) => change(tx, request.params.id));
        deps.wake();
        return installView(install);
      },
    );
  }
}

async function pageOfInstalls(
  db: Db,
  filter: { spaceId?: number; pluginId?: number },
  query: PageQuery,
) {
  const { after, limit } = idPageStart(query);
  const rows = await selectInstalls(db, filter, after, limit);
  return toPage(rows, limit, (row) => row.id, installView);
}
