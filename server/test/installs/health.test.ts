import { beforeAll, expect, test } from 'vitest';
import { emit, installListener, type TestInstall } from '../support/plugins.ts';
import { startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  return () => server.close();
});

async function healthOf({ id }: TestInstall) {
  const { status, body, text } = await server.api('GET', `/platform/v1/installs/${id}/health`);
  expect(status, text).toBe(200);
  return body;
}

test('what answers does so, and nothing waits', async () => {
  const worker = await startReceiver();
  const install = await installListener(server, 'greeted', worker.url);
  expect(await healthOf(install)).toEqual({
    endpoints: [{ event_name: 'greeted', state: 'answers', since: null }],
    waiting: 0,
    failed_job: null,
  });
  await worker.close();
});

test('what does not answer says since when, what waits for it, and whose attempt failed last', async () => {
  const worker = await startReceiver(500);
  const install = await installListener(server, 'signed_in', worker.url);
  const { jobs } = await emit(server, install.spaceId, 'signed_in');
  await waitFor(async () => (await healthOf(install)).failed_job === jobs[0]?.id, {
    describe: 'the attempt to fail',
  });

  expect(await healthOf(install)).toMatchObject({
    endpoints: [{ event_name: 'signed_in', state: 'failing', since: expect.any(String) }],
    waiting: 1,
  });
  const disable = `/platform/v1/plugins/${install.plugin.id}/endpoints/signed_in/disable`;
  expect((await server.api('POST', disable, {})).status).toBe(200);
  expect((await healthOf(install)).endpoints).toMatchObject([{ state: 'disabled' }]);
  await worker.close();
});
