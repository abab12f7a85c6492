import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { AppDeps } from '../deps.ts';
import {
  type AppSettingRow,
  type SettingKey,
  selectAppSetting,
  upsertAppSetting,
} from '../installs/app-settings-queries.ts';
import { refuseTooLarge } from '../installs/config-patch.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { AsText, Id, RawObject, Timestamp } from '../lib/http/schema.ts';
import { objectTextOf, sendJson, spliceJson } from '../lib/http/splice.ts';
import { RawJson, rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { STORY } from '../story.ts';
import { type Access, enterSpace, requireWriter } from './access.ts';
import { noRecord } from './errors.ts';
import { forAll, SpaceIdParams, tags } from './route-options.ts';

const Settings = RawObject('Kept byte for byte');
const ClientId = Type.String({ minLength: 1, maxLength: 255 });

const SETTINGS = { theme: 'warm' };

const AppSetting = Type.Object(
  { settings: Settings, created_at: Timestamp, updated_at: Timestamp },
  {
    title: 'AppSetting',
    description: 'What a space tells a plugin beside its config',
    examples: [{ settings: SETTINGS, created_at: STORY.setUpAt, updated_at: STORY.setUpAt }],
  },
);
const OneAppSetting = Type.Object({ app_setting: AppSetting }, { title: 'OneAppSetting' });
const response = { 200: AsText(OneAppSetting) };

const SettingParams = Type.Object({ space_id: Id, client_id: ClientId });
const NewAppSetting = Type.Object(
  {
    app_setting: Type.Object(
      {
        client_id: Type.Optional({
          ...ClientId,
          description: 'By default that of the calling plugin',
        }),
        settings: Settings,
      },
      {
        title: 'AppSettingInput',
        examples: [{ client_id: STORY.plugin.client_id, settings: SETTINGS }],
      },
    ),
  },
  { title: 'NewAppSetting' },
);

const config = { ...forAll('admin'), rawBody: rawParts(['app_setting/settings']) };

/** What a space tells a plugin beside its config. */
export function appSettingRoutes(app: App, deps: AppDeps): void {
  const paths = [
    { path: '', params: SpaceIdParams, ofOne: '' },
    { path: '/:client_id', params: SettingParams, ofOne: 'Of' },
  ];
  for (const { path, params, ofOne } of paths) {
    const url = `/spaces/:space_id/app_settings${path}`;
    app.get(
      url,
      {
        config: forAll('member'),
        schema: {
          tags,
          summary: 'Get what a space tells a plugin',
          operationId: `getAppSetting${ofOne}`,
          params,
          response,
        },
      },
      async ({ caller, params }, reply) => {
        const access = await enterSpace(deps.db, caller, params.space_id);
        const row = await selectAppSetting(deps.db, keyOf(access, params));
        return sendSetting(reply, row);
      },
    );
    for (const method of ['POST', 'PUT'] as const) {
      app.route({
        method,
        url,
        config,
        schema: {
          tags,
          summary: 'Replace what a space tells a plugin',
          description: 'People need the role `admin`.',
          operationId: `${method === 'PUT' ? 'put' : 'create'}AppSetting${ofOne}`,
          params,
          body: NewAppSetting,
          response,
        },
        handler: async (request, reply) => {
          const { caller, params, body } = request;
          const { client_id, settings } = body.app_setting;
          const access = await enterSpace(deps.db, caller, params.space_id);
          requireWriter(access);
          const key = keyOf(access, { client_id, ...params });
          if (key.clientId === null && key.onlyPlugin === null) {
            throw invalid('/app_setting/client_id', 'is required');
          }
          const text = objectTextOf(settings, '/app_setting/settings');
          refuseTooLarge(text, deps.config.maxConfigBytes);
          const row = await runAgainOnDeadlock(deps.db, async (tx) => {
            const put = await upsertAppSetting(tx, key, text);
            if (put === undefined) return undefined;
            const about = { target: put.install_id, spaceId: access.spaceId };
            await record(tx, doingOf(request), { action: 'app_settings.updated', ...about });
            return put;
          });
          return sendSetting(reply, row);
        },
      });
    }
  }
}

const keyOf = (
  { spaceId, onlyPlugin }: Access,
  { client_id }: { space_id: number; client_id?: string },
): SettingKey => ({ spaceId, onlyPlugin, clientId: client_id ?? null });

function sendSetting(reply: FastifyReply, row: AppSettingRow | undefined): FastifyReply {
  if (row === undefined) throw noRecord();
  const { settings, created_at, updated_at } = row;
  return sendJson(
    reply,
    spliceJson({ app_setting: { settings: new RawJson(settings), created_at, updated_at } }),
  );
}
