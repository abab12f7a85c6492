import { beforeAll, expect, test } from 'vitest';
import { raw, sql } from '../../src/lib/db.ts';
import { createPerson, type Headers, signIn } from '../space-api/scene.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    env: { PLUGBOARD_QUOTA_PLUGINS: '2', PLUGBOARD_QUOTA_PERSONAL_TOKENS: '3' },
  });
  return () => server.close();
});

const ask = (headers: Headers, method: string, path: string, body?: unknown): Promise<Answer> =>
  send(server.url + path, method, body, headers);

async function waitingStatements({ db }: TestServer): Promise<number> {
  const rows = await db.query(sql`
    select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  return rows.length;
}

let slugs = 0;
const manifest = () => ({ name: 'Theirs', slug: `quota-${++slugs}` });

test('a developer has as many plugins as there may be, however they register them, and no more', async () => {
  const { headers } = await createPerson(server);
  const attempts = Array.from({ length: 5 }, (_, index) =>
    index % 2 === 0
      ? ask(headers, 'POST', '/platform/v1/plugins', manifest())
      : ask(headers, 'POST', '/v1/partner_apps', { app: manifest() }),
  );
  const answers = await Promise.all(attempts);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422, 422]);
  const byPlatform = await ask(headers, 'POST', '/platform/v1/plugins', manifest());
  expect(byPlatform.body).toMatchObject({ code: 'quota_exceeded', limit: 2, used: 2 });
  const bySpace = await ask(headers, 'POST', '/v1/partner_apps', { app: manifest() });
  expect([bySpace.status, bySpace.body]).toEqual([422, { base: [byPlatform.body.detail] }]);
  expect(byPlatform.body.detail).toContain('No more than 2 plugins a person, and there are 2');

  const { body } = await ask(headers, 'GET', '/v1/partner_apps');
  expect((await ask(headers, 'DELETE', `/v1/partner_apps/${body.apps[0].id}`)).status).toBe(204);
  expect((await ask(headers, 'POST', '/platform/v1/plugins', manifest())).status).toBe(201);
});

test.each([
  ['plugins', '/platform/v1/plugins', manifest],
  ['personal_tokens', '/platform/v1/personal_access_tokens', () => ({ name: 'mine' })],
] as const)(
  'two that come at once do not both get the last of the %s',
  async (table, path, body) => {
    const { id } = await createPerson(server);
    const session = await signIn(server, id);
    await ask(session, 'POST', path, body());
    const answers = await server.db.transaction(async (tx) => {
      // Nothing is stored until both have come as far as they can.
      await tx.query(sql`lock table ${raw(table)} in share mode`);
      const both = [ask(session, 'POST', path, body()), ask(session, 'POST', path, body())];
      const areWaiting = async () => (await waitingStatements(server)) === 2;
      await waitFor(areWaiting, { describe: 'both to wait' });
      return both;
    });
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 422]);
  },
);

test('a person has as many personal tokens as there may be; one that is revoked makes room', async () => {
  const { id } = await createPerson(server);
  const session = await signIn(server, id);
  const path = '/platform/v1/personal_access_tokens';
  const make = () => ask(session, 'POST', path, { name: 'mine' });
  // One has been made with the person.
  const answers = await Promise.all([make(), make(), make(), make()]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422, 422]);
  const refused = await make();
  expect(refused.body).toMatchObject({ code: 'quota_exceeded', limit: 3, used: 3 });
  const byHost = await server.api('POST', path, { user_id: id, name: 'theirs' });
  expect(byHost.body.code).toBe('quota_exceeded');
  const made = answers.find(({ status }) => status === 201)?.body.id;
  expect((await ask(session, 'DELETE', `${path}/${made}`)).status).toBe(204);
  expect((await make()).status).toBe(201);
});

test('people read what they may have, and have', async () => {
  const { headers } = await createPerson(server);
  await ask(headers, 'POST', '/platform/v1/plugins', manifest());
  const { status, body } = await ask(headers, 'GET', '/platform/v1/quotas');
  expect(status).toBe(200);
  expect(body).toEqual({
    plugins: { limit: 2, used: 1 },
    images: { limit: 200, used: 0 },
    personal_tokens: { limit: 3, used: 1 },
    development_installs: { limit: 3, used: 0 },
  });
  expect((await server.api('GET', '/platform/v1/quotas')).status).toBe(401);
});
