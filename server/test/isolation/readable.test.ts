import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { READABLE_FORMATS } from '../../src/lib/readable.ts';
import { ManifestInput } from '../../src/manifest/schema.ts';
import { login } from '../support/plugins.ts';
import { send, startTestServer } from '../support/server.ts';
import { isAboutOneself } from './calling.ts';
import { type Scene, setScene } from './scene.ts';

interface Schema {
  type?: string | string[];
  format?: string;
  const?: unknown;
  enum?: unknown[];
  pattern?: string;
  minimum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  $ref?: string;
}

interface Operation {
  name: string;
  schema: Schema;
}

const { paths, components } = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
) as {
  paths: Record<
    string,
    Record<string, { requestBody?: { content: Record<string, { schema: Schema }> } }>
  >;
  components: { schemas: Record<string, Schema> };
};

const operations: Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { requestBody }]) => {
    const schema = requestBody?.content['application/json']?.schema;
    return schema === undefined ? [] : [{ name: `${method.toUpperCase()} ${path}`, schema }];
  }),
);

const resolved = (schema: Schema): Schema =>
  schema.$ref === undefined
    ? schema
    : (components.schemas[schema.$ref.split('/').at(-1) as string] as Schema);

const variantsOf = (schema: Schema): Schema[] => {
  const variants = schema.anyOf ?? schema.oneOf;
  return variants === undefined ? [schema] : variants.flatMap((one) => variantsOf(resolved(one)));
};

const isString = ({ type }: Schema): boolean => [type].flat().includes('string');

/** A string somewhere in a body, and that body with a value there. */
interface Place {
  pointer: string;
  schema: Schema;
  body(value: string): unknown;
}

function placesIn(given: Schema, pointer = ''): Place[] {
  return variantsOf(resolved(given)).flatMap((schema): Place[] => {
    if (isString(schema)) return [{ pointer, schema, body: (value) => value }];
    if (schema.items) {
      const places = placesIn(schema.items, `${pointer}/0`);
      return places.map((place) => ({ ...place, body: (value) => [place.body(value)] }));
    }
    return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
      placesIn(member, `${pointer}/${name}`).map((place) => ({
        ...place,
        body: (value) => ({ ...(sample(schema) as object), [name]: place.body(value) }),
      })),
    );
  });
}

/** The least that a schema takes, as far as its form goes. */
function sample(given: Schema): unknown {
  const schema = variantsOf(resolved(given))[0] as Schema;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (isString(schema)) return STRINGS[schema.format ?? ''] ?? 'a';
  if (schema.items) return [];
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  const required = (schema.required ?? []).map((name) => [
    name,
    sample(schema.properties?.[name] as Schema),
  ]);
  return Object.fromEntries(required);
}

const STRINGS: Record<string, string> = {
  uri: 'https://example.com/',
  email: 'a@example.com',
  'date-time': '2030-01-01T00:00:00Z',
};

const isReadable = ({ schema }: Place): boolean =>
  Object.hasOwn(READABLE_FORMATS, schema.format ?? '');

const nameOf = ({ pointer }: Place): string =>
  pointer.split('/').findLast((part) => part !== '0') ?? '';

/** What people read wherever it stands. */
const READ_BY_PEOPLE =
  /^(?:name|.*_name|title|label|author|intro|description|text|placeholder|role|reason|categories)$/;

/** Of such a name and free, and why. */
const EXCUSED: Record<string, string> = {
  'PATCH /api/v2/plugin-services/jobs/{jobId} /attachments/0/label':
    'passes through, as it was sent',
  'POST /platform/v1/events /name': 'must be one of an event type',
  'POST /platform/v1/events/batch /events/0/name': 'must be one of an event type',
  'POST /platform/v1/sample_events /name': 'must be one of an event type',
  'POST /platform/v1/replays /filter/name': 'is compared with those of event types',
  // What the manifest is made of is checked as a manifest: see below that they are refused.
  ...Object.fromEntries(
    [
      'POST /v1/org_apps',
      'PUT /v1/org_apps/{id}',
      'POST /v1/partner_apps',
      'PUT /v1/partner_apps/{id}',
    ].flatMap((name) =>
      ['author', 'intro', 'description'].map((field) => [
        `${name} /app/${field}`,
        'in the manifest',
      ]),
    ),
  ),
};

