import { STORY } from '../story.ts';
import { isNode, type Node } from './openapi-schemas.ts';

/**
 * An example of a schema: its own, or one made of those of its parts; undefined where a part that it needs has none.
 *
 * @param named the schemas that are referred to, by name.
 */
export function exampleOf(schema: unknown, named: Node): unknown {
  if (!isNode(schema)) return undefined;
  const { $ref, examples, const: only, enum: values, anyOf, oneOf, items } = schema;
  if (typeof $ref === 'string') return exampleOf(named[$ref.split('/').at(-1) as string], named);
  for (const own of [examples, only === undefined ? undefined : [only], values]) {
    if (Array.isArray(own) && own.length > 0) return own[0];
  }
  for (const variants of [anyOf, oneOf]) {
    if (Array.isArray(variants)) return firstExample(variants, named);
  }
  if (schema.type === 'array') {
    const item = exampleOf(items, named);
    return item === undefined ? undefined : [item];
  }
  return schema.type === 'object' ? exampleOfObject(schema, named) : undefined;
}

function firstExample(variants: unknown[], named: Node): unknown {
  for (const variant of variants) {
    const example = exampleOf(variant, named);
    if (example !== undefined) return example;
  }
  return undefined;
}

function exampleOfObject({ properties, required = [] }: Node, named: Node): unknown {
  if (!isNode(properties)) return undefined;
  const members = Object.entries(properties)
    .filter(([name]) => (required as string[]).includes(name))
    .map(([name, schema]) => [name, exampleOf(schema, named)]);
  if (members.some(([, example]) => example === undefined)) return undefined;
  return Object.fromEntries(members);
}

const { space, user, plugin, installId, jobId, eventId, eventName, scope } = STORY;

// What is in a path behind the name of a collection.
const IN_PATHS: Record<string, string | number> = {
  actions: 0,
  app_provisions: plugin.slug,
  app_settings: plugin.client_id,
  apps: plugin.slug,
  attempts: 1,
  backfills: 2,
  catalog: plugin.slug,
  collaborators: user.id,
  companies: space.id,
  employees: user.id,
  developer_invitations: 1,
  developers: user.id,
  endpoints: eventName,
  roll_outs: 5,
  event_types: eventName,
  events: eventId,
  grants: 17,
  host_keys: 2,
  images: `${'0a1b2c3d'.repeat(8)}.png`,
  installs: installId,
  jobs: jobId,
  locations: space.id,
  members: user.id,
  notifications: '019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03',
  oauth_grants: 17,
  org_apps: plugin.id,
  partner_apps: plugin.id,
  personal_access_tokens: 5,
  plugins: plugin.slug,
  releases: 1,
  replays: 1,
  resource_types: 'rooms',
  revisions: 1,
  scopes: scope,
  secrets: 1,
  setup: 0,
  spaces: space.id,
  users: user.id,
};

/** An example of a parameter in a path, of the type that its schema says. */
export function exampleInPath(path: string, name: string, schema: unknown): unknown {
  const segments = path.split('/');
  const collection = segments[segments.indexOf(`{${name}}`) - 1] ?? '';
  const example = IN_PATHS[collection];
  return isNode(schema) && schema.type === 'string' && example !== undefined
    ? String(example)
    : example;
}
