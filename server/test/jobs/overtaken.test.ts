import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { resumeEndpoint } from '../../src/registry/endpoints.ts';
import { openScene, type Scene } from '../delivery/scene.ts';
import { someoneWaits } from '../support/database.ts';
import { asPlugin, login } from '../support/plugins.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

// Without a worker: what is in the queue stays there.
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const retry = (id: string) => server.api('POST', `/platform/v1/jobs/${id}/retry`);
const cancel = (id: string) => server.api('POST', `/platform/v1/jobs/${id}/cancel`);

async function settle(id: string, { install }: Scene): Promise<Answer> {
  const token = await login(server, install.plugin);
  return asPlugin(server, token, 'PATCH', `/jobs/${id}`, { status: 'done' });
}

test.each([
  ['retried', retry, { code: 202, status: 'queued', queued: 1 }],
  ['cancelled', cancel, { code: 200, status: 'cancelled', queued: 0 }],
  ['settled by its plugin', settle, { code: 200, status: 'done', queued: 0 }],
])('a parked job that is %s while it is being queued again is so', async (_how, ask, expected) => {
  const scene = await openScene(server);
  const { plugin } = scene.install;
  await server.api('POST', `/platform/v1/plugins/${plugin.id}/endpoints/${scene.event}/disable`);
  const id = await scene.emit();
  let asked: Promise<Answer> | undefined;
  await server.db.transaction(async (tx) => {
    await resumeEndpoint(tx, { plugin_id: plugin.id, event_name: scene.event });
    asked = ask(id, scene);
    await waitFor(() => someoneWaits(server.db), { describe: 'the question to wait for the job' });
  });
  const { status, text } = (await asked) as Answer;
  expect(status, text).toBe(expected.code);
  const job = (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
  expect(job).toMatchObject({ status: expected.status, parked_reason: null });
  const queued = await server.db.query(sql`select 1 from job_queue where job_id = ${id}`);
  expect(queued).toHaveLength(expected.queued);
  await scene.receiver.close();
});
