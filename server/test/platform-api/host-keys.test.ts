import { beforeAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
let otherNode: TestServer;
beforeAll(async () => {
  const database = await createTestDatabase();
  server = await startTestServer({ database });
  otherNode = await startTestServer({ database });
  return async () => {
    await otherNode.close();
    await server.close();
    await database.drop();
  };
});

const create = (body: unknown, headers = {}) =>
  server.api('POST', '/platform/v1/host_keys', body, headers);
const accepts = async (node: TestServer, key: string): Promise<boolean> => {
  const headers = { authorization: `Bearer ${key}` };
  const { status } = await node.api('GET', '/platform/v1/host_keys', undefined, headers);
  return status === 200;
};

test('a host key is shown once and opens the Platform API on every node', async () => {
  const { status, body } = await create({ name: 'Backend' });
  expect(status).toBe(201);
  expect(body).toEqual({
    id: expect.any(Number),
    name: 'Backend',
    hint: `pbk_…${body.key.slice(-4)}`,
    created_at: expect.any(String),
    key: expect.stringMatching(/^pbk_[A-Za-z0-9_-]{43}$/),
  });
  expect(await accepts(server, body.key)).toBe(true);
  expect(await accepts(otherNode, body.key)).toBe(true);

  const list = await server.api('GET', '/platform/v1/host_keys');
  const { key, ...shown } = body;
  expect(list.body.data).toContainEqual(shown);
  expect(list.text).not.toContain(key);
});

test('a revoked host key opens nothing any more, on any node', async () => {
  const { body } = await create({ name: 'Leaked' });
  expect(await accepts(otherNode, body.key)).toBe(true);
  const path = `/platform/v1/host_keys/${body.id}`;
  expect((await server.api('DELETE', path)).status).toBe(204);
  for (const node of [server, otherNode]) {
    await waitFor(async () => !(await accepts(node, body.key)), { describe: 'the key to fail' });
  }
  const list = await server.api('GET', '/platform/v1/host_keys');
  expect(list.body.data.map((one: { id: number }) => one.id)).not.toContain(body.id);
  const again = await server.api('DELETE', path);
  expect(again.status).toBe(404);
  expect(again.body.code).toBe('host_key_not_found');
});

test('a creation that is repeated with its key makes one host key', async () => {
  const headers = { 'idempotency-key': 'host-key' };
  const first = await create({ name: 'Once' }, headers);
  const second = await create({ name: 'Once' }, headers);
  expect(second.body).toEqual(first.body);
});

test.each([[{}], [{ name: '' }], [{ name: 'x'.repeat(101) }], [{ name: 7 }]])(
  'a host key is not made from %j',
  async (body) => {
    const refused = await create(body);
    expect(refused.status).toBe(422);
    expect(refused.body.errors[0].pointer).toBe('/name');
  },
);

test.each(['x', '0', '-1', '99999999', '1e3', '9007199254740993'])(
  'there is no host key %s',
  async (id) => {
    expect((await server.api('DELETE', `/platform/v1/host_keys/${id}`)).status).toBe(404);
  },
);
