import { afterAll, beforeAll, expect, test } from 'vitest';
import { raw, sql } from '../../src/lib/db.ts';
import { holdReplies } from '../delivery/scene.ts';
import { createPerson, signIn } from '../support/people.ts';
import {
  asPlugin,
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  login,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
});
afterAll(() => server.close());

let scenes = 0;

interface Scene {
  receiver: Receiver;
  event: string;
  install: TestInstall;
  manifest: (fields?: object) => object;
  path: string;
}

/** A plugin of the host with one release, and a second one whose worker is at `/next`. */
async function openScene(): Promise<Scene> {
  const receiver = await startReceiver();
  const event = `event_of_then_${++scenes}`;
  await defineEventType(server, event);
  const plugin = await registerPlugin(server, {
    events: [{ name: event, url: `${receiver.url}/now` }],
  });
  const install = await installPlugin(server, plugin, await createSpace(server));
  const path = `/platform/v1/plugins/${plugin.id}`;
  const manifest = (fields: object = {}) => ({
    name: plugin.slug,
    slug: plugin.slug,
    events: [{ name: event, url: `${receiver.url}/next` }],
    ...fields,
  });
  return { receiver, event, install, manifest, path };
}

async function happened(scene: Scene, identifiers: string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const identifier of identifiers) {
    const fields = { identifier, payload: { identifier } };
    const { jobs } = await emit(server, scene.install.spaceId, scene.event, fields);
    ids.push(jobs[0]?.id as string);
  }
  for (const id of ids) {
    await waitFor(async () => (await job(id)).settled_at !== null, {
      describe: `${id} to be settled`,
    });
  }
  return ids;
}

const job = async (id: string) => (await server.api('GET', `/platform/v1/jobs/${id}`)).body;

async function publishNext(scene: Scene, fields: object = {}): Promise<void> {
  const put = await server.api('PUT', `${scene.path}/manifest`, scene.manifest(fields));
  expect(put.status, put.text).toBe(201);
}

async function rehearse(scene: Scene, body: object = {}, release = 2) {
  const begun = await server.api('POST', `${scene.path}/releases/${release}/rehearse`, body);
  expect(begun.status, begun.text).toBe(202);
  return waitFor(
    async () => {
      const { body: rehearsal } = await server.api(
        'GET',
        `/platform/v1/rehearsals/${begun.body.id}`,
      );
      return rehearsal.state === 'done' ? rehearsal : undefined;
    },
    { describe: 'the rehearsal to be done' },
  );
}

const jobsOf = async (id: number, query = '') =>
  (await server.api('GET', `/platform/v1/rehearsals/${id}/jobs${query}`)).body.data;

/** Every row of what a job may change. */
async function everything(): Promise<unknown> {
  const tables = [
    'jobs',
    'job_queue',
    'attempts',
    'job_attachments',
    'install_storage_items',
    'plugin_storage_items',
    'installs',
    'config_revisions',
    'notifications',
    'endpoints',
    'events',
    'event_decisions',
    'developer_notices',
    'mails',
    'tokens',
  ];
  const rows: Record<string, unknown> = {};
  for (const table of tables) {
    rows[table] = await server.db.query(
      sql`select to_json(t)::text as row from ${raw(table)} t order by 1`,
    );
  }
  return rows;
}

