import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { jobIn, jobWaits, openScene, type Scene } from '../delivery/scene.ts';
import { always, replay, replayed } from '../replays/scene.ts';
import { giveTo } from '../support/collaborators.ts';
import { addMember, bearerOf, createPerson } from '../support/people.ts';
import { defineEventType } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_RETRY_SCHEDULE: '0,3600', PLUGBOARD_POLL_MS: '20' },
  });
  return () => server.close();
});

async function open(manifest: object = {}): Promise<Scene> {
  const scene = await openScene(server, manifest);
  onTestFinished(scene.receiver.close);
  return scene;
}

const act = (id: string, what: 'retry' | 'resend' | 'cancel', headers = {}) =>
  server.api('POST', `/platform/v1/jobs/${id}/${what}`, undefined, headers);

async function grant({ install, event }: Scene, scopes: string[], events = [event]): Promise<void> {
  const path = `/platform/v1/installs/${install.id}/grant`;
  const answer = await server.api('PUT', path, { scopes, events });
  expect(answer.status, answer.text).toBe(200);
}

/** One that its plugin has settled, one that was withdrawn, and one that waits for its next attempt. */
async function jobsOf({ receiver, emit }: Scene): Promise<[string, string, string]> {
  const settled = await emit();
  await jobIn(server, settled, 'done', 1);
  receiver.answer = () => 500;
  const [withdrawn, waiting] = [await emit(), await emit()];
  for (const id of [withdrawn, waiting]) await jobWaits(server, id, 'scheduled');
  expect((await act(withdrawn, 'cancel')).status).toBe(200);
  receiver.answer = () => 200;
  return [settled, withdrawn, waiting];
}

/** Neither by hand nor by a replay are they sent. */
async function expectRefused(scene: Scene, ids: [string, string, string], why: string) {
  const [settled, withdrawn, waiting] = ids;
  const sent = scene.receiver.requests.length;
  for (const [id, what] of [
    [settled, 'resend'],
    [withdrawn, 'retry'],
    [waiting, 'retry'],
  ] as const) {
    const { status, body } = await act(id, what);
    expect([what, status, body.code]).toEqual([what, 409, 'wrong_state']);
    expect(body.detail).toContain(why);
  }
  const filter = { install_id: scene.install.id, status: ['done', 'cancelled'] };
  const { id } = await replay(server, filter, { include_settled: true });
  expect(await replayed(server, id)).toMatchObject({ total: 2, done: 0, failed: 2 });
  expect(scene.receiver.requests).toHaveLength(sent);
}

test('what an admin has withdrawn is run again by admins of the space and the host, not by who develops the plugin', async () => {
  const scene = await open();
  const { install, receiver, emit } = scene;
  const [, withdrawn, waiting] = await jobsOf(scene);
  const [admin, developer] = [await createPerson(server), await createPerson(server)];
  await addMember(server, install.spaceId, admin.id, 'admin');
  await giveTo(server, install.plugin.id, developer.id);
  const byDeveloper = await bearerOf(server, developer.id);
  const refused = await act(withdrawn, 'retry', byDeveloper);
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  expect(refused.body.detail).toContain('withdrawn');
  expect((await act(waiting, 'retry', byDeveloper)).status).toBe(202);
  await jobIn(server, waiting, 'done', 2);
  const filter = { plugin_id: install.plugin.id, status: ['failed', 'parked'], ...always() };
  const begun = await server.api('POST', '/platform/v1/replays', { filter }, byDeveloper);
  expect(begun.body).toMatchObject({ total: 0 });
  expect((await act(withdrawn, 'retry', await bearerOf(server, admin.id))).status).toBe(202);
  await jobIn(server, withdrawn, 'done', 2);
  receiver.answer = () => 500;
  const other = await emit();
  await jobWaits(server, other, 'scheduled');
  await act(other, 'cancel');
  expect((await act(other, 'retry')).status).toBe(202);
});

test('an event that the admin does not grant any more is not sent again', async () => {
  const scene = await open();
  const ids = await jobsOf(scene);
  await grant(scene, [], []);
  await expectRefused(scene, ids, 'not granted');
  await grant(scene, []);
  expect((await act(ids[1], 'retry')).status).toBe(202);
  await jobIn(server, ids[1], 'done', 2);
});

