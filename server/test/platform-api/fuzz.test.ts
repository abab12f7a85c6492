import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { defineEventType, registerPlugin } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let slug: string;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, 'opened');
  slug = (await registerPlugin(server)).slug;
  return () => server.close();
});

const V1 = '/platform/v1';
const WORKER = 'http://localhost:4999/worker';

const seeds: { method: string; path: string; body: object }[] = [
  {
    method: 'PUT',
    path: '/event_types/fuzzed',
    body: {
      description: 'x',
      example_payload: { a: 1 },
      payload_schema: {
        type: 'object',
        properties: { a: { $ref: '#/$defs/b' } },
        $defs: { b: {} },
      },
      ordered: false,
      required_scope: null,
    },
  },
  { method: 'PUT', path: '/scopes/fuzzed', body: { description: 'x' } },
  { method: 'POST', path: '/host_keys', body: { name: 'x' } },
  { method: 'POST', path: '/plugins/SLUG/secrets', body: { client_secret: 'x'.repeat(32) } },
  { method: 'POST', path: '/plugins/SLUG/endpoints/opened/disable', body: { reason: 'x' } },
  ...['POST /plugins', 'PUT /plugins/SLUG/manifest'].map((route) => ({
    method: route.split(' ')[0] as string,
    path: route.split(' ')[1] as string,
    body: {
      name: 'Fuzzed',
      slug: 'fuzzed',
      placements: { sidebar: { icon: null }, toolbar: true },
      scopes: [],
      events: [{ name: 'opened', url: WORKER, filter: { a: ['x', { prefix: 'y' }] } }],
      setup_steps: [
        {
          type: 'form',
          title: 'F',
          fields: [
            { key: 'a', type: 'text', label: 'A' },
            { key: 'b', type: 'select', label: 'B', options: [{ label: 'C', value: 'c' }] },
            {
              key: 'd',
              type: 'mapping',
              label: 'D',
              left_options_url: WORKER,
              right_field: { type: 'text' },
            },
          ],
        },
        {
          type: 'oauth2',
          title: 'O',
          client_id: 'c',
          client_secret: 's',
          authorize_url: WORKER,
          token_url: WORKER,
          validation_url: WORKER,
        },
      ],
    },
  })),
];

const NAMES = [
  '__proto__',
  'constructor',
  'type',
  'url',
  '$ref',
  '$id',
  'events',
  'filter',
  'enum',
];
const jsonValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(...NAMES),
  fc.constantFrom('http://[::1]:5432/', 'https://é.example/', '%', '\ud800', '\u0000', 1e308, -0),
  fc.constantFrom([], {}, [[]], { $ref: '#' }, { type: 'form' }, { a: [{ numeric: ['<', 1] }] }),
);

type Change = {
  at: number;
  how: 'replace' | 'remove' | 'add' | 'repeat';
  name: string;
  value: unknown;
};
const change: fc.Arbitrary<Change> = fc.record({
  at: fc.nat(200),
  how: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  name: fc.oneof(fc.constantFrom(...NAMES), fc.string()),
  value: jsonValue,
});

/** Every place of a document, as its container and key. */
function places(node: unknown): [Record<string, unknown>, string][] {
  if (typeof node !== 'object' || node === null) return [];
  const container = node as Record<string, unknown>;
  return Object.keys(container).flatMap((key) => [[container, key], ...places(container[key])]);
}

function changed(body: object, changes: Change[]): object {
  const copy = structuredClone(body);
  for (const { at, how, name, value } of changes) {
    const all = places(copy);
    const [container, key] = all[at % Math.max(1, all.length)] ?? [];
    if (container === undefined || key === undefined) continue;
    if (how === 'remove') delete container[key];
    else if (how === 'add') define(container, name, value);
    else define(container, key, how === 'replace' ? value : [container[key], container[key]]);
  }
  return copy;
}

function define(container: object, key: string, given: unknown): void {
  const value = structuredClone(given);
  if (Array.isArray(container)) container.push(value);
  else
    Object.defineProperty(container, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

async function expectAnswer(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await server.api(method, V1 + path.replace('SLUG', slug), body);
  expect(answer.status, answer.text).toBeLessThan(500);
  if (answer.status < 400) return;
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  expect(answer.body.detail).not.toBe('');
}

test('bodies that are nearly right, or not at all, are answered without a failure of ours', async () => {
  const body = fc.oneof(
    { weight: 4, arbitrary: fc.array(change, { minLength: 1, maxLength: 3 }) },
    { weight: 1, arbitrary: jsonValue },
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...seeds), body, async (seed, made) => {
      const sent = Array.isArray(made) && made.every(isChange) ? changed(seed.body, made) : made;
      await expectAnswer(seed.method, seed.path, JSON.stringify(sent));
    }),
    { numRuns: 300 },
  );
});

const isChange = (value: unknown): value is Change =>
  typeof value === 'object' && value !== null && 'how' in value;

test('whatever stands in a path or a query is answered without a failure of ours', async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }).filter((text) => text.isWellFormed()),
    fc.constantFrom('0', '-1', '2147483648', '9007199254740993', '1e9', '..', '%', 'SLUG'),
  );
  const routes = [
    'GET /event_types/:x',
    'DELETE /event_types/:x',
    'GET /scopes/:x',
    'DELETE /scopes/:x',
    'GET /plugins/:x',
    'GET /plugins/:x/manifest',
    'GET /plugins/SLUG/releases/:x',
    'DELETE /plugins/SLUG/secrets/:x',
    'POST /plugins/SLUG/endpoints/:x/enable',
    'DELETE /host_keys/:x',
    'GET /plugins?cursor=:x',
    'GET /scopes?cursor=:x',
    'GET /event_types?limit=:x',
    'GET /plugins/SLUG/releases?cursor=:x',
    'GET /plugins/SLUG/notices?cursor=:x',
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...routes), text, fc.boolean(), async (route, x, encode) => {
      const [method = '', path = ''] = route.split(' ');
      // A cursor of ours is base64url.
      const value = encode ? Buffer.from(x).toString('base64url') : encodeURIComponent(x);
      await expectAnswer(
        method,
        path.replace(':x', () => value),
      );
    }),
    { numRuns: 300 },
  );
});
