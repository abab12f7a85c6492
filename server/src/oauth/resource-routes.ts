import type { FastifyError } from 'fastify';
import { Type } from 'typebox';
import type { PluginCaller } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { failureOf } from '../lib/http/errors.ts';
import { Id, nullable } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { sendBearerError } from './errors.ts';
import { serverMetadata } from './metadata.ts';
import { spaceInfo, userInfo } from './user-info.ts';

const tags = ['oauth'];
const config = { auth: { callers: ['plugin'] }, anyOrigin: true } as const;

const UserInfo = Type.Object(
  {
    user: Type.Object(
      { id: Id, friendly_name: Type.String(), email: Type.String() },
      { title: 'UserOfToken' },
    ),
    space: Type.Object({ id: Id, name: Type.String() }, { title: 'SpaceOfToken' }),
    roles: Type.Array(
      Type.Object(
        {
          name: Type.Optional(Type.String({ description: '`admin` or `editor`' })),
          id: Type.Optional({ ...Id, description: "Of one of the host's own roles" }),
          role: Type.Optional(Type.String({ description: "One of the host's own roles" })),
        },
        { title: 'RoleOfToken', description: 'Either a name, or an id and a role' },
      ),
    ),
  },
  {
    title: 'UserInfo',
    examples: [{ user: STORY.user, space: STORY.space, roles: [{ name: 'admin' }] }],
  },
);

const SpaceInfo = Type.Object(
  {
    id: Id,
    name: Type.String(),
    domain: nullable(Type.String({ description: "The space's attribute `domain`" })),
    plan_level: nullable(Type.Integer()),
  },
  {
    title: 'SpaceInfo',
    examples: [{ ...STORY.space, domain: 'acme.example', plan_level: 2 }],
  },
);

const Uris = Type.Array(Type.String());
const ServerMetadata = Type.Object(
  {
    issuer: Type.String(),
    authorization_endpoint: Type.String(),
    token_endpoint: Type.String(),
    revocation_endpoint: Type.String(),
    introspection_endpoint: Type.String(),
    service_documentation: Type.String(),
    response_types_supported: Uris,
    response_modes_supported: Uris,
    grant_types_supported: Uris,
    token_endpoint_auth_methods_supported: Uris,
    revocation_endpoint_auth_methods_supported: Uris,
    introspection_endpoint_auth_methods_supported: Uris,
    code_challenge_methods_supported: Uris,
    authorization_response_iss_parameter_supported: Type.Boolean(),
  },
  {
    title: 'AuthorizationServerMetadata',
    description: 'RFC 8414',
    examples: [serverMetadata('https://plugboard.example.com')],
  },
);

/** What a token of a user stands for, and what the server can do. */
export async function resourceRoutes(
  app: App,
  { db, config: { publicUrl } }: AppDeps,
): Promise<void> {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    sendBearerError(reply, failureOf(error, request)),
  );
  for (const [url, operationId] of [
    ['/oauth/user_info', 'getUserInfo'],
    ['/v1/oauth/user_info', 'getUserInfoV1'],
  ] as const) {
    app.get(
      url,
      {
        config,
        schema: {
          tags,
          operationId,
          summary: 'Tell for whom the token acts, in which space, and as what',
          response: { 200: UserInfo },
        },
      },
      async (request) => userInfo(db, request.caller as PluginCaller),
    );
  }
  app.get(
    '/oauth/space_info',
    {
      config,
      schema: {
        tags,
        operationId: 'getSpaceInfo',
        summary: 'Tell which space the token is good for',
        response: { 200: SpaceInfo },
      },
    },
    async (request) => spaceInfo(db, request.caller as PluginCaller),
  );
  app.get(
    '/.well-known/oauth-authorization-server',
    {
      config: { auth: 'none', anyOrigin: true },
      schema: {
        tags,
        operationId: 'getServerMetadata',
        summary: 'Tell what the authorization server can do',
        response: { 200: ServerMetadata },
      },
    },
    async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=300');
      return serverMetadata(publicUrl);
    },
  );
}
