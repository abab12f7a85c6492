import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import type { AppDeps } from '../deps.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { rawParts } from '../lib/json.ts';
import { type Access, enterSpace } from './access.ts';
import { NumberedPageQuery, stretchOf, tellTotal } from './numbered-pages.ts';
import { pluginObject } from './plugin-object.ts';
import {
  AppProvisionChange,
  AppProvisionDetails,
  AppProvisions,
  NewAppProvision,
  OneAppProvision,
  provisionObject,
} from './provision-object.ts';
import { changeProvision, findProvision, provision, withdrawProvision } from './provisions.ts';
import { type ProvisionRow, selectProvisions } from './queries.ts';
import { forAll, ProvisionParams, SpaceIdParams, tags } from './route-options.ts';

/** Installs, as `app_provisions`. */
export function provisionRoutes(app: App, deps: AppDeps): void {
  const { db, vault } = deps;
  const shown = (row: ProvisionRow, access: Access) => provisionObject(vault, access, row);
  const textOf = (row: ProvisionRow, access: Access): string =>
    spliceJson({ app_provision: shown(row, access) });
  app.get(
    '/spaces/:space_id/app_provisions',
    {
      config: forAll('member'),
      schema: {
        tags,
        summary: 'List what is installed in a space',
        operationId: 'listAppProvisions',
        params: SpaceIdParams,
        querystring: NumberedPageQuery,
        response: { 200: AsText(AppProvisions) },
      },
    },
    async (request, reply) => {
      const access = await enterSpace(db, request.caller, request.params.space_id);
      const stretch = stretchOf(request.query);
      const { rows, total } = await selectProvisions(db, access, stretch);
      tellTotal(reply, total, stretch);
      const app_provisions = rows.map((row) => shown(row, access));
      return sendJson(reply, spliceJson({ app_provisions }));
    },
  );
  app.post(
    '/spaces/:space_id/app_provisions',
    {
      config: forAll('admin'),
      schema: {
        tags,
        summary: 'Install a plugin',
        description: 'What is installed already stays as it is, and is answered alike.',
        operationId: 'createAppProvision',
        params: SpaceIdParams,
        body: NewAppProvision,
        response: { 201: AsText(OneAppProvision) },
      },
    },
    async (request, reply) => {
      const { body, caller, params } = request;
      const appId = body.app_provision?.app_id ?? body.app_id;
      if (appId === undefined) throw invalid('/app_id', 'is required');
      const access = await enterSpace(db, caller, params.space_id);
      const row = await provision({ ...deps, doing: doingOf(request) }, access, appId);
      return sendJson(reply.code(201), textOf(row, access));
    },
  );
  app.get(
    '/spaces/:space_id/app_provisions/:app_id',
    {
      config: forAll('member'),
      schema: {
        tags,
        summary: 'Get what is installed, and its plugin',
        operationId: 'getAppProvision',
        params: ProvisionParams,
        response: { 200: AsText(AppProvisionDetails) },
      },
    },
    async (request, reply) => {
      const { space_id, app_id } = request.params;
      const access = await enterSpace(db, request.caller, space_id);
      const row = await findProvision(db, access, app_id);
      const app_provision = shown(row, access);
      const app = pluginObject(row, access.onlyPlugin !== null);
      return sendJson(reply, spliceJson({ app_provision, app, granted: row.granted }));
    },
  );
  for (const method of ['PUT', 'PATCH'] as const) {
    app.route({
      method,
      url: '/spaces/:space_id/app_provisions/:app_id',
      config: {
        ...forAll('admin'),
        rawBody: rawParts(['app_provision/space_level_settings', 'space_level_settings']),
      },
      schema: {
        tags,
        summary: 'Write the settings of what is installed',
        description:
          'Settings are replaced whole, and only where the plugin has `enable_space_settings`. People need the role `admin`; a plugin writes its own. PUT and PATCH are the same.',
        operationId: method === 'PUT' ? 'putAppProvision' : 'patchAppProvision',
        params: ProvisionParams,
        body: AppProvisionChange,
        response: { 200: AsText(OneAppProvision) },
      },
      handler: async (request, reply) => {
        const { space_id, app_id } = request.params;
        const access = await enterSpace(db, request.caller, space_id);
        const doing = doingOf(request);
        const row = await changeProvision({ ...deps, doing }, access, app_id, request.body);
        return sendJson(reply, textOf(row, access));
      },
    });
  }
  app.delete(
    '/spaces/:space_id/app_provisions/:app_id',
    {
      config: forAll('admin'),
      schema: {
        tags,
        summary: 'Uninstall a plugin',
        operationId: 'deleteAppProvision',
        params: ProvisionParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { space_id, app_id } = request.params;
      const access = await enterSpace(db, request.caller, space_id);
      await withdrawProvision({ ...deps, doing: doingOf(request) }, access, app_id);
      return reply.code(204).send(null);
    },
  );
}
