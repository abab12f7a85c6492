import type { SwaggerTransform } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import { Type } from 'typebox';
import type { PortalOpening } from '../auth/portal-views.ts';
import type { CallerKind } from '../auth/principals.ts';
import type { RouteAuth } from '../auth/route-auth.ts';
import { failures } from '../lib/failures.ts';
import { type FailureFormat, failureFormat } from '../surfaces.ts';
import { clientEndpoints } from './openapi-token.ts';

/** The groups of operations, in the order in which they are read. */
export const tagGroups = [
  { name: 'spaces', description: 'Customers of the host, and who belongs to them' },
  { name: 'me', description: 'Whoever is signed in, by a session or a personal token' },
  { name: 'users', description: 'People' },
  { name: 'developers', description: 'Who may register plugins, and who was invited to' },
  { name: 'vocabulary', description: 'Event types and scopes of the host' },
  { name: 'plugins', description: 'Manifests, releases, secrets and endpoints' },
  { name: 'installs', description: 'A plugin in a space' },
  { name: 'config', description: 'The config of an install, and its revisions' },
  {
    name: 'notifications',
    description: 'What plugins told people, who has read it, and what they chose',
  },
  { name: 'events', description: 'What happens in the host' },
  { name: 'jobs', description: 'What plugins were asked to do, and how it went' },
  { name: 'host keys', description: 'Credentials of the host' },
  {
    name: 'plugin services',
    description:
      "What a plugin's backend calls. `application/vnd.api+json` is taken for bodies just as well",
  },
  {
    name: 'host',
    description:
      "What Envoy's clients ask of the host at the same address. What is not here is sent on to the host's own API",
  },
  { name: 'oauth', description: 'Consent and tokens. JSON is taken for bodies just as well' },
  { name: 'space api', description: 'What plugins and people call for a space' },
  { name: 'operations', description: 'Health and metrics' },
];

const securitySchemes = {
  hostKey: { type: 'http', scheme: 'bearer', description: 'A host key' },
  pluginToken: { type: 'http', scheme: 'bearer', description: 'An access token of a plugin' },
  userToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'An access token that acts for a user in a space',
  },
  personalToken: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description: 'A personal token, with or without "Bearer"',
  },
  portalToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'A portal token, for one of the views that open the operation',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-plugboard_session',
    description: 'Somebody signed in with this browser, on a page of this server',
  },
  portalSession: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-plugboard_portal',
    description: 'Somebody who came by the link to a portal, on a page of this server',
  },
  clientBasic: { type: 'http', scheme: 'basic', description: 'client_id and client_secret' },
} as const;

const Code = Type.Enum(Object.keys(failures), { description: 'Stable' });

const Problem = Type.Object(
  {
    type: Type.String(),
    status: Type.Integer(),
    code: Code,
    title: Type.String(),
    detail: Type.String({ description: 'What was wrong, and what would be right' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object({
          pointer: Type.String({ description: 'JSON Pointer (RFC 6901) into the body' }),
          message: Type.String(),
          keyword: Type.Optional(
            Type.String({
              description:
                'Keyword of JSON Schema that it breaks, such as `required`, `type`, `enum` or `maxLength`, where there is one',
            }),
          ),
          params: Type.Optional(
            Type.Object(
              {
                limit: Type.Optional(
                  Type.Number({ description: 'Of `minimum`, `maxLength` and the like' }),
                ),
                values: Type.Optional(
                  Type.Array(Type.Any(), { description: 'Of `enum`: what it may be' }),
                ),
                types: Type.Optional(
                  Type.Array(Type.String(), {
                    description: 'Of `type`: those of JSON it may have',
                  }),
                ),
                format: Type.Optional(Type.String({ description: 'Of `format`' })),
              },
              { description: 'What the keyword is broken with' },
            ),
          ),
        }),
        { description: 'Each thing that is wrong with the input' },
      ),
    ),
    limit: Type.Optional(
      Type.Integer({ description: 'Of `quota_exceeded`: how many there may be' }),
    ),
    used: Type.Optional(Type.Integer({ description: 'Of `quota_exceeded`: how many there are' })),
  },
  {
    description: 'Problem details (RFC 9457)',
    examples: [
      {
        type: 'about:blank',
        status: 422,
        code: 'invalid',
        title: failures.invalid.title,
        detail: 'There is no space 99',
        errors: [{ pointer: '/space_id', message: 'There is no space 99' }],
      },
    ],
  },
);

