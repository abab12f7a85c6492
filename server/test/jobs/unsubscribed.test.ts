import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { jobIn, openScene } from '../delivery/scene.ts';
import { someoneWaits } from '../support/database.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_POLL_MS: '20' },
  });
  return () => server.close();
});

test('a job for a subscription that ended while its event was taken in is withdrawn, and lets its lane go on', async () => {
  const { receiver, install, event } = await openScene(server);
  const { id, slug } = install.plugin;
  const key = 'in two minds';
  const emitted = await server.db.transaction(async (tx) => {
    // The event has found its subscribers by the time it asks for its key.
    await tx.query(sql`
      insert into idempotency_keys (caller, key, route, request_hash)
      values ('host_key:environment', ${key}, 'POST /platform/v1/events', '')`);
    const request = send(
      `${server.url}/platform/v1/events`,
      'POST',
      { space_id: install.spaceId, name: event, payload: {}, identifier: 'one' },
      { authorization: `Bearer ${server.hostKey}`, 'idempotency-key': key },
    );
    await waitFor(() => someoneWaits(server.db), { describe: 'the event to wait for its key' });
    const manifest = { name: slug, slug, events: [] };
    const put = await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, manifest);
    expect(put.status, put.text).toBe(201);
    await tx.query(sql`delete from idempotency_keys where key = ${key}`);
    return { request };
  });
  const { status, body } = await emitted.request;
  expect(status).toBe(202);
  await endLease(body.jobs[0].id);
  const job = await jobIn(server, body.jobs[0].id, 'cancelled');
  expect(job).toMatchObject({
    status_message: null,
    settled_by: 'platform',
    settled_reason: 'not_subscribed',
    delivery: null,
    attempts: [],
  });
  expect(await server.db.query(sql`select from job_queue`)).toEqual([]);

  const events = [{ name: event, url: `${receiver.url}/hook` }];
  await server.api('PUT', `/platform/v1/plugins/${id}/manifest`, { name: slug, slug, events });
  const retried = await server.api('POST', `/platform/v1/jobs/${job.id}/retry`);
  expect(retried.status, retried.text).toBe(202);
  expect(await jobIn(server, job.id, 'done')).toMatchObject({ settled_reason: null });
  await receiver.close();
});

/** It is leased, but to nobody who would give it back. */
function endLease(id: string): Promise<unknown> {
  const end = () =>
    server.db.query(sql`
      update job_queue set due_at = now() where job_id = ${id} and state = 'leased' returning 1`);
  return waitFor(async () => (await end()).length > 0, { describe: 'the job to be leased' });
}
