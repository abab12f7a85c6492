import { beforeAll, describe, expect, test } from 'vitest';
import { LIFECYCLE_EVENTS } from '../../src/manifest/lifecycle.ts';
import { registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const path = (name: string) => `/platform/v1/event_types/${encodeURIComponent(name)}`;
const put = (name: string, body: unknown) => server.api('PUT', path(name), body);

const SCHEMA = {
  type: 'object',
  required: ['floor'],
  properties: { floor: { type: 'integer' }, pattern: { $ref: '#/$defs/word' } },
  $defs: { word: { type: 'string', maxLength: 20 } },
};

function doubling(levels: number): object {
  const twice = (name: number) => ({ anyOf: [0, 1].map(() => ({ $ref: `#/$defs/l${name}` })) });
  const $defs = Object.fromEntries(
    Array.from({ length: levels }, (_, level) => [`l${level}`, level ? twice(level - 1) : {}]),
  );
  return { $defs, ...twice(levels - 1) };
}

test('an event type is created, read, replaced and removed', async () => {
  const created = await put('entry.sign_in', {
    description: 'Somebody signs in',
    example_payload: { floor: 3 },
    payload_schema: SCHEMA,
    ordered: false,
  });
  expect(created.status).toBe(201);
  expect(created.body).toEqual({
    name: 'entry.sign_in',
    description: 'Somebody signs in',
    example_payload: { floor: 3 },
    payload_schema: SCHEMA,
    ordered: false,
    required_scope: null,
    private: false,
    created_at: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/),
    updated_at: created.body.created_at,
  });
  expect((await server.api('GET', path('entry.sign_in'))).body).toEqual(created.body);

  const replaced = await put('entry.sign_in', { description: 'Signs in' });
  expect(replaced.status).toBe(200);
  expect(replaced.body).toMatchObject({
    description: 'Signs in',
    example_payload: null,
    payload_schema: null,
    ordered: true,
    created_at: created.body.created_at,
  });

  expect((await server.api('DELETE', path('entry.sign_in'))).status).toBe(204);
  const gone = await server.api('GET', path('entry.sign_in'));
  expect(gone.status).toBe(404);
  expect(gone.body.code).toBe('event_type_not_found');
  expect((await server.api('DELETE', path('entry.sign_in'))).status).toBe(404);
});

test('an example payload is kept as it was written', async () => {
  const example = '{"b":1.50,"a":9007199254740993,"__proto__":[-0]}';
  await put('exact', `{"description":"Exact","example_payload":${example}}`);
  expect((await server.api('GET', path('exact'))).text).toContain(`"example_payload":${example}`);
});

test('event types are listed page by page in the order of their names', async () => {
  for (const name of ['list.c', 'list.a', 'list.b']) await put(name, { description: name });
  const names: string[] = [];
  let cursor = '';
  do {
    const { body } = await server.api('GET', `/platform/v1/event_types?limit=1${cursor}`);
    names.push(...body.data.map((one: { name: string }) => one.name));
    cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
  } while (cursor !== '');
  expect(names).toEqual([...names].sort());
  expect(names).toEqual(expect.arrayContaining(['list.a', 'list.b', 'list.c']));
});

test.each(['Upper', '1st', 'with space', 'a/b', 'ä', `a${'b'.repeat(100)}`])(
  'an event cannot be called "%s"',
  async (name) => {
    const refused = await put(name, { description: 'x' });
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].pointer).toBe('/name');
    expect((await server.api('GET', path(name))).status).toBe(404);
    expect((await server.api('DELETE', path(name))).status).toBe(404);
  },
);

test.each(LIFECYCLE_EVENTS)('%s is built in and can be neither put nor removed', async (name) => {
  for (const refused of [
    await put(name, { description: 'Mine now' }),
    await server.api('DELETE', path(name)),
  ]) {
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('forbidden');
  }
});

