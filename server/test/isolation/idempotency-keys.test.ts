import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { type Answer, send, startTestServer } from '../support/server.ts';
import { addressOf } from './calling.ts';
import { bodies } from './rows.ts';
import { type Scene, setScene } from './scene.ts';

interface Operation {
  parameters?: { $ref?: string }[];
}

const { paths } = JSON.parse(
  readFileSync(new URL('../../../openapi.json', import.meta.url), 'utf8'),
) as { paths: Record<string, Record<string, Operation>> };

const KEY = '#/components/parameters/IdempotencyKey';

const takingKeys = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, { parameters = [] }]) => parameters.some(({ $ref }) => $ref === KEY))
    .map(([method]) => ({ name: `${method.toUpperCase()} ${path}`, path })),
);

let scene: Scene;
let otherHostKey: string;
beforeAll(async () => {
  const server = await startTestServer();
  scene = await setScene(server);
  otherHostKey = (await server.api('POST', '/platform/v1/host_keys', { name: 'other' })).body.key;
  return () => server.close();
});

function post(
  name: string,
  path: string,
  hostKey: string,
  body = bodies[name]?.(scene) ?? {},
): Promise<Answer> {
  const { url } = scene.server;
  return send(url + addressOf(scene, path), 'POST', body, {
    authorization: `Bearer ${hostKey}`,
    'idempotency-key': 'the same for all',
  });
}

test('there are operations that take a key', () => {
  expect(takingKeys.length).toBeGreaterThan(8);
});

test.each(takingKeys)(
  '$name answers a key again to its caller and to no other',
  async (operation) => {
    const { name, path } = operation;
    // Some have a name that is taken once it was sent.
    const body = bodies[name]?.(scene) ?? {};
    const first = await post(name, path, scene.server.hostKey, body);
    const again = await post(name, path, scene.server.hostKey, body);
    const other = await post(name, path, otherHostKey, body);
    if (first.status < 300) expect([again.status, again.body]).toEqual([first.status, first.body]);
    if (first.status < 300) expect(other.text).not.toBe(first.text);
    for (const secret of secretsIn(first.text)) expect(other.text).not.toContain(secret);
  },
);

// An example of those that show a secret once.
test('what is kept of answers shows no secret to who reads the database', async () => {
  const first = await post('POST /platform/v1/host_keys', '/platform/v1/host_keys', otherHostKey);
  const [secret = ''] = secretsIn(first.text);
  expect(secret).not.toBe('');
  const rows = await scene.server.db.query<{ response: string }>(
    sql`select encode(response, 'escape') as response from idempotency_keys`,
  );
  expect(rows.length).toBeGreaterThan(5);
  for (const { response } of rows) expect(response).not.toMatch(/pb[a-z]_|"id"/);
});

const secretsIn = (text: string): string[] => text.match(/pb[a-z]+_[\w-]{20,}/g) ?? [];
