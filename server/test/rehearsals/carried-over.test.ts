import { beforeAll, beforeEach, expect, test } from 'vitest';
import { publishLater, rollOutScene, type Scene } from '../roll-outs/scene.ts';
import { defineEventType, emit } from '../support/plugins.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const EVENT = 'door_opened';

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  receiver = await startReceiver();
  await defineEventType(server, EVENT);
  return async () => {
    await server.close();
    await receiver.close();
  };
});

let scene: Scene;
let installId: number;
let release: number;

const isMigration = ({ body }: ReceivedRequest) => body.meta.route === 'migration';
const api = (path: string) => server.api('GET', `/platform/v1/${path}`);
const configOf = async () => (await api(`installs/${installId}/config`)).body.config;

/** Two doors were opened where an older release is; the next one, which reads other settings, waits to be rolled out. */
beforeEach(async () => {
  receiver.answer = () => 200;
  const events = [{ name: EVENT, url: `${receiver.url}/worker` }];
  scene = await rollOutScene(server, 1, { events }, { greeting: 'Hello' });
  installId = scene.installs[0] as number;
  const { space_id } = (await api(`installs/${installId}`)).body;
  for (const identifier of ['one', 'two']) {
    const { jobs } = await emit(server, space_id, EVENT, { identifier });
    const isSettled = async () => (await api(`jobs/${jobs[0]?.id}`)).body.settled_at !== null;
    await waitFor(isSettled, { describe: 'the job to be settled' });
  }
  release = await publishLater(scene, { events, migration_url: `${receiver.url}/migrate` });
  receiver.requests.length = 0;
});

async function rehearse() {
  const begun = await scene.developer.call(
    'POST',
    `/plugins/${scene.plugin.id}/releases/${release}/rehearse`,
    {},
  );
  expect(begun.status, begun.text).toBe(202);
  const isDone = async () => (await api(`rehearsals/${begun.body.id}`)).body.state === 'done';
  await waitFor(isDone, { describe: 'the rehearsal to be done' });
  return (await api(`rehearsals/${begun.body.id}/jobs`)).body.data;
}

test('a release that reads other settings is rehearsed with them, and nobody’s settings change', async () => {
  receiver.answer = (request) =>
    isMigration(request)
      ? { status: 200, body: { hello: request.body.meta.config.greeting } }
      : { status: request.body.meta.config.hello === 'Hello' ? 200 : 412 };
  const jobs = await rehearse();
  expect(jobs.map(({ differs }: { differs: boolean }) => differs)).toEqual([false, false]);
  const asked = receiver.requests.filter(isMigration);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.body.meta.params).toEqual({
    from_release: 1,
    to_release: release,
    dry_run: true,
  });
  expect(await configOf()).toEqual({ greeting: 'Hello' });
});

test('of an install whose settings cannot be carried over, nothing is told to it', async () => {
  receiver.answer = (request) =>
    isMigration(request) ? { status: 412, body: { message: 'No such greeting' } } : 200;
  const jobs = await rehearse();
  for (const { after, differs } of jobs) {
    expect(differs).toBe(true);
    expect(after).toMatchObject({
      decision: 'migration_failed',
      status: null,
      error: 'No such greeting',
    });
  }
  expect(receiver.requests.every(isMigration)).toBe(true);
});
