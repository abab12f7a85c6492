import { beforeAll, expect, test } from 'vitest';
import { resumeStrandedJobs } from '../../src/jobs/stranded.ts';
import { sql } from '../../src/lib/db.ts';
import { holdReplies, jobIn, jobWaits, openScene, type Scene } from '../delivery/scene.ts';
import { createGate } from '../support/gate.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env: { PLUGBOARD_POLL_MS: '20' } });
  return () => server.close();
});

const change = async (scene: Scene, method: string, what = '') => {
  const answer = await server.api(method, `/platform/v1/installs/${scene.install.id}${what}`);
  expect(answer.status, answer.text).toBeLessThan(300);
};
const getJob = async (id: string) => (await server.api('GET', `/platform/v1/jobs/${id}`)).body;

/** An install whose second job was set aside, since it was suspended while the first was under way. */
async function suspendWithJob(): Promise<{ scene: Scene; parked: string }> {
  const scene = await openScene(server);
  const gate = holdReplies(scene.receiver);
  const first = await scene.emit({ identifier: 'one' });
  const parked = await scene.emit({ identifier: 'one' });
  await scene.receiver.nth(1);
  await jobWaits(server, parked, 'blocked');
  await change(scene, 'POST', '/suspend');
  gate.open();
  await jobIn(server, first, 'done');
  await jobIn(server, parked, 'parked');
  return { scene, parked };
}

test('jobs that were set aside for a suspension are delivered once the install is resumed', async () => {
  const { scene, parked } = await suspendWithJob();
  await change(scene, 'POST', '/resume');
  expect(await jobIn(server, parked, 'done')).toMatchObject({ parked_reason: null });
  await scene.receiver.close();
});

test('an uninstall withdraws the jobs that were set aside and says why, and a restore begins with new ones', async () => {
  const { scene, parked } = await suspendWithJob();
  await change(scene, 'DELETE');
  const withdrawn = await getJob(parked);
  expect(withdrawn).toMatchObject({
    status: 'cancelled',
    settled_by: 'platform',
    settled_reason: 'uninstalled',
    parked_reason: null,
  });

  await change(scene, 'POST', '/restore');
  await jobIn(server, await scene.emit({ identifier: 'one' }), 'done');
  expect(await getJob(parked)).toEqual(withdrawn);
  expect(scene.receiver.requests).toHaveLength(2);
  await scene.receiver.close();
});

test('a restore delivers what was left set aside', async () => {
  const { scene, parked } = await suspendWithJob();
  // As uninstalls left them once.
  await server.db.query(sql`
    update installs set status = 'uninstalled', erase_after = now() + interval '1 day'
    where id = ${scene.install.id}`);
  await change(scene, 'POST', '/restore');
  await jobIn(server, parked, 'done');
  await scene.receiver.close();
});

test('a job that was set aside just after its install was resumed, or its endpoint enabled, is not left behind', async () => {
  const { scene, parked } = await suspendWithJob();
  await server.db.query(sql`update installs set status = 'active' where id = ${scene.install.id}`);
  // The worker that set it aside looks once more itself, and may be the first.
  await resumeStrandedJobs(server.db);
  await jobIn(server, parked, 'done');

  const endpoint = `/platform/v1/plugins/${scene.install.plugin.id}/endpoints/${scene.event}`;
  await server.api('POST', `${endpoint}/disable`);
  const second = await scene.emit();
  await jobIn(server, second, 'parked');
  expect(await resumeStrandedJobs(server.db)).toBe(0);
  await server.db.query(sql`
    update endpoints set disabled_at = null where plugin_id = ${scene.install.plugin.id}`);
  expect(await resumeStrandedJobs(server.db)).toBe(1);
  await jobIn(server, second, 'done');
  await scene.receiver.close();
});

test('a reply that comes after the install was erased leaves nothing of itself', async () => {
  const scene = await openScene(server);
  const gate = createGate();
  scene.receiver.answer = () => async (_request, response) => {
    await gate.passed;
    const storage = [{ action: 'set', key: 'late', value: 1 }];
    response.end(JSON.stringify({ effects: { storage } }));
  };
  const job = await scene.emit();
  await scene.receiver.nth(1);
  await change(scene, 'DELETE', '?erase=now');
  gate.open();
  await waitFor(async () => (await getJob(job)).attempts.length === 1, {
    describe: 'the attempt to be recorded',
  });
  expect(await getJob(job)).toMatchObject({ status: 'cancelled', delivery: null });
  const left = await server.db.query(sql`
    select from install_storage_items where install_id = ${scene.install.id}`);
  expect(left).toEqual([]);
  await scene.receiver.close();
});
