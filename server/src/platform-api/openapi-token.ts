import { Type } from 'typebox';

const GrantRequest = Type.Object(
  {
    grant_type: Type.Enum(['client_credentials', 'refresh_token', 'plugin_install']),
    client_id: Type.Optional(Type.String({ description: 'Unless sent by HTTP Basic' })),
    client_secret: Type.Optional(Type.String({ description: 'Unless sent by HTTP Basic' })),
    scope: Type.Optional(
      Type.Union([Type.String(), Type.Array(Type.String())], {
        description: 'Separated by spaces or commas, or an array',
      }),
    ),
    refresh_token: Type.Optional(Type.String({ description: 'For `refresh_token`' })),
    install_id: Type.Optional(
      Type.Union([Type.String(), Type.Integer()], { description: 'For `plugin_install`' }),
    ),
  },
  { title: 'TokenRequest' },
);

const Token = Type.Object(
  {
    token_type: Type.Literal('Bearer'),
    access_token: Type.String(),
    expires_in: Type.Integer({ description: 'Seconds' }),
    refresh_token: Type.Optional(Type.String({ description: 'With the scope `token.refresh`' })),
    refresh_token_expires_in: Type.Optional(Type.Integer({ description: 'Seconds' })),
    scope: Type.String(),
  },
  { title: 'Token' },
);

/** The token endpoint in words. (The route has no schema to apply: RFC 6749 has errors of its own for everything.) */
export const tokenEndpoint = {
  url: '/a/auth/v0/token',
  schema: {
    tags: ['oauth'],
    operationId: 'issueToken',
    summary: 'Get a token',
    description:
      "RFC 6749: `client_credentials` for the plugin itself (scopes `plugin`, `token.refresh`), `refresh_token`, and `plugin_install` for a token of the installer's on one install.",
    security: [{ clientBasic: [] }, {}] as Record<string, string[]>[],
    consumes: ['application/json', 'application/x-www-form-urlencoded'],
    body: GrantRequest,
    response: { 200: Token },
  },
};