test('a release is told what happened, and its verdicts stand beside those of then', async () => {
  const scene = await openScene();
  const { receiver } = scene;
  const ids = await happened(scene, ['a', 'b', 'c']);
  await publishNext(scene);
  receiver.requests.length = 0;
  receiver.answer = ({ body }) =>
    body.payload.identifier === 'b'
      ? { status: 412, body: { message: 'Nobody is called b' } }
      : 200;
  const rehearsal = await rehearse(scene);
  expect(rehearsal).toMatchObject({ total: 3, rehearsed: 3, same: 2, different: 1, release: 2 });

  const all = await jobsOf(rehearsal.id);
  expect(all.map(({ before }: { before: { job_id: string } }) => before.job_id)).toEqual(ids);
  expect(await jobsOf(rehearsal.id, '?differing=true')).toMatchObject([
    {
      identifier: 'b',
      space_id: scene.install.spaceId,
      space_name: 'Space',
      differs: true,
      before: { job_id: ids[1], status: 'done' },
      after: {
        decision: 'delivered',
        status: 'failed',
        message: 'Nobody is called b',
        status_code: 412,
      },
    },
  ]);
  expect(receiver.requests).toHaveLength(3);
  for (const { path, headers, body } of receiver.requests) {
    expect(path).toBe('/next');
    expect(body.meta).toMatchObject({ rehearsal: true, auth: null });
    expect(ids).not.toContain(body.meta.job.id);
    expect(headers['webhook-id']).toBe(body.meta.job.id);
    expect(headers['plugboard-rehearsal']).toBe(String(rehearsal.id));
  }
});

test('what a release asks for in a rehearsal is kept, and none of it done', async () => {
  const scene = await openScene();
  await happened(scene, ['a', 'b']);
  await publishNext(scene);
  scene.receiver.answer = () => ({
    status: 200,
    body: {
      message: 'Stored',
      attachments: [{ type: 'text', label: 'Seen', value: 'yes' }],
      effects: {
        storage: [{ action: 'set', key: 'seen', value: 1 }],
        config: { greeting: 'changed' },
      },
    },
  });
  const before = await everything();
  const rehearsal = await rehearse(scene);
  expect(await everything()).toEqual(before);
  const [first] = await jobsOf(rehearsal.id);
  expect(first.after).toMatchObject({
    status: 'done',
    message: 'Stored',
    attachments: [{ label: 'Seen' }],
    effects: { storage: [{ action: 'set', key: 'seen', value: 1 }], config: { greeting: '••••' } },
  });
});

test('a thousand events are rehearsed, in the order of each identifier, and nothing else has changed', async () => {
  const scene = await openScene();
  const { spaceId } = scene.install;
  const events = Array.from({ length: 1000 }, (_, n) => ({
    space_id: spaceId,
    name: scene.event,
    identifier: `visitor ${n % 10}`,
    payload: { n },
  }));
  for (let from = 0; from < events.length; from += 100) {
    const batch = { events: events.slice(from, from + 100) };
    const answer = await server.api('POST', '/platform/v1/events/batch', batch);
    expect(answer.status, answer.text).toBeLessThan(300);
  }
  await waitFor(
    async () => {
      const { body } = await server.api('GET', `${scene.path}/deliveries?status=queued&limit=1`);
      return body.data.length === 0;
    },
    {
      describe: 'a thousand jobs to be settled',
      progress: async () => scene.receiver.requests.length,
    },
  );
  await publishNext(scene);
  scene.receiver.requests.length = 0;
  scene.receiver.answer = ({ body }) => (body.payload.n % 250 === 7 ? 400 : 200);
  const before = await everything();
  const rehearsal = await rehearse(scene);
  expect(rehearsal).toMatchObject({ total: 1000, rehearsed: 1000, same: 996, different: 4 });
  expect(await everything()).toEqual(before);
  for (let visitor = 0; visitor < 10; visitor++) {
    const told = scene.receiver.requests
      .map(({ body }) => body.payload.n as number)
      .filter((n) => n % 10 === visitor);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told).toHaveLength(100);
  }
});

