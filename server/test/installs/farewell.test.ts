import { beforeAll, expect, test } from 'vitest';
import { removeMember } from '../support/people.ts';
import {
  asPlugin,
  createSpace,
  createUser,
  installPlugin,
  login,
  requestToken,
  type TestInstall,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { withinSecond } from '../support/within-second.ts';
import { createPlugin } from './fixtures.ts';

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env: { PLUGBOARD_POLL_MS: '20' } });
  receiver = await startReceiver(202);
  return async () => {
    await server.close();
    await receiver.close();
  };
});

/** A plugin that was uninstalled, and has accepted the job that tells it so without settling it. */
interface Farewell {
  install: TestInstall;
  userId: number;
  /** The plugin's own token. */
  token: string;
  /** Obtained while it was installed. */
  before: string;
  meta: { job: { id: string }; auth: { access_token: string } | null };
}

async function takeLeave(query = ''): Promise<Farewell> {
  const plugin = await createPlugin(server, {
    scopes: ['rooms.read'],
    enable_space_settings: true,
    events: [{ name: 'plugin_uninstalled', url: receiver.url }],
  });
  const spaceId = await createSpace(server);
  const userId = await createUser(server);
  await server.api('PUT', `/platform/v1/spaces/${spaceId}/members/${userId}`, { role: 'admin' });
  const fields = { user_id: userId, config: { door: 'North' } };
  const install = await installPlugin(server, plugin, spaceId, fields);
  const token = await login(server, plugin);
  const commands = [{ action: 'set', key: 'card', value: 7 }];
  await asPlugin(server, token, 'POST', '/storage', { install_id: install.id, commands });
  const asked = { grant_type: 'plugin_install', install_id: install.id };
  const before = (await requestToken(server, plugin, asked)).body.access_token;
  const told = receiver.requests.length + 1;
  const answer = await server.api('DELETE', `/platform/v1/installs/${install.id}${query}`);
  expect(answer.status, answer.text).toBe(204);
  const { meta } = (await receiver.nth(told)).body;
  return { install, userId, token, before, meta };
}

const inStorage = ({ install, token }: Farewell, ...commands: object[]): Promise<Answer> =>
  asPlugin(server, token, 'POST', '/storage', { install_id: String(install.id), commands });
const ofInstall = (
  { install, token }: Farewell,
  method: string,
  what: string,
  body?: object,
): Promise<Answer> => asPlugin(server, token, method, `/installs/${install.id}/${what}`, body);
const settle = ({ token, meta }: Farewell): Promise<Answer> =>
  asPlugin(server, token, 'PATCH', `/jobs/${meta.job.id}`, { status: 'done' });

const get = { action: 'get', key: 'card' };

/** Whether the host is told that a token is good. */
async function isAlive(token: string | undefined): Promise<boolean> {
  const headers = { authorization: `Bearer ${server.hostKey}` };
  const answer = await send(`${server.url}/oauth/introspect`, 'POST', { token }, headers);
  return answer.body.active;
}
const lastToken = ({ meta }: Farewell): string => meta.auth?.access_token as string;
const userInfo = (token: string): Promise<Answer> =>
  send(`${server.url}/oauth/user_info`, 'GET', undefined, { authorization: `Bearer ${token}` });

test('until its job is settled the uninstalled plugin reads storage and config, and writes nothing', async () => {
  const farewell = await takeLeave();
  const read = await inStorage(farewell, get, { action: 'list' });
  expect(read.body, read.text).toEqual({
    data: [{ key: 'card', value: 7 }, [{ key: 'card', value: 7 }]],
  });
  expect((await ofInstall(farewell, 'GET', 'config')).body).toEqual({ data: { door: 'North' } });

  const unwritten = await Promise.all([
    ...['set', 'set_unique', 'set_unique_num', 'unset', 'increment'].map((action) =>
      inStorage(farewell, get, { action, key: 'card', ...(action === 'set' && { value: 8 }) }),
    ),
    ofInstall(farewell, 'PUT', 'config', { door: 'South' }),
    ofInstall(farewell, 'POST', 'notifications', { message: 'Gone' }),
  ]);
  for (const { status, body, text } of unwritten) {
    expect([status, body.errors[0].code], text).toEqual([404, 'install_not_found']);
    expect(body.errors[0].detail).toContain('can be read, and not written');
  }
  const stranger = await login(server, await createPlugin(server));
  const foreign = { ...farewell, token: stranger };
  const unknown = { ...farewell, install: { ...farewell.install, id: 999_999 } };
  for (const ask of [
    (of: Farewell) => inStorage(of, get),
    (of: Farewell) => ofInstall(of, 'GET', 'config'),
    (of: Farewell) => ofInstall(of, 'PUT', 'config', {}),
    (of: Farewell) => ofInstall(of, 'POST', 'notifications', { message: 'x' }),
  ]) {
    const [theirs, none] = [await ask(foreign), await ask(unknown)];
    expect([theirs.status, theirs.text]).toEqual([404, none.text]);
  }

  expect((await inStorage(farewell, get)).body.data[0].value).toBe(7);
  expect((await settle(farewell)).status).toBe(200);
  expect((await inStorage(farewell, get)).status).toBe(404);
  expect((await ofInstall(farewell, 'GET', 'config')).status).toBe(404);
  const late = await ofInstall(farewell, 'PUT', 'config', {});
  expect(late.body.errors[0].detail).not.toContain('uninstalled');
});

