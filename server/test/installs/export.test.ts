import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { createPlugin, installIn } from './fixtures.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

test('an export has everything, byte for byte, also what is more than a page', async () => {
  const install = await installIn(server, await createPlugin(server), { config: { a: 1 } });
  const path = `/platform/v1/installs/${install.id}`;
  for (let n = 1; n <= 102; n++) await server.api('PATCH', `${path}/config`, { config: { a: -n } });
  await server.db.query(sql`
    insert into install_storage_items (install_id, key, value)
    select ${install.id}, 'key ' || n, '{"n": ' || n || '.0}' from generate_series(1, 250) n`);
  await server.db.query(sql`
    insert into install_storage_items (install_id, key, value, expires_at)
    values (${install.id}, 'gone', '1', now() - interval '1 second')`);

  const { status, headers, text, body } = await server.api('GET', `${path}/export`);
  expect(status).toBe(200);
  expect(headers.get('content-disposition')).toBe(
    `attachment; filename="install-${install.id}.json"`,
  );
  expect(body.install).toMatchObject({ id: install.id, config_revision: 103 });
  expect(body.config).toEqual({ a: -102 });
  expect(body.revisions.map((revision: { number: number }) => revision.number)).toEqual(
    Array.from({ length: 103 }, (_, index) => 103 - index),
  );
  expect(text).toContain('{"key":"key 7","value":{"n": 7.0}}');
  const keys = body.storage.map((item: { key: string }) => item.key);
  expect(new Set(keys).size).toBe(250);
  expect(keys).not.toContain('gone');
});

test('an install that kept nothing, and an uninstalled one, can be exported', async () => {
  const { id } = await installIn(server, await createPlugin(server));
  await server.api('DELETE', `/platform/v1/installs/${id}`);
  const { body } = await server.api('GET', `/platform/v1/installs/${id}/export`);
  expect(body).toMatchObject({ config: {}, revisions: [], storage: [] });
  const unknown = await server.api('GET', '/platform/v1/installs/999999/export');
  expect(unknown.body.code).toBe('install_not_found');
});