test('what a plugin took it settles by PATCH, which stays in the rehearsal', async () => {
  const scene = await openScene();
  await happened(scene, ['a']);
  await publishNext(scene);
  scene.receiver.answer = () => 202;
  const rehearsal = await rehearse(scene);
  const [{ after }] = await jobsOf(rehearsal.id);
  expect(after.status).toBe('ongoing');
  const before = await everything();
  const patch = { status: 'ignored', status_message: 'Later' };
  const path = `/jobs/${after.job_id}`;
  const token = await login(server, scene.install.plugin);
  const told = await asPlugin(server, token, 'PATCH', path, patch);
  expect(told.status, told.text).toBe(200);
  expect(told.body.data).toMatchObject({ id: after.job_id, identifier: 'a' });
  const other = await login(server, await registerPlugin(server));
  const foreign = await asPlugin(server, other, 'PATCH', path, patch);
  expect(foreign.status).toBe(404);
  expect(await jobsOf(rehearsal.id)).toMatchObject([
    { after: { status: 'ignored', message: 'Later' } },
  ]);
  const rest = (await everything()) as Record<string, unknown>;
  expect({ ...rest, tokens: undefined }).toEqual({ ...(before as object), tokens: undefined });
});

test('what a release would not hear is not sent, and the reason said', async () => {
  const scene = await openScene();
  await happened(scene, ['a', 'b']);
  const filter = { identifier: ['a'] };
  const url = `${scene.receiver.url}/next`;
  await publishNext(scene, { events: [{ name: scene.event, url, filter }] });
  scene.receiver.requests.length = 0;
  const rehearsal = await rehearse(scene);
  expect(rehearsal).toMatchObject({ total: 2, different: 1 });
  expect(await jobsOf(rehearsal.id)).toMatchObject([
    { identifier: 'a', differs: false, after: { decision: 'delivered', status: 'done' } },
    { identifier: 'b', differs: true, after: { decision: 'filtered', status: null } },
  ]);
  expect(scene.receiver.requests).toHaveLength(1);
});

test('a plugin that is away leaves its endpoint as it was', async () => {
  const scene = await openScene();
  await happened(scene, ['a']);
  await publishNext(scene);
  scene.receiver.answer = () => 503;
  const rehearsal = await rehearse(scene);
  expect(await jobsOf(rehearsal.id)).toMatchObject([
    { differs: true, after: { status: 'retried', status_code: 503 } },
  ]);
  const { body } = await server.api('GET', `${scene.path}/endpoints`);
  expect(body.data).toMatchObject([{ failures: 0, failing_since: null }]);
});

test('an install of another plugin, times that are none and a second rehearsal are refused', async () => {
  const scene = await openScene();
  const other = await openScene();
  await happened(scene, ['a']);
  await publishNext(scene);
  const refused = async (body: object, release = 2) => {
    const path = `${scene.path}/releases/${release}/rehearse`;
    const { status, body: problem } = await server.api('POST', path, body);
    return [status, problem.errors?.[0]?.pointer ?? problem.code];
  };
  expect(await refused({ install_ids: [scene.install.id, other.install.id] })).toEqual([
    422,
    '/install_ids/1',
  ]);
  expect(await refused({ since: '2099-01-01T00:00:00Z' })).toEqual([422, '/since']);
  expect((await refused({}, 9))[0]).toBe(404);
  const gate = holdReplies(scene.receiver);
  const { body: first } = await server.api('POST', `${scene.path}/releases/2/rehearse`, {});
  expect((await refused({}))[0]).toBe(409);
  const ended = await server.api('DELETE', `/platform/v1/rehearsals/${first.id}`);
  expect(ended.body.state).toBe('cancelled');
  gate.open();
  scene.receiver.answer = () => 200;
  expect((await rehearse(scene)).total).toBe(1);
});

test('a rehearsal is for nobody but who has a part in the plugin', async () => {
  const scene = await openScene();
  await happened(scene, ['a']);
  await publishNext(scene);
  const rehearsal = await rehearse(scene);
  const stranger = await signIn(server, (await createPerson(server)).id);
  for (const [method, path] of [
    ['GET', `/rehearsals/${rehearsal.id}`],
    ['GET', `/rehearsals/${rehearsal.id}/jobs`],
    ['DELETE', `/rehearsals/${rehearsal.id}`],
    ['GET', `/plugins/${rehearsal.plugin_id}/rehearsals`],
    ['POST', `/plugins/${rehearsal.plugin_id}/releases/2/rehearse`],
  ] as const) {
    const answer = await stranger.call(method, path, method === 'POST' ? {} : undefined);
    expect(answer.status, `${method} ${path}`).toBe(404);
  }
});