describe('a body that cannot be', () => {
  test.each<[string, object, string]>([
    ['no description', {}, '/description'],
    ['an unknown field', { description: 'x', colour: 'red' }, '/colour'],
    ['an unknown scope', { description: 'x', required_scope: 'nope' }, '/required_scope'],
    [
      'a schema that is none',
      { description: 'x', payload_schema: { type: 'objekt' } },
      '/payload_schema/type',
    ],
    [
      'a bad schema deep inside',
      { description: 'x', payload_schema: { properties: { a: { minLength: -1 } } } },
      '/payload_schema/properties/a/minLength',
    ],
    [
      'a remote reference',
      { description: 'x', payload_schema: { items: { $ref: 'https://example.com/s.json' } } },
      '/payload_schema/items/$ref',
    ],
    [
      'a reference to a file',
      { description: 'x', payload_schema: { $ref: 'other.json' } },
      '/payload_schema/$ref',
    ],
    [
      'a reference that leads nowhere',
      { description: 'x', payload_schema: { $ref: '#/$defs/missing' } },
      '/payload_schema',
    ],
    [
      'a regular expression',
      { description: 'x', payload_schema: { properties: { a: { pattern: '(a+)+$' } } } },
      '/payload_schema/properties/a/pattern',
    ],
    [
      'a pattern for names of members',
      { description: 'x', payload_schema: { patternProperties: { '(a+)+$': {} } } },
      '/payload_schema/patternProperties',
    ],
    [
      'a reference into what is data',
      { description: 'x', payload_schema: { const: { a: {} }, $ref: '#/const/a' } },
      '/payload_schema/$ref',
    ],
    [
      'a reference to itself',
      { description: 'x', payload_schema: { not: { $ref: '#' } } },
      '/payload_schema/not/$ref',
    ],
    [
      'references in a circle',
      {
        description: 'x',
        payload_schema: {
          $ref: '#/$defs/a',
          $defs: { a: { items: { $ref: '#/$defs/b' } }, b: { items: { $ref: '#/$defs/a' } } },
        },
      },
      '/payload_schema/$defs/b/items/$ref',
    ],
    [
      'references that double with every level',
      { description: 'x', payload_schema: doubling(40) },
      '/payload_schema',
    ],
    [
      'an anchor',
      { description: 'x', payload_schema: { items: { $anchor: 'a' } } },
      '/payload_schema/items/$anchor',
    ],
    [
      'an id within',
      { description: 'x', payload_schema: { items: { $id: 'https://example.com/s' } } },
      '/payload_schema/items/$id',
    ],
    [
      'many items to compare with each other',
      { description: 'x', payload_schema: { uniqueItems: true, maxItems: 1001 } },
      '/payload_schema/uniqueItems',
    ],
    [
      'an unknown draft',
      { description: 'x', payload_schema: { $schema: 'http://json-schema.org/draft-04/schema#' } },
      '/payload_schema/$schema',
    ],
    [
      'an example that does not fit',
      { description: 'x', payload_schema: SCHEMA, example_payload: { floor: 'third' } },
      '/example_payload/floor',
    ],
  ])('has %s', async (_name, body, pointer) => {
    const refused = await put('refused', body);
    expect(refused.status, refused.text).toBe(422);
    expect(refused.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(
      pointer,
    );
    expect((await server.api('GET', path('refused'))).status).toBe(404);
  });

  test('is larger than a schema may be', async () => {
    const payload_schema = { description: 'x'.repeat(70_000) };
    const refused = await put('refused', { description: 'x', payload_schema });
    expect(refused.status).toBe(413);
    expect(refused.body.code).toBe('value_too_large');
  });
});

test.each([
  'http://json-schema.org/draft-07/schema#',
  'https://json-schema.org/draft/2020-12/schema',
])('schemas of %s are taken, with names of members that look like keywords', async ($schema) => {
  const payload_schema = {
    $schema,
    properties: {
      $ref: { type: 'string' },
      pattern: { enum: [{ $ref: 'x', pattern: '(' }] },
      tags: { uniqueItems: true, maxItems: 10 },
      twice: { allOf: [{ $ref: '#/definitions/a' }, { $ref: '#/definitions/a' }] },
    },
    definitions: { a: { type: 'string' } },
  };
  expect((await put('drafts', { description: 'x', payload_schema })).status).toBeLessThan(300);
});

test('an event type that a plugin hears cannot be removed until it no longer does', async () => {
  await put('heard', { description: 'x' });
  const events = [{ name: 'heard', url: 'http://localhost:4999/x' }];
  const { id, slug } = await registerPlugin(server, { events });
  const refused = await server.api('DELETE', path('heard'));
  expect(refused.status).toBe(409);
  expect(refused.body.code).toBe('in_use');
  expect(refused.body.detail).toContain(slug);

  await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, { name: slug, slug });
  expect((await server.api('DELETE', path('heard'))).status).toBe(204);
});

test('an event type that is removed while plugins subscribe to it leaves no plugin without it', async () => {
  for (let round = 0; round < 5; round++) {
    const name = `race.r${round}`;
    await put(name, { description: 'x' });
    const events = [{ name, url: 'http://localhost:4999/x' }];
    const manifest = { name, slug: `race-r${round}`, events };
    const [registered, removed] = await Promise.all([
      server.api('POST', '/platform/v1/plugins', manifest),
      server.api('DELETE', path(name)),
    ]);
    expect([
      [201, 409],
      [422, 204],
    ]).toContainEqual([registered.status, removed.status]);
  }
});
