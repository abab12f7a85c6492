import { beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../src/lib/crypto.ts';
import { sql } from '../../src/lib/db.ts';
import { open } from '../stream/listen.ts';
import { removeMember } from '../support/people.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { withinSecond } from '../support/within-second.ts';
import { type Onlooker, onlooker, portalToken } from './world.ts';

const EVENT = 'visitor_arrived';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, EVENT);
  return () => server.close();
});

const install = async (spaceId: number) =>
  installPlugin(
    server,
    await registerPlugin(server, {
      events: [{ name: EVENT, url: 'http://localhost:4999/worker' }],
    }),
    spaceId,
  );

const listen = async (one: Onlooker, views: string[], query: string, bounds = {}) => {
  const token = await portalToken(server, one, views, bounds);
  return { token, listener: await open(server, query, { authorization: `Bearer ${token}` }) };
};

test('a portal hears of its space, of jobs where it shows the activity', async () => {
  const one = await onlooker(server);
  const { id } = await install(one.spaceId);
  const query = `space_id=${one.spaceId}`;
  const { listener: activity } = await listen(one, ['activity'], query);
  const { listener: installed } = await listen(one, ['installed'], query);
  for (const listener of [activity, installed]) {
    await waitFor(() => listener.lastId(), { describe: 'the stream to begin' });
  }
  const { jobs } = await emit(server, one.spaceId, EVENT);
  await server.api('POST', `/platform/v1/installs/${id}/suspend`);
  const isTold = (of: typeof activity) =>
    of.changes().some(({ type }) => type === 'install.changed');
  await waitFor(() => (isTold(activity) && isTold(installed)) || undefined, {
    describe: 'both to hear of the install',
  });
  expect(activity.changes().map((change) => change.id)).toContain(jobs[0]?.id);
  expect(installed.changes().map(({ type }) => type)).toEqual(['install.changed']);
  const asked = await listen(one, ['installed'], `${query}&types=job.updated`);
  expect(asked.listener.status).toBe(403);
  activity.close();
  installed.close();
});

test('a portal hears of nothing that is outside of it', async () => {
  const one = await onlooker(server);
  const { id } = await install(one.spaceId);
  const other = await install(one.spaceId);
  const foreign = await install(await createSpace(server));
  const status = async (query: string, bounds: object, views = ['activity']) => {
    const { listener } = await listen(one, views, query, bounds);
    listener.close();
    return listener.status;
  };
  expect(await status(`space_id=${foreign.spaceId}`, {})).toBe(404);
  expect(await status(`install_id=${foreign.id}`, {})).toBe(404);
  expect(await status(`plugin_id=${other.plugin.id}`, {})).toBe(404);
  const bounds = { install_id: id };
  expect(await status(`install_id=${id}`, bounds)).toBe(200);
  expect(await status(`install_id=${other.id}`, bounds)).toBe(404);
  expect(await status(`space_id=${one.spaceId}`, bounds)).toBe(404);
  // The list of what is installed is of the whole space.
  const wide = ['installed', 'activity'];
  const installs = `space_id=${one.spaceId}&types=install.changed`;
  expect(await status(installs, { identifier: 'visitor:1' }, wide)).toBe(200);
  expect(await status(`install_id=${id}`, { identifier: 'visitor:1' })).toBe(404);
});

test('the stream of a portal ends within a second of its token', async () => {
  const one = await onlooker(server);
  const token = await portalToken(server, one, ['activity']);
  const headers = { authorization: `Bearer ${token}` };
  const listener = await open(server, `space_id=${one.spaceId}`, headers);
  expect(listener.status).toBe(200);
  await server.db.query(sql`
    update portal_tokens set expires_at = now() + interval '2 seconds' where hash = ${sha256(token)}`);
  await waitFor(async () => (await isAlive(headers)) === 401 || undefined, {
    describe: 'the token to end',
  });
  expect(await withinSecond(async () => listener.ended() !== undefined)).toBe(true);
});

test('the stream of a portal ends within a second of the membership', async () => {
  const one = await onlooker(server);
  const { listener } = await listen(one, ['activity'], `space_id=${one.spaceId}`);
  await waitFor(() => listener.lastId(), { describe: 'the stream to begin' });
  await removeMember(server, one.spaceId, one.person.id);
  expect(await withinSecond(async () => listener.ended() !== undefined)).toBe(true);
});

const isAlive = async (headers: Record<string, string>) =>
  (await server.api('GET', '/platform/v1/jobs', undefined, headers)).status;
