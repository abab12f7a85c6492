import type { SwaggerTransform } from '@fastify/swagger';
import type { FastifySchema } from 'fastify';
import type { RouteAuth } from '../auth/route-auth.ts';
import { failures } from '../lib/failures.ts';
import { tokenEndpoint } from './openapi-token.ts';

/** The groups of operations, in the order in which they are read. */
export const tags = [
  { name: 'spaces', description: 'Customers of the host, and who belongs to them' },
  { name: 'users', description: 'People' },
  { name: 'vocabulary', description: 'Event types and scopes of the host' },
  { name: 'plugins', description: 'Manifests, releases, secrets and endpoints' },
  { name: 'installs', description: 'A plugin in a space, and its config' },
  { name: 'events', description: 'What happens in the host' },
  { name: 'jobs', description: 'What plugins were asked to do, and how it went' },
  { name: 'host keys', description: 'Credentials of the host' },
  { name: 'plugin api', description: "What a plugin's backend calls" },
  { name: 'oauth', description: 'Tokens' },
  { name: 'operations', description: 'Health and metrics' },
];

const securitySchemes = {
  hostKey: { type: 'http', scheme: 'bearer', description: 'A host key' },
  pluginToken: { type: 'http', scheme: 'bearer', description: 'An access token of a plugin' },
  clientBasic: { type: 'http', scheme: 'basic', description: 'client_id and client_secret' },
} as const;

const Problem = {
  type: 'object',
  description: 'Problem details (RFC 9457)',
  required: ['type', 'status', 'code', 'title', 'detail'],
  properties: {
    type: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(failures) },
    title: { type: 'string' },
    detail: { type: 'string', description: 'What was wrong, and what would be right' },
    errors: {
      type: 'array',
      description: 'Each thing that is wrong with the input',
      items: {
        type: 'object',
        required: ['pointer', 'message'],
        properties: {
          pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) into the body' },
          message: { type: 'string' },
        },
      },
    },
  },
} as const;

const JsonApiErrors = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['status', 'code', 'title', 'detail'],
        properties: {
          status: { type: 'string' },
          code: { type: 'string', enum: Object.keys(failures) },
          title: { type: 'string' },
          detail: { type: 'string' },
          source: { type: 'object', properties: { pointer: { type: 'string' } } },
        },
      },
    },
  },
} as const;

const OAuthError = {
  type: 'object',
  description: 'RFC 6749 §5.2',
  required: ['error'],
  properties: { error: { type: 'string' }, error_description: { type: 'string' } },
} as const;

const refused = (schema: string, ...types: string[]) => ({
  description: 'The request was refused, or cannot be served now',
  content: Object.fromEntries(
    types.map((type) => [type, { schema: { $ref: `#/components/schemas/${schema}` } }]),
  ),
});

export const components = {
  securitySchemes,
  schemas: { Problem, JsonApiErrors, OAuthError },
  responses: {
    Problem: refused('Problem', 'application/problem+json'),
    JsonApiErrors: refused('JsonApiErrors', 'application/json', 'application/vnd.api+json'),
    OAuthError: refused('OAuthError', 'application/json'),
  },
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

/** How the errors of a path are written: a name in `components.responses`. */
export function errorsOf(path: string): keyof typeof components.responses {
  if (path.startsWith('/api/v2/plugin-services')) return 'JsonApiErrors';
  return path.startsWith('/a/auth') ? 'OAuthError' : 'Problem';
}

/** Adds to a route's schema what its `config` says of it. */
export const describeRoute: SwaggerTransform = ({ schema, url, route }) => {
  if (route.method === 'POST' && url === tokenEndpoint.url) {
    return { schema: tokenEndpoint.schema, url };
  }
  const security = securityOf(route.config?.auth);
  const json = url.startsWith('/api/v2/plugin-services')
    ? { consumes: [...PLUGIN_TYPES], produces: [...PLUGIN_TYPES] }
    : {};
  return { schema: { ...json, ...schema, security } as FastifySchema, url };
};

const PLUGIN_TYPES = ['application/json', 'application/vnd.api+json'];

function securityOf(auth: RouteAuth | undefined): Record<string, string[]>[] {
  if (auth === undefined || auth === 'none') return [];
  return auth === 'host_key' ? [{ hostKey: [] }] : [{ pluginToken: [auth.plugin_scope] }];
}
