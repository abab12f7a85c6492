import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { holdReplies, jobIn, jobWaits, openScene } from '../delivery/scene.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

// The third attempt waits for longer than the test takes.
const ENV = { PLUGBOARD_RETRY_SCHEDULE: '0,0.02,3600,3600', PLUGBOARD_POLL_MS: '20' };

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env: ENV });
});
afterAll(() => server.close());

/** A plugin that answers 502, and its job. */
async function openFailing() {
  const scene = await openScene(server);
  onTestFinished(scene.receiver.close);
  scene.receiver.answer = () => 502;
  return { ...scene, id: await scene.emit() };
}

/** As the job itself tells it, and as the activity does. */
async function mostOf(id: string, installId: number): Promise<(number | null)[]> {
  const job = await server.api('GET', `/platform/v1/jobs/${id}`);
  const query = `install_id=${installId}&event_id=${job.body.event_id}`;
  const activity = await server.api('GET', `/platform/v1/activity?${query}`);
  return [job.body.max_attempts, activity.body.data[0].decisions[0].job.max_attempts];
}

test('a job that is retried says how many attempts the schedule in force gives', async () => {
  const { id, install } = await openFailing();
  expect(await jobWaits(server, id, 'scheduled')).toMatchObject({ max_attempts: 4 });
  await jobIn(server, id, 'queued', 2);
  expect(await mostOf(id, install.id)).toEqual([4, 4]);

  const path = `/platform/v1/plugins/${install.plugin.id}/retry_schedule`;
  await server.api('PUT', path, { steps: [0, 1, 2, 3, 4, 5.5] });
  expect(await mostOf(id, install.id)).toEqual([6, 6]);
  // The attempt that it waits for is made, whatever the schedule has become.
  await server.api('PUT', path, { steps: [0] });
  expect(await mostOf(id, install.id)).toEqual([3, 3]);
  // A schedule that is none counts as if the plugin had none.
  await server.db.query(sql`
    update plugins set retry_schedule = 'none' where id = ${install.plugin.id}`);
  expect(await mostOf(id, install.id)).toEqual([4, 4]);
});

test('run again by somebody it has the whole schedule before it, beside what was made', async () => {
  const { id, install, receiver } = await openFailing();
  await jobIn(server, id, 'queued', 2);
  const gate = holdReplies(receiver);
  const answer = await server.api('POST', `/platform/v1/jobs/${id}/retry`);
  expect(answer.body).toMatchObject({ max_attempts: 6, delivery: { attempt: 2 } });
  await jobWaits(server, id, 'leased');
  expect(await mostOf(id, install.id)).toEqual([6, 6]);
  gate.open();
  await jobIn(server, id, 'done');
  expect(await mostOf(id, install.id)).toEqual([null, null]);
});

test('one that is not tried again by itself says nothing', async () => {
  const { receiver, install, emit } = await openFailing();
  receiver.answer = () => 202;
  const accepted = await emit();
  await jobIn(server, accepted, 'ongoing');
  expect(await mostOf(accepted, install.id)).toEqual([null, null]);

  receiver.answer = () => 200;
  const settled = await emit();
  await jobIn(server, settled, 'done');
  const gate = holdReplies(receiver);
  await server.api('POST', `/platform/v1/jobs/${settled}/resend`);
  await jobWaits(server, settled, 'leased');
  expect(await mostOf(settled, install.id)).toEqual([null, null]);
  gate.open();
});