const JsonApiErrors = Type.Object(
  {
    errors: Type.Array(
      Type.Object({
        status: Type.String(),
        code: Code,
        title: Type.String(),
        detail: Type.String(),
        source: Type.Optional(Type.Object({ pointer: Type.String() })),
      }),
    ),
  },
  {
    examples: [
      {
        errors: [
          {
            status: '404',
            code: 'install_not_found',
            title: failures.install_not_found.title,
            detail: 'There is no such live install of this plugin',
          },
        ],
      },
    ],
  },
);

const OAuthError = Type.Object(
  { error: Type.String(), error_description: Type.Optional(Type.String()) },
  {
    description: 'RFC 6749 §5.2',
    examples: [{ error: 'invalid_client', error_description: 'The client secret is wrong' }],
  },
);

const SpaceApiError = Type.Union(
  [
    Type.Array(Type.String(), { description: '404' }),
    Type.Object({ error: Type.String() }, { additionalProperties: false }),
    Type.Record(Type.String(), Type.Array(Type.String()), {
      description: '422: messages by field; `base` for what is no field',
    }),
  ],
  { description: 'As Storyblok writes errors', examples: [['This record could not be found']] },
);

const refused = (schema: string, ...types: string[]) => ({
  description: 'The request was refused, or cannot be served now',
  content: Object.fromEntries(
    types.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]),
  ),
});

/** What operations refer to: who may call, how each surface refuses, the `Idempotency-Key`. */
export const components = {
  securitySchemes,
  // (Both versions of the swagger types must accept them.)
  schemas: { Problem, JsonApiErrors, OAuthError, SpaceApiError } as unknown as Record<
    string,
    never
  >,
  responses: {
    Problem: refused('Problem', 'application/problem+json'),
    JsonApiErrors: refused('JsonApiErrors', 'application/json', 'application/vnd.api+json'),
    OAuthError: refused('OAuthError', 'application/json'),
    SpaceApiError: refused('SpaceApiError', 'application/json'),
  } satisfies Record<FailureFormat, object>,
  parameters: {
    IdempotencyKey: {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Makes it safe to send the request again: for 24 hours the same key and body give the same answer, and another body is refused',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
    },
  },
} as const;

/** Adds to a route's schema what its `config` says of it. */
export const describeRoute: SwaggerTransform = ({ schema, url, route }) => {
  if (route.method === 'POST' && Object.hasOwn(clientEndpoints, url)) {
    return { schema: clientEndpoints[url as keyof typeof clientEndpoints], url };
  }
  const security = [...securityOf(route.config?.auth), ...portalSecurity(route.config?.portal)];
  const json =
    failureFormat(url) === 'JsonApiErrors'
      ? { produces: ['application/json', 'application/vnd.api+json'] }
      : {};
  return { schema: { ...json, ...schema, security } as FastifySchema, url };
};

// A token is for views alone, and what opens by one of those opens by a link, too.
const portalSecurity = (opening: readonly PortalOpening[] = []): Record<string, string[]>[] => [
  ...(opening.some((view) => view !== 'space') ? [{ portalToken: [] }] : []),
  ...(opening.length > 0 ? [{ portalSession: [] }] : []),
];

const CALLER_SECURITY: Record<CallerKind, Record<string, string[]>[]> = {
  plugin: [{ userToken: [] }],
  user: [{ personalToken: [] }, { session: [] }],
  host: [{ hostKey: [] }],
};

function securityOf(auth: RouteAuth | undefined): Record<string, string[]>[] {
  if (auth === undefined || auth === 'none') return [];
  if ('plugin_scope' in auth) return [{ pluginToken: [auth.plugin_scope] }];
  return auth.callers.flatMap((kind) => CALLER_SECURITY[kind]);
}
