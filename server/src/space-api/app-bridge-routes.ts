import { Type } from 'typebox';
import { selectBridgeInstall } from '../app-bridge/queries.ts';
import { signBridgeToken } from '../app-bridge/token.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Id } from '../lib/http/schema.ts';
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
  },
  {
    title: 'NewAppValidation',
    examples: [{ app_id: STORY.plugin.slug, user_id: STORY.user.id }],
  },
);

const AppBridgeToken = Type.Object(
  { token: Type.String() },
  { title: 'AppBridgeToken', examples: [{ token: 'eyJhbGciOiJIUzI1NiJ9.e30.example' }] },
);

/** Tokens by which plugins know who looks at their pages. */
export function appBridgeRoutes(app: App, { db, vault }: AppDeps): void {
  app.post(
    '/spaces/:space_id/app_validations',
    {
      config: forUsersAndHost,
      schema: {
        tags,
        summary: 'Get an App Bridge token',
        description:
          "A JWT for the plugin's page, signed with its client secret by HS256: `app_id`, `space_id`, `user_id`, `install_id`, `role`, `aud` (the client id), `iat` and `exp`, an hour later.",
        operationId: 'createAppValidation',
        params: SpaceIdParams,
        body: NewAppValidation,
        response: { 200: AppBridgeToken },
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
      reply.header('cache-control', 'no-store');
      return { token };
    },
  );
}
