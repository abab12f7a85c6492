import { Type } from 'typebox';
import { embeddingOrigins } from '../app-bridge/host-page.ts';
import { selectBridgeInstall } from '../app-bridge/queries.ts';
import { signBridgeToken } from '../app-bridge/token.ts';
import { makeTicket } from '../app-bridge/visits.ts';
import type { CallerKind } from '../auth/principals.ts';
import type { Config } from '../config.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Id, nullable } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { enterSpace } from './access.ts';
import { noRecord } from './errors.ts';
import { AppId } from './provision-object.ts';
import { findProvision } from './provisions.ts';
import { forUsersAndHost, SpaceIdParams, tags } from './route-options.ts';
import { viewerOf } from './viewer.ts';

const NewAppValidation = Type.Object(
  {
    app_id: AppId,
    user_id: Type.Optional({ ...Id, description: 'For the host: who looks at the page' }),
    host_origin: Type.Optional(
      Type.String({
        maxLength: 300,
        description:
          'Origin of the page that embeds the plugin, for the ticket; by default the first of `PLUGBOARD_HOST_ORIGINS` for the host, and this server for people',
      }),
    ),
  },
  {
    title: 'NewAppValidation',
    examples: [
      {
        app_id: STORY.plugin.slug,
        user_id: STORY.user.id,
        host_origin: 'https://app.example.com',
      },
    ],
  },
);

const AppValidation = Type.Object(
  {
    token: Type.String({ description: 'The App Bridge token, for the page of the plugin' }),
    ticket: nullable(
      Type.String({
        description:
          'Opens the frame at `/embed/open?ticket=…`, once, within a minute, in a page of `host_origin`; null where plugins cannot be embedded in pages of that origin',
      }),
    ),
  },
  {
    title: 'AppValidation',
    examples: [{ token: 'eyJhbGciOiJIUzI1NiJ9.e30.example', ticket: 'pbt_…' }],
  },
);

/** Tokens by which plugins know who looks at their pages. */
export function appBridgeRoutes(app: App, { db, vault, config }: AppDeps): void {
  app.post(
    '/spaces/:space_id/app_validations',
    {
      config: { ...forUsersAndHost('member'), portal: ['space'] },
      schema: {
        tags,
        summary: "Get an App Bridge token, and a ticket to open the plugin's page with",
        description:
          "A JWT for the plugin's page, signed with its client secret by HS256: `app_id`, `space_id`, `user_id`, `install_id`, `role`, `aud` (the client id), `iat`, a minute ago, and `exp`, an hour after that.",
        operationId: 'createAppValidation',
        params: SpaceIdParams,
        body: NewAppValidation,
        response: { 200: AppValidation },
      },
    },
    async ({ caller, params, body }, reply) => {
      const access = await enterSpace(db, caller, params.space_id);
      const viewer = await viewerOf(db, access, body.user_id);
      const { id } = await findProvision(db, access, body.app_id);
      const install = await selectBridgeInstall(db, access.spaceId, id);
      if (install === undefined) throw noRecord();
      const visit = { spaceId: access.spaceId, userId: viewer.id, role: viewer.role };
      const token = await signBridgeToken({ db, vault }, install, visit);
      if (token === undefined) throw noRecord();
      const host_origin = hostOriginOf(config, caller.kind, body.host_origin);
      const shown = { user_id: viewer.id, install_id: install.install_id };
      const ticket = host_origin ? await makeTicket(db, { ...shown, host_origin }) : null;
      reply.header('cache-control', 'no-store');
      return { token, ticket };
    },
  );
}

/** Undefined for an origin whose pages may not embed plugins. */
function hostOriginOf(
  config: Config,
  asker: CallerKind,
  given: string | undefined,
): string | undefined {
  const origins = embeddingOrigins(config);
  const [own, host = own] = origins;
  const wanted = given ?? (asker === 'host' ? host : own);
  return origins.find((origin) => origin === wanted);
}