test('every text that people read is declared as one', () => {
  const free = operations.flatMap(({ name, schema }) =>
    placesIn(schema)
      .filter((place) => READ_BY_PEOPLE.test(nameOf(place)) && !isReadable(place))
      .filter(({ schema: { pattern, enum: words, const: word } }) => !(pattern ?? words ?? word))
      .map(({ pointer }) => `${name} ${pointer}`),
  );
  const subscriptions = free.filter((place) => /\/events\/0\/name$/.test(place));
  expect(free.filter((place) => !subscriptions.includes(place)).sort()).toEqual(
    Object.keys(EXCUSED)
      .filter((place) => !/\/events\/0\/name$/.test(place))
      .sort(),
  );
});

const NO_TEXT = ['\u0000', 'a\u0007', 'a\u009b', 'a\u202eb', 'a\u2067b'];
const NO_LINE = [
  ...[...NO_TEXT, 'a\nb', 'a\tb', 'a\u0085b', 'a\u2028b', 'a\u200fb', 'a\u200eb', 'a\u061cb'],
  ...[' ', '\u200b\u200b', '\u3164', ' a', 'a\u00a0'],
];

let scene: Scene;
let person: string;
let plugin: string;
let orgApp: number;
beforeAll(async () => {
  const server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await setScene(server);
  plugin = await login(server, scene.plugin);
  const { body } = await server.api('POST', '/platform/v1/personal_access_tokens', {
    user_id: scene.admin.id,
    name: 'test',
  });
  person = body.token;
  const app = { name: 'App', slug: 'of-the-organization' };
  orgApp = (await server.api('POST', '/v1/org_apps', { app })).body.app.id;
  return () => server.close();
});

const readable = operations.flatMap(({ name, schema }) =>
  placesIn(schema)
    .filter(
      (place) => isReadable(place) || EXCUSED[`${name} ${place.pointer}`] === 'in the manifest',
    )
    .map((place) => ({ name, place, pointer: place.pointer })),
);

// The manifest is the same wherever it comes in: all of it where a plugin is registered, elsewhere its first fields.
const once = readable.filter(
  ({ name, pointer }) => !pointer.includes('/setup_steps') || name === 'POST /platform/v1/plugins',
);

describe('what could change how a page looks is refused', () => {
  test.each(once)('in $name $pointer', async ({ name, place }) => {
    const isLine = place.schema.format === 'line' || /\/(?:author|intro)$/.test(place.pointer);
    // Storyblok's clients are told of a field; where in it, the message says.
    const field = place.pointer.replace(/^\/app(?=\/)/, '').replace(/^\/manifest\/.*/, '/manifest');
    for (const value of isLine ? NO_LINE : NO_TEXT) {
      const { status, body, text } = await ask(name, place.body(value));
      expect([value, status], text).toEqual([value, 422]);
      const told = name.includes(' /v1/')
        ? Object.keys(body).map((key) => `/${key}`)
        : body.errors.map((error: { pointer?: string; source?: { pointer: string } }) => {
            return error.pointer ?? error.source?.pointer;
          });
      expect(told.map((one: string) => one.replace(/^\/app(?=[./])/, ''))).toContain(
        name.includes(' /v1/') ? `/${field.slice(1)}` : field,
      );
    }
  });
});

test('the schema of the manifest that editors read says so, too', () => {
  const places = placesIn(JSON.parse(JSON.stringify(ManifestInput)));
  const names = places.filter(isReadable).map(({ pointer }) => pointer);
  expect(names).toContain('/name');
  expect(names).toContain('/setup_steps/0/fields/0/options/0/label');
});

function ask(name: string, body: unknown) {
  const [method = '', path = ''] = name.split(' ');
  return send(scene.server.url + addressOf(path), method, body, {
    authorization: credentialFor(path),
  });
}

function credentialFor(path: string): string {
  if (path.startsWith('/api/')) return `Bearer ${plugin}`;
  if (path.startsWith('/v1/partner_apps') || isAboutOneself(path)) return person;
  return `Bearer ${scene.server.hostKey}`;
}

function addressOf(path: string): string {
  let segment = '';
  const parts = path.split('/').map((part) => {
    if (!part.startsWith('{')) {
      segment = part;
      return part;
    }
    return encodeURIComponent(segment === 'org_apps' ? orgApp : (scene.belongings[segment] ?? 1));
  });
  return parts.join('/');
}
