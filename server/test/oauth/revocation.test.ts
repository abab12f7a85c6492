import { beforeAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase, type Sql, sql } from '../../src/lib/db.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFaultyWay } from '../support/faulty-way.ts';
import {
  asPlugin,
  createSpace,
  createUser,
  installPlugin,
  login,
  registerPlugin,
  requestToken,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { expectRefusedWithinSecond } from './within-second.ts';

// Two servers on one database: what is revoked on one must be dead on the other too.
let database: TestDatabase;
let servers: [TestServer, TestServer];
let scoped: TestPlugin;
let userId: number;
beforeAll(async () => {
  database = await createTestDatabase();
  servers = [await startTestServer({ database }), await startTestServer({ database })];
  const [first] = servers;
  await first.api('PUT', '/platform/v1/scopes/entries.read', { description: 'Entries' });
  scoped = await registerPlugin(first, { scopes: ['entries.read'] });
  userId = await createUser(first);
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
    await database.drop();
  };
});

/** Status of a request with a token on each server: 401 once it is dead, else what a live one gets. */
const statusesOf = (token: string, of: TestServer[] = servers): Promise<number[]> =>
  Promise.all(
    of.map(async (server) => {
      return (await asPlugin(server, token, 'POST', '/storage', { commands: [] })).status;
    }),
  );

const expectDeadWithinSecond = (token: string, alive: number, revoke: () => Promise<unknown>) =>
  expectRefusedWithinSecond(() => statusesOf(token), alive, revoke);

const install = async (): Promise<TestInstall> =>
  installPlugin(servers[0], scoped, await createSpace(servers[0]), { user_id: userId });

async function installToken({ id }: TestInstall): Promise<string> {
  const { body } = await requestToken(servers[1], scoped, {
    grant_type: 'plugin_install',
    install_id: id,
  });
  return body.access_token;
}

test('tokens made with a secret die with it, and the secret too', async () => {
  const plugin = await registerPlugin(servers[0]);
  const token = await login(servers[1], plugin);
  const path = `/platform/v1/plugins/${plugin.id}/secrets`;
  const { body } = await servers[0].api('POST', path, {});
  const renewed = { ...plugin, clientSecret: body.client_secret as string };
  const other = await login(servers[1], renewed);
  await expectDeadWithinSecond(token, 200, () => servers[0].api('DELETE', `${path}/1`));
  expect(await statusesOf(other)).toEqual([200, 200]);
  for (const server of servers) {
    const grant = { grant_type: 'client_credentials' };
    expect((await requestToken(server, plugin, grant)).status).toBe(401);
    expect((await requestToken(server, renewed, grant)).status).toBe(200);
  }
});

test('a secret made on one server is known at once on the other', async () => {
  const plugin = await registerPlugin(servers[0]);
  const grant = { grant_type: 'client_credentials' };
  expect((await requestToken(servers[1], plugin, grant)).status).toBe(200);
  const path = `/platform/v1/plugins/${plugin.id}/secrets`;
  const { body } = await servers[0].api('POST', path, {});
  const renewed = { ...plugin, clientSecret: body.client_secret as string };
  expect((await requestToken(servers[1], renewed, grant)).status).toBe(200);
});

describe("tokens of an install's user die", () => {
  const ends: Record<string, (target: TestInstall) => Promise<unknown>> = {
    'when it is uninstalled': ({ id }) => servers[0].api('DELETE', `/platform/v1/installs/${id}`),
    'when it is erased': ({ id }) =>
      servers[0].api('DELETE', `/platform/v1/installs/${id}?erase=now`),
    'when it is suspended': ({ id }) =>
      servers[0].api('POST', `/platform/v1/installs/${id}/suspend`),
  };
  test.each(Object.entries(ends))('%s', async (_, end) => {
    const target = await install();
    await expectDeadWithinSecond(await installToken(target), 403, () => end(target));
  });

  test('when it is installed again', async () => {
    const target = await install();
    await expectDeadWithinSecond(await installToken(target), 403, async () => {
      await servers[0].api('DELETE', `/platform/v1/installs/${target.id}`);
      await installPlugin(servers[0], scoped, target.spaceId, { user_id: userId });
    });
    expect(await statusesOf(await installToken(target))).toEqual([403, 403]);
  });

  test('when the user leaves the space', async () => {
    const target = await install();
    const path = `/platform/v1/spaces/${target.spaceId}/members/${userId}`;
    await servers[0].api('PUT', path, { role: 'admin' });
    await expectDeadWithinSecond(await installToken(target), 403, () =>
      servers[0].api('DELETE', path),
    );
  });

  test('and a suspended install gives them back when it resumes', async () => {
    const target = await install();
    const token = await installToken(target);
    await servers[0].api('POST', `/platform/v1/installs/${target.id}/suspend`);
    await waitFor(async () => (await statusesOf(token)).every((status) => status === 401), {
      describe: 'the token to be refused',
    });
    await servers[0].api('POST', `/platform/v1/installs/${target.id}/resume`);
    await waitFor(async () => (await statusesOf(token)).every((status) => status === 403), {
      describe: 'the token to live again',
    });
  });
});

describe('even when no server hears of it', () => {
  let deaf: TestServer[];
  let silent: Database;
  beforeAll(async () => {
    const way = await startFaultyWay(database.url);
    const listenUrl = way.url;
    const start = () => startTestServer({ database, listenUrl });
    deaf = [await start(), await start()];
    way.deafen();
    silent = openDatabase({ url: database.url, poolSize: 1 });
    return async () => {
      await silent.close();
      await Promise.all(deaf.map((server) => server.close()));
      await way.close();
    };
  });

  const expectDead = (token: string, alive: number, statement: Sql) =>
    expectRefusedWithinSecond(
      () => statusesOf(token, deaf),
      alive,
      () => silent.query(statement),
    );

  const silently: Record<string, (token: string, plugin: TestPlugin) => Sql> = {
    'a revoked token dies': (token) =>
      sql`update tokens set revoked_at = now() where hash = sha256(convert_to(${token}, 'UTF8'))`,
    'a removed token dies': (token) =>
      sql`delete from tokens where hash = sha256(convert_to(${token}, 'UTF8'))`,
    'the tokens of a removed secret die': (_, plugin) =>
      sql`delete from plugin_secrets where plugin_id = ${plugin.id}`,
    'the tokens of a removed plugin die': (_, plugin) =>
      sql`delete from plugins where id = ${plugin.id}`,
  };
  test.each(Object.entries(silently))('%s', async (_, statement) => {
    const plugin = await registerPlugin(servers[0]);
    const token = await login(servers[0], plugin);
    await expectDead(token, 200, statement(token, plugin));
  });

  test('a token of an earlier generation of its install dies', async () => {
    const target = await install();
    const statement = sql`update installs set generation = generation + 1 where id = ${target.id}`;
    await expectDead(await installToken(target), 403, statement);
  });
});