test('of what happened before it was installed, and what its admins did not agree to, a plugin is not told', async () => {
  const scene = await openScene();
  const unheard = `${scene.event}_unheard`;
  await defineEventType(server, unheard);
  await emit(server, scene.install.spaceId, unheard, { identifier: 'theirs alone' });
  const late = await installPlugin(
    server,
    await registerPlugin(server, {
      events: [{ name: scene.event, url: `${scene.receiver.url}/now` }],
    }),
    scene.install.spaceId,
  );
  const before = await emit(server, scene.install.spaceId, scene.event);
  expect(before.jobs).toHaveLength(2);
  const gone = await server.api('DELETE', `/platform/v1/installs/${late.id}`);
  expect(gone.status, gone.text).toBeLessThan(300);
  const again = await server.api('POST', `/platform/v1/spaces/${late.spaceId}/installs`, {
    plugin_id: late.plugin.id,
  });
  expect(again.status, again.text).toBe(201);
  const path = `/platform/v1/plugins/${late.plugin.id}`;
  const names = [scene.event, unheard, 'plugin_installed', 'config_updated'];
  const events = names.map((name) => ({ name, url: `${scene.receiver.url}/next` }));
  const manifest = { name: late.plugin.slug, slug: late.plugin.slug, events };
  expect((await server.api('PUT', `${path}/manifest`, manifest)).status).toBe(201);
  const rehearsal = await rehearse({ ...scene, path }, { install_ids: [late.id] });
  expect(await jobsOf(rehearsal.id)).toEqual([]);
});

test('an install that was ended is told nothing from then on', async () => {
  const scene = await openScene();
  await happened(scene, ['one', 'one', 'one']);
  await publishNext(scene);
  scene.receiver.requests.length = 0;
  const gate = holdReplies(scene.receiver);
  const begun = await server.api('POST', `${scene.path}/releases/2/rehearse`, {});
  await scene.receiver.nth(1);
  const gone = await server.api('DELETE', `/platform/v1/installs/${scene.install.id}`);
  expect(gone.status, gone.text).toBeLessThan(300);
  gate.open();
  await waitFor(
    async () => {
      const { body } = await server.api('GET', `/platform/v1/rehearsals/${begun.body.id}`);
      return body.state === 'done';
    },
    { describe: 'the rehearsal to be done' },
  );
  const told = scene.receiver.requests.filter(({ body }) => body.meta.rehearsal);
  expect(told).toHaveLength(1);
  const { data } = (await server.api('GET', `/platform/v1/rehearsals/${begun.body.id}/jobs`)).body;
  expect(data.map(({ after }: { after: { decision: string } }) => after.decision)).toEqual([
    'delivered',
    'suspended',
    'suspended',
  ]);
});

test('a release that was replaced is not told what happens any more', async () => {
  const scene = await openScene();
  await publishNext(scene);
  const answer = await server.api('POST', `${scene.path}/releases/1/rehearse`, {});
  expect([answer.status, answer.body.code]).toEqual([409, 'wrong_state']);
});

test('a verdict on what was told in a rehearsal is final, too', async () => {
  const scene = await openScene();
  await happened(scene, ['a']);
  await publishNext(scene);
  const rehearsal = await rehearse(scene);
  const [{ after }] = await jobsOf(rehearsal.id);
  const token = await login(server, scene.install.plugin);
  const say = (body: object) => asPlugin(server, token, 'PATCH', `/jobs/${after.job_id}`, body);
  expect((await say({ status: 'failed' })).status).toBe(409);
  const one = { attachments: [{ type: 'text', label: 'One', value: '1' }] };
  expect((await say({ status: 'done', ...one })).status).toBe(200);
  expect((await say(one)).status).toBe(200);
  expect((await jobsOf(rehearsal.id))[0].after).toMatchObject({
    status: 'done',
    attachments: [{ label: 'One' }, { label: 'One' }],
  });
});
