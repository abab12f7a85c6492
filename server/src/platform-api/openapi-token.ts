import { Type } from 'typebox';
import { GRANT_TYPES } from '../auth/schema.ts';
import { STORY } from '../story.ts';
import { PROTOCOL_SCOPES } from '../vocabulary/schema.ts';

const CREDENTIALS = {
  client_id: STORY.plugin.client_id,
  client_secret: 'pbs_example_of_a_client_secret',
};

const credentials = {
  client_id: Type.Optional(Type.String({ description: 'Unless sent by HTTP Basic' })),
  client_secret: Type.Optional(
    Type.String({
      description: 'Unless sent by HTTP Basic, or by a public client, which has none',
    }),
  ),
};

const GrantRequest = Type.Object(
  {
    grant_type: Type.Enum([...GRANT_TYPES]),
    ...credentials,
    scope: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], {
        description: 'Separated by spaces or commas, or an array',
      }),
    ),
    code: Type.Optional(Type.String({ description: 'For `authorization_code`' })),
    redirect_uri: Type.Optional(
      Type.String({
        description:
          'For `authorization_code`, where its request had one; a client that sends its secret may leave it out',
      }),
    ),
    code_verifier: Type.Optional(
      Type.String({ description: 'For `authorization_code`, where its request had a challenge' }),
    ),
    refresh_token: Type.Optional(Type.String({ description: 'For `refresh_token`' })),
    install_id: Type.Optional(
      Type.Union([Type.String(), Type.Integer()], { description: 'For `plugin_install`' }),
    ),
  },
  {
    title: 'TokenRequest',
    examples: [{ grant_type: 'client_credentials', ...CREDENTIALS, scope: 'plugin token.refresh' }],
  },
);

const Token = Type.Object(
  {
    token_type: Type.Literal('Bearer'),
    access_token: Type.String(),
    expires_in: Type.Integer({ description: 'Seconds' }),
    refresh_token: Type.Optional(
      Type.String({
        description:
          'With the scope `token.refresh`, for `plugin_install` without a scope, and always for a consent',
      }),
    ),
    refresh_token_expires_in: Type.Optional(Type.Integer({ description: 'Seconds' })),
    scope: Type.String(),
  },
  {
    title: 'Token',
    examples: [
      {
        token_type: 'Bearer',
        access_token: 'pba_example_of_an_access_token',
        expires_in: 3600,
        refresh_token: 'pbr_example_of_a_refresh_token',
        refresh_token_expires_in: 2592000,
        scope: 'plugin token.refresh',
      },
    ],
  },
);

const TokenQuestion = Type.Object(
  {
    token: Type.String(),
    token_type_hint: Type.Optional(Type.String({ description: 'Not needed' })),
    ...credentials,
  },
  {
    title: 'TokenQuestion',
    examples: [{ token: 'pba_example_of_an_access_token', ...CREDENTIALS }],
  },
);

const IntrospectionQuestion = Type.Object(
  {
    ...TokenQuestion.properties,
    scope: Type.Optional(
      Type.String({
        description:
          'From the host: what the call that brought the token needs, separated by spaces. Those that the token has count as used by its install; the answer is the same with it or without',
      }),
    ),
  },
  {
    title: 'IntrospectionQuestion',
    examples: [{ token: 'pba_example_of_an_access_token', scope: STORY.scope }],
  },
);

const Introspection = Type.Object(
  {
    active: Type.Boolean({ description: 'When false there is nothing else' }),
    scope: Type.Optional(Type.String()),
    client_id: Type.Optional(Type.String()),
    token_type: Type.Optional(Type.Enum(['Bearer', 'refresh_token'])),
    exp: Type.Optional(Type.Integer({ description: 'Seconds since 1970' })),
    iat: Type.Optional(Type.Integer({ description: 'Seconds since 1970' })),
    sub: Type.Optional(Type.String({ description: 'Id of the user that it acts for' })),
    username: Type.Optional(Type.String({ description: 'Email address of that user' })),
    space_id: Type.Optional(Type.Integer()),
    install_id: Type.Optional(Type.Integer()),
  },
  {
    title: 'Introspection',
    examples: [
      {
        active: true,
        scope: 'plugin',
        client_id: STORY.plugin.client_id,
        token_type: 'Bearer',
        exp: 1772443800,
        iat: 1772440200,
      },
    ],
  },
);

type Security = Record<string, string[]>[];

const common = {
  tags: ['oauth'],
  // What RFC 6749 has; JSON is taken just as well.
  consumes: ['application/x-www-form-urlencoded'],
};
const byClient: Security = [{ clientBasic: [] }, {}];

const protocolScopes = PROTOCOL_SCOPES.map((scope) => `\`${scope}\``).join(', ');

const token = (operationId: string) => ({
  ...common,
  operationId,
  summary: 'Get a token',
  description: `RFC 6749: \`authorization_code\` after a user's consent, \`client_credentials\` for the plugin itself (scopes ${protocolScopes}), \`refresh_token\`, and \`plugin_install\` for a token of the installer's on one install.`,
  security: byClient,
  body: GrantRequest,
  response: { 200: Token },
});

/** What clients post to, in words, by path. (The routes have no schemas to apply: RFC 6749 has errors of its own for everything.) */
export const clientEndpoints = {
  '/a/auth/v0/token': token('issueToken'),
  '/oauth/token': token('issueOAuthToken'),
  '/oauth/revoke': {
    ...common,
    operationId: 'revokeToken',
    summary: "End a token of the client's own",
    description:
      'RFC 7009. A refresh token takes with it all that came of the same consent. What is no token, or is dead already, is 200 too.',
    security: byClient,
    body: TokenQuestion,
    response: { 200: { description: 'It is dead', type: 'null' } },
  },
  '/oauth/introspect': {
    ...common,
    operationId: 'introspectToken',
    summary: 'Tell what a token is good for',
    description:
      "RFC 7662. With a host key: for the host's own API, about access tokens. With a client's credentials: about its own tokens.",
    security: [{ clientBasic: [] }, { hostKey: [] }, {}] as Security,
    body: IntrospectionQuestion,
    response: { 200: Introspection },
  },
} as const;
