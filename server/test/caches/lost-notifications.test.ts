import { beforeAll, expect, test } from 'vitest';
import { createVisitor, registerClient, tokensFor, userInfo } from '../oauth/authorization.ts';
import { open } from '../stream/listen.ts';
import { createTestDatabase } from '../support/database.ts';
import { type FaultyWay, startFaultyWay } from '../support/faulty-way.ts';
import { addMember, createPerson, removeMember } from '../support/people.ts';
import {
  asPlugin,
  createSpace,
  installPlugin,
  login,
  registerPlugin,
  requestToken,
} from '../support/plugins.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { withinSecond } from '../support/within-second.ts';

// Two servers on one database. What the second hears of the first can be swallowed on the way, while everything stays connected.
let first: TestServer;
let second: TestServer;
let way: FaultyWay;
beforeAll(async () => {
  const database = await createTestDatabase();
  way = await startFaultyWay(database.url);
  first = await startTestServer({ database });
  second = await startTestServer({ database, listenUrl: way.url });
  return async () => {
    await Promise.all([first, second].map((server) => server.close()));
    await way.close();
    await database.drop();
  };
});

/** A way in, and how it is closed. */
interface Access {
  what: string;
  /** Whether the second server lets in. */
  isOpen(): Promise<boolean>;
  close(): Promise<unknown>;
}

const isRight = async (answer: Promise<{ status: number }>): Promise<boolean> =>
  (await answer).status < 400;

const api = (method: string, path: string, body?: object) =>
  first.api(method, `/platform/v1${path}`, body);

async function ofPlugin(): Promise<Access[]> {
  const [plugin, suspended] = [await registerPlugin(first), await registerPlugin(first)];
  const [token, other] = [await login(first, plugin), await login(first, suspended)];
  await api('POST', `/plugins/${plugin.id}/secrets`, {});
  const grant = { grant_type: 'client_credentials' };
  const nothing = { commands: [] };
  return [
    {
      what: 'a token whose secret is withdrawn',
      isOpen: () => isRight(asPlugin(second, token, 'POST', '/storage', nothing)),
      close: () => api('DELETE', `/plugins/${plugin.id}/secrets/1`),
    },
    {
      what: 'the secret itself',
      isOpen: () => isRight(requestToken(second, plugin, grant)),
      close: async () => undefined,
    },
    {
      what: 'a token of a plugin that is suspended',
      isOpen: () => isRight(asPlugin(second, other, 'POST', '/storage', nothing)),
      close: () => api('POST', `/plugins/${suspended.id}/suspend`, {}),
    },
  ];
}

async function ofInstall(): Promise<Access> {
  const plugin = await registerPlugin(first);
  const { id } = await installPlugin(first, plugin, await createSpace(first));
  const token = await login(first, plugin);
  const commands = { install_id: id, commands: [{ action: 'get', key: 'a' }] };
  return {
    what: 'an install that is uninstalled',
    isOpen: () => isRight(asPlugin(second, token, 'POST', '/storage', commands)),
    close: () => api('DELETE', `/installs/${id}`),
  };
}

async function ofPeople(): Promise<Access[]> {
  const plugin = await registerClient(first);
  const visitor = await createVisitor(first);
  await installPlugin(first, plugin, visitor.spaceId);
  const { access } = await tokensFor(first, visitor, plugin);
  const path = `/spaces/${visitor.spaceId}/members/${visitor.person.id}`;
  const person = await createPerson(first);
  const own = await api('POST', '/personal_access_tokens', { user_id: person.id, name: 'own' });
  const headers = { authorization: own.body.token };
  const key = await api('POST', '/host_keys', { name: 'key' });
  const bearer = { authorization: `Bearer ${key.body.key}` };
  return [
    {
      what: 'a token by a consent of somebody who leaves',
      isOpen: () => isRight(userInfo(second, access)),
      close: () => api('DELETE', path),
    },
    {
      what: 'a personal token',
      isOpen: () => isRight(send(`${second.url}/v1/users/me`, 'GET', undefined, headers)),
      close: () => api('DELETE', `/personal_access_tokens/${own.body.id}`),
    },
    {
      what: 'a host key',
      isOpen: () => isRight(send(`${second.url}/platform/v1/users`, 'GET', undefined, bearer)),
      close: () => api('DELETE', `/host_keys/${key.body.id}`),
    },
  ];
}

const openOnes = async (all: Access[]): Promise<string[]> => {
  const open = await Promise.all(all.map((access) => access.isOpen()));
  return all.filter((_, index) => open[index]).map(({ what }) => what);
};

test('a server whose connection for notifications went silent obeys within a second all the same', async () => {
  const all = [...(await ofPlugin()), await ofInstall(), ...(await ofPeople())];
  const heardBefore = performance.now();
  await waitFor(() => second.changes.heardUntil() > heardBefore, { describe: 'a heartbeat' });
  expect(await openOnes(all)).toEqual(all.map(({ what }) => what));
  way.deafen();
  for (const { close } of all) await close();
  await withinSecond(async () => (await openOnes(all)).length === 0);
  expect(await openOnes(all)).toEqual([]);
  expect(way.swallowed()).toBeGreaterThan(0);
  way.hear();
});

test('who listens there is cut off, too', async () => {
  const person = await createPerson(first);
  const [left, right] = [await createSpace(first), await createSpace(first)];
  for (const spaceId of [left, right]) await addMember(first, spaceId, person.id);
  const tokens = await Promise.all(
    ['kept', 'revoked'].map((name) =>
      api('POST', '/personal_access_tokens', { user_id: person.id, name }),
    ),
  );
  const [kept, revoked] = tokens.map(({ body }) => body);
  const by = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });
  const listeners = [
    await open(second, `space_id=${left}`, by(kept)),
    await open(second, `space_id=${right}`, by(revoked)),
  ];
  const heardBefore = performance.now();
  await waitFor(() => second.changes.heardUntil() > heardBefore, { describe: 'a heartbeat' });
  const swallowedBefore = way.swallowed();
  way.deafen();
  await removeMember(first, left, person.id);
  await api('DELETE', `/personal_access_tokens/${revoked.id}`);
  await waitFor(() => listeners.every((one) => one.ended() === 'end'), {
    describe: 'the streams to end',
  });
  expect(way.swallowed()).toBeGreaterThan(swallowedBefore);
  way.hear();
});

test('what is known from before the silence is not believed after it', async () => {
  const [access] = await ofPlugin();
  const entrance = access as Access;
  await waitFor(() => second.changes.heardUntil() > 0, { describe: 'a heartbeat' });
  expect(await entrance.isOpen()).toBe(true);
  way.deafen();
  await entrance.close();
  way.hear();
  const silentFrom = performance.now();
  await waitFor(() => second.changes.heardUntil() > silentFrom, { describe: 'a heartbeat' });
  expect(await entrance.isOpen()).toBe(false);
});
