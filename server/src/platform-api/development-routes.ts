import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS_THEMSELVES } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import { Install } from '../installs/schema.ts';
import { type ShownInstall, showInstalls } from '../installs/shown.ts';
import { installView } from '../installs/views.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { Page } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { PluginParams } from '../registry/schema.ts';
import {
  installForDevelopment,
  ownDevelopmentInstalls,
  removeDevelopment,
} from '../spaces/development.ts';
import { callingPerson, personCalling } from './calling-person.ts';

const tags = ['plugins'];
const config = { auth: DEVELOPERS_THEMSELVES } as const;

/** Where a developer tries out what they work on. */
export function developmentRoutes(app: App, deps: AppDeps): void {
  createRoute(app, deps);
  listRoute(app, deps);
  removeRoute(app, deps);
}

function createRoute(app: App, deps: AppDeps): void {
  app.post(
    '/plugins/:id/development_install',
    {
      config,
      schema: {
        tags,
        operationId: 'createDevelopmentInstall',
        summary: 'Install a plugin for yourself, to try it out',
        description:
          'For its owners and developers. The install stands in a space that is made for it, of which you are the one member. It runs the draft, or else what is in review, or else the published release, and follows each change; what that asks for is agreed to. It hears sample events and of its own life, and nothing of the host. You have one of each plugin: where it is there already, it is answered (200).',
        params: PluginParams,
        response: { 200: Install, 201: Install },
      },
    },
    async (request, reply) => {
      const caller = personCalling(request);
      const doing = doingOf(request);
      const { status, body } = await onceOnly(deps, request, async (tx) => {
        const { install, isNew, isNewSpace } = await installForDevelopment(
          tx,
          deps,
          caller,
          request.params.id,
        );
        const spaceId = install.space_id;
        if (isNewSpace)
          await record(tx, doing, { action: 'space.created', target: spaceId, spaceId });
        if (isNew)
          await record(tx, doing, { action: 'install.created', target: install.id, spaceId });
        const [shown] = await showInstalls({ ...deps, db: tx }, [install]);
        return { status: isNew ? 201 : 200, body: installView(shown as ShownInstall) };
      });
      deps.wake();
      return reply.code(status as 200 | 201).send(body);
    },
  );
}

function listRoute(app: App, deps: AppDeps): void {
  app.get(
    '/plugins/:id/development_installs',
    {
      config,
      schema: {
        tags,
        operationId: 'listDevelopmentInstalls',
        summary: 'Your own development installs of a plugin',
        description: 'One at most.',
        params: PluginParams,
        response: { 200: Page(Install) },
      },
    },
    async (request) => {
      const userId = callingPerson(request);
      const { id } = await findPluginOf(deps.db, request.caller, request.params.id);
      const rows = await ownDevelopmentInstalls(deps.db, userId, id);
      return { data: (await showInstalls(deps, rows)).map(installView), next_cursor: null };
    },
  );
}

function removeRoute(app: App, deps: AppDeps): void {
  app.delete(
    '/plugins/:id/development_install',
    {
      config,
      schema: {
        tags,
        operationId: 'deleteDevelopmentInstall',
        summary:
          'Remove your development install of a plugin, with its space and all that is there',
        description:
          'At once and for good: the plugin is not told. To see how it takes an uninstall, uninstall it before (`DELETE installs/{id}`).',
        params: PluginParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const userId = callingPerson(request);
      await runAgainOnDeadlock(deps.db, async (tx) => {
        const plugin = await findPluginOf(tx, request.caller, request.params.id);
        const { spaceId, installId } = await removeDevelopment(tx, userId, plugin);
        const doing = doingOf(request);
        await record(tx, doing, { action: 'install.erased', target: installId, spaceId });
        await record(tx, doing, { action: 'space.deleted', target: spaceId, spaceId });
      });
      return reply.code(204).send(null);
    },
  );
}
