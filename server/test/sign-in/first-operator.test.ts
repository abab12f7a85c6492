import { expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { prepareFirstOperator } from '../../src/sign-in/first-operator.ts';
import { createUser } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { PASSWORD, signIn, visit } from './visitor.ts';

async function onServer(work: (server: TestServer) => Promise<void>): Promise<void> {
  const server = await startTestServer();
  try {
    await work(server);
  } finally {
    await server.close();
  }
}

/** What a process does when it starts. */
const start = (
  server: TestServer,
  settings: { adminEmail?: string; adminPassword?: string } = {},
) =>
  server.db.transaction((tx) =>
    prepareFirstOperator(tx, { ...server.config, ...settings } as never),
  );

const users = async (server: TestServer) =>
  (await server.api('GET', '/platform/v1/users')).body.data;

test('on an empty database there is a link for a new operator, until they have a password', () =>
  onServer(async (server) => {
    const links = await Promise.all([start(server), start(server)]);
    expect(links.every((link) => link?.startsWith('http://plugboard.test/sign-in/link/pbl_'))).toBe(
      true,
    );
    expect(await users(server)).toMatchObject([{ is_operator: true, has_password: false }]);

    const visitor = visit(server);
    const path = new URL(links[0] as string).pathname;
    const answer = await visitor.post(path, { csrf_token: await visitor.csrfToken(path) });
    expect(answer.headers.get('location')).toBe('/account');
    // Who lost the session without having set a password gets another link.
    expect(await start(server)).toMatch(/pbl_/);
    await visitor.call('POST', '/me/password', { new_password: PASSWORD });
    expect(await start(server)).toBeUndefined();
    expect(await users(server)).toHaveLength(1);
  }));

test('where there are users there is no link', () =>
  onServer(async (server) => {
    await createUser(server);
    expect(await start(server)).toBeUndefined();
    expect(await users(server)).toHaveLength(1);
  }));

test('the operator of the settings is made, or made one, and signed out only by a new password', () =>
  onServer(async (server) => {
    const admin = { adminEmail: 'Admin@plugboard.test', adminPassword: PASSWORD };
    expect(await start(server, admin)).toBeUndefined();
    expect(await users(server)).toMatchObject([
      { email: 'Admin@plugboard.test', is_operator: true, has_password: true },
    ]);
    const visitor = visit(server);
    const credentials = { email: 'admin@plugboard.test', password: PASSWORD };
    expect((await signIn(visitor, credentials)).status).toBe(303);
    await start(server, { ...admin, adminEmail: 'admin@PLUGBOARD.test' });
    expect((await visitor.get('/account')).status).toBe(200);
    expect(await users(server)).toHaveLength(1);

    await start(server, { ...admin, adminPassword: 'another good password' });
    const [row] = await server.db.query<{ count: number }>(sql`
      select count(*) as count from sessions`);
    expect(row?.count).toBe(0);
  }));
