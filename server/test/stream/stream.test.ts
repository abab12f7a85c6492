import { beforeAll, expect, test } from 'vitest';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { hears, listen, open } from './listen.ts';

const EVENT = 'visitor_arrived';

let server: TestServer;
let receiver: Receiver;
let install: TestInstall;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  receiver = await startReceiver();
  await defineEventType(server, EVENT);
  const plugin = await registerPlugin(server, { events: [{ name: EVENT, url: receiver.url }] });
  install = await installPlugin(server, plugin, await createSpace(server));
  return async () => {
    await server.close();
    await receiver.close();
  };
});

test('whoever listens to a space hears of its jobs, attempts and installs, and of nothing private', async () => {
  const listener = await listen(server, `space_id=${install.spaceId}`);
  const { jobs } = await emit(server, install.spaceId, EVENT, { payload: { secret: 'x' } });
  const [job] = jobs;
  const done = await hears(
    listener,
    ({ id, status }) => id === job?.id && status === 'done',
    'the verdict',
  );
  expect(done).toEqual({
    type: 'job.updated',
    id: job?.id,
    install_id: install.id,
    status: 'done',
    at: expect.stringMatching(/^\d{4}-.*Z$/),
  });
  const ofJob = listener.changes().filter(({ id }) => id === job?.id);
  expect(ofJob.map(({ type, status }) => [type, status])).toEqual([
    ['job.updated', 'queued'],
    ['attempt.finished', 'answered'],
    ['job.updated', 'done'],
  ]);
  await server.api('POST', `/platform/v1/installs/${install.id}/suspend`);
  const changed = await hears(listener, ({ type }) => type === 'install.changed', 'the install');
  expect(changed).toMatchObject({ id: install.id, install_id: install.id, status: 'suspended' });
  await server.api('POST', `/platform/v1/installs/${install.id}/resume`);
  listener.close();
});

test.each(['install', 'plugin'] as const)('whoever listens to a %s hears of it', async (what) => {
  const id = { install: install.id, plugin: install.plugin.id }[what];
  const listener = await listen(server, `${what}_id=${id}&types=job.updated`);
  const { jobs } = await emit(server, install.spaceId, EVENT);
  await hears(listener, ({ id, status }) => id === jobs[0]?.id && status === 'done', 'the verdict');
  expect(new Set(listener.changes().map(({ type }) => type))).toEqual(new Set(['job.updated']));
  listener.close();
});

test('the answer is one that proxies pass on at once', async () => {
  const listener = await open(server, `space_id=${install.spaceId}`);
  expect(listener.headers.get('content-type')).toBe('text/event-stream');
  expect(listener.headers.get('cache-control')).toBe('no-store');
  expect(listener.headers.get('x-accel-buffering')).toBe('no');
  listener.close();
});

test('a comment shows that it lives, with a place to come back to', async () => {
  const listener = await listen(server, `plugin_id=${install.plugin.id}`);
  const before = listener.lastId();
  await waitFor(() => listener.quiet.length > 1, { describe: 'the comment' });
  expect(listener.quiet[1]).toMatch(/^:\nid: \d+-[\d.]+$/);
  expect(listener.lastId()).not.toBe(before);
  listener.close();
});

test('who asks for its head alone opens none', async () => {
  const path = `/platform/v1/stream?space_id=${install.spaceId}`;
  const answer = await server.api('HEAD', path);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  expect((await server.api('HEAD', '/platform/v1/stream?space_id=999')).status).toBe(404);
});