test('an event whose scope the install has no more is not sent again', async () => {
  const path = '/platform/v1/scopes/read_rooms';
  const defined = await server.api('PUT', path, { description: 'Rooms' });
  expect(defined.status, defined.text).toBeLessThan(300);
  const scene = await open({ optional_scopes: ['read_rooms'] });
  await defineEventType(server, scene.event, { required_scope: 'read_rooms' });
  await grant(scene, ['read_rooms']);
  const ids = await jobsOf(scene);
  await grant(scene, []);
  await expectRefused(scene, ids, '"read_rooms"');
  await grant(scene, ['read_rooms']);
  expect((await act(ids[0], 'resend')).status).toBe(202);
  expect((await act(ids[2], 'retry')).status).toBe(202);
  await jobIn(server, ids[2], 'done', 2);
});

test('events of the life of an install need no agreement to be sent again', async () => {
  const scene = await open();
  const { plugin, id: installId } = scene.install;
  const url = `${scene.receiver.url}/hook`;
  const events = [{ name: 'config_updated', url }];
  const manifest = { name: plugin.slug, slug: plugin.slug, events };
  const put = await server.api('PUT', `/platform/v1/plugins/${plugin.id}/manifest`, manifest);
  expect(put.status, put.text).toBe(201);
  const config = `/platform/v1/installs/${installId}/config`;
  expect((await server.api('PATCH', config, { config: { a: 1 } })).status).toBe(200);
  const job = await waitFor(
    async () => {
      const path = `/platform/v1/jobs?install_id=${installId}&name=config_updated&status=done`;
      return (await server.api('GET', path)).body.data[0];
    },
    { describe: 'the plugin to be told of its config' },
  );
  expect((await act(job.id, 'resend')).status).toBe(202);
  await jobIn(server, job.id, 'done', 2);
});

test('a job is sent once more fifty times, by hand or by replays', async () => {
  const scene = await open();
  const [settled] = await jobsOf(scene);
  const resends = async () =>
    (await server.db.query(sql`select resends from jobs where id = ${settled}`))[0];
  expect((await act(settled, 'resend')).status).toBe(202);
  await jobIn(server, settled, 'done', 2);
  expect(await resends()).toEqual({ resends: 1 });
  await server.db.query(sql`update jobs set resends = 49 where id = ${settled}`);
  await waitFor(async () => (await act(settled, 'resend')).status === 202, {
    describe: 'the job to have left the queue',
  });
  await jobIn(server, settled, 'done', 3);
  const refused = await waitFor(
    async () => {
      const answer = await act(settled, 'resend');
      return answer.body.detail.includes('50') ? answer : undefined;
    },
    { describe: 'the job to be refused' },
  );
  expect([refused.status, refused.body.code]).toEqual([409, 'wrong_state']);
  const filter = { install_id: scene.install.id, status: ['done'] };
  const { id } = await replay(server, filter, { include_settled: true });
  expect(await replayed(server, id)).toMatchObject({ total: 1, done: 0, failed: 1 });
  expect(await resends()).toEqual({ resends: 50 });
});

test('of many attempts the newest hundred are shown, and how many there were', async () => {
  const { emit } = await open();
  const id = await emit();
  const before = await jobIn(server, id, 'done', 1);
  expect(before.attempts_total).toBe(1);
  await server.db.query(sql`
    insert into attempts (install_id, job_id, number, stage, status_code, url, started_at, duration_ms)
    select install_id, id, n, 'answered', 200, 'http://x.test/', now(), 1
    from jobs, generate_series(2, 150) n where id = ${id}`);
  const job = (await server.api('GET', `/platform/v1/jobs/${id}`)).body;
  const numbers = job.attempts.map(({ number }: { number: number }) => number);
  expect(numbers).toEqual(Array.from({ length: 100 }, (_, index) => 51 + index));
  expect(job.attempts_total).toBe(150);
  const first = await server.api('GET', `/platform/v1/jobs/${id}/attempts/1`);
  expect(first.body).toMatchObject({ number: 1, status_code: 200 });
});