test('its job carries a last token for the installer, which reads and dies with the job', async () => {
  const farewell = await takeLeave();
  const token = lastToken(farewell);
  expect((await userInfo(token)).body.user.id).toBe(farewell.userId);
  expect(await isAlive(token)).toBe(true);
  // Whatever came about before the uninstall is over.
  expect(await isAlive(farewell.before)).toBe(false);
  const asked = { grant_type: 'plugin_install', install_id: farewell.install.id };
  expect((await requestToken(server, farewell.install.plugin, asked)).status).toBe(400);

  const headers = { authorization: `Bearer ${token}` };
  const space = `${server.url}/v1/spaces/${farewell.install.spaceId}`;
  expect((await send(space, 'GET', undefined, headers)).status).toBe(200);
  const app = farewell.install.plugin.id;
  for (const [method, path, body] of [
    ['PUT', `/app_provisions/${app}`, { app_provision: { space_level_settings: {} } }],
    ['POST', '/app_provisions', { app_provision: { app_id: app } }],
    ['POST', '/app_settings', { app_setting: { settings: {} } }],
  ] as const) {
    const answer = await send(space + path, method, body, headers);
    expect(answer.status, `${method} ${path} ${answer.text}`).toBe(403);
  }

  await settle(farewell);
  expect(await isAlive(token)).toBe(false);
  expect(await withinSecond(async () => (await userInfo(token)).status === 401)).toBe(true);
});

test('an install that is erased at once leaves nothing to read, and no token', async () => {
  const farewell = await takeLeave('?erase=now');
  expect(farewell.meta.auth).toBeNull();
  expect((await inStorage(farewell, get)).status).toBe(404);
  expect((await ofInstall(farewell, 'GET', 'config')).status).toBe(404);
  // What it may still do: say how that job went.
  expect((await settle(farewell)).status).toBe(200);
});

test.each<[string, (farewell: Farewell) => Promise<unknown>]>([
  [
    'is erased later',
    ({ install }) => server.api('DELETE', `/platform/v1/installs/${install.id}?erase=now`),
  ],
  [
    'is of a plugin that the host stops',
    ({ install: { plugin } }) =>
      server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`, { reason: 'Harm' }),
  ],
])('reading and the last token end when the install %s', async (_, end) => {
  const farewell = await takeLeave();
  await end(farewell);
  expect(await isAlive(lastToken(farewell))).toBe(false);
  const ended = async () => (await inStorage(farewell, get)).status >= 400;
  expect(await withinSecond(ended)).toBe(true);
});

test('the last token ends when its user leaves the space', async () => {
  const farewell = await takeLeave();
  await removeMember(server, farewell.install.spaceId, farewell.userId);
  expect(await isAlive(lastToken(farewell))).toBe(false);
});

test('an install that is restored, or begun again, is whole: the last token is over, and the old job says nothing of it', async () => {
  const restored = await takeLeave();
  await server.api('POST', `/platform/v1/installs/${restored.install.id}/restore`);
  const again = await takeLeave();
  await installPlugin(server, again.install.plugin, again.install.spaceId);
  for (const [farewell, items] of [
    [restored, [{ key: 'card', value: 7 }]],
    [again, []],
  ] as const) {
    expect(await isAlive(lastToken(farewell))).toBe(false);
    expect((await inStorage(farewell, { action: 'list' })).body.data[0]).toEqual(items);
    const written = await inStorage(farewell, { action: 'set', key: 'card', value: 8 });
    expect(written.status, written.text).toBe(200);
    await settle(farewell);
    expect((await inStorage(farewell, get)).body.data[0].value).toBe(8);
  }
});
