import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { newId } from '../../src/lib/ids.ts';
import { addMember, createPerson, type Headers } from '../space-api/scene.ts';
import { giveTo } from '../support/collaborators.ts';
import {
  createSpace,
  createUser,
  emit,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from '../support/receiver.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { jobIn, openScene } from './scene.ts';

const MASK = '••••';
const EVENT = 'kept_event';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02,0.02', PLUGBOARD_POLL_MS: '20' },
  });
  await server.api('PUT', '/platform/v1/scopes/kept.read', { description: 'Read' });
  await server.api('PUT', `/platform/v1/event_types/${EVENT}`, { description: 'Kept' });
});
afterAll(() => server.close());

const attempt = async (job: string, number = 1) =>
  server.api('GET', `/platform/v1/jobs/${job}/attempts/${number}`);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The body of the request in an answer, as the text that it has there. */
const bodyIn = (text: string): string => /"body":(\{.*\}),"exact":/s.exec(text)?.[1] ?? '';

/** Those headers of a received request that are ours, and not of the HTTP client. */
function ownHeaders({ headers }: ReceivedRequest): Record<string, string> {
  const { host, connection, 'content-length': length, ...own } = headers;
  return own;
}

const manifest = (receiver: Receiver, fields: object = {}) => ({
  events: [{ name: EVENT, url: `${receiver.url}/hook` }],
  ...fields,
});

async function install(fields: object = {}, installFields: object = {}) {
  const receiver = await startReceiver();
  onTestFinished(receiver.close);
  const plugin = await registerPlugin(server, manifest(receiver, fields));
  const installed = await installPlugin(server, plugin, await createSpace(server), installFields);
  return { receiver, install: installed };
}

async function deliver(to: TestInstall, body = '{}'): Promise<string> {
  const text = `{"space_id":${to.spaceId},"name":"${EVENT}","identifier":"vr:entry:19","payload":${body}}`;
  const answer = await server.api('POST', '/platform/v1/events', text);
  const id = answer.body.jobs[0].id;
  await jobIn(server, id, 'done', 1);
  return id;
}

test('an attempt shows its request as it was sent, each header and each byte', async () => {
  const { receiver, install: to } = await install({}, { config: { greeting: 'ü 漢字' } });
  const id = await deliver(to, '{ "n": 9007199254740993, "z": -0,\n "😀": 1.0 }');
  const sent = await receiver.nth(1);
  const { body, text } = await attempt(id);
  expect(bodyIn(text)).toBe(sent.text);
  expect(body.request.headers).toEqual(ownHeaders(sent));
  expect(body).toMatchObject({
    number: 1,
    stage: 'answered',
    status_code: 200,
    request: {
      method: 'POST',
      url: `${receiver.url}/hook`,
      exact: true,
      release: 1,
      config_revision: 1,
      secret_generation: 1,
      body_sha256: sha256(sent.text),
    },
  });
});

test('signatures are for who could make them, and private payloads for admins', async () => {
  const { install: to } = await install();
  const id = await deliver(to, '{ "name": "canary", "n": 1 }');
  const [admin, member] = [await createPerson(server), await createPerson(server)];
  await addMember(server, to.spaceId, admin.id, 'admin');
  await addMember(server, to.spaceId, member.id);
  const seenBy = async (headers: Headers) => {
    const path = `${server.url}/platform/v1/jobs/${id}/attempts/1`;
    const answer = await send(path, 'GET', undefined, headers);
    expect(answer.status, answer.text).toBe(200);
    return answer.body.request;
  };
  for (const { headers } of [admin, member]) {
    const { headers: sent, body_sha256, body, exact } = await seenBy(headers);
    expect([sent['x-envoy-signature'], sent['webhook-signature']]).toEqual([MASK, MASK]);
    expect(body_sha256).toBeNull();
    expect([body.payload, exact]).toEqual([{ name: 'canary', n: 1 }, true]);
  }
  const description = { description: 'Kept' };
  const type = `/platform/v1/event_types/${EVENT}`;
  await server.api('PUT', type, { ...description, private: true });
  expect((await seenBy(admin.headers)).body.payload).toEqual({ name: 'canary', n: 1 });
  expect((await seenBy(member.headers)).body.payload).toEqual({ name: MASK, n: MASK });
  await giveTo(server, to.plugin.id, member.id);
  await server.api('DELETE', `/platform/v1/spaces/${to.spaceId}/members/${member.id}`);
  const developer = await seenBy(member.headers);
  expect(developer.headers['x-envoy-signature']).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(developer.body.payload).toEqual({ name: MASK, n: MASK });
  await server.api('PUT', type, description);
});

test('each attempt has its own, and the list of them says no more than before', async () => {
  const { receiver, emit: tell } = await openScene(server);
  onTestFinished(receiver.close);
  receiver.answer = () => (receiver.requests.length < 3 ? 500 : 200);
  const id = await tell();
  const job = await jobIn(server, id, 'done', 3);
  for (const number of [1, 2, 3]) {
    const sent = await receiver.nth(number);
    const { body, text } = await attempt(id, number);
    const { request, ...rest } = body;
    expect(rest).toEqual(job.attempts[number - 1]);
    expect(request.headers).toEqual(ownHeaders(sent));
    expect(bodyIn(text)).toBe(sent.text);
    expect(request.exact).toBe(true);
  }
});

test('a rotation shows: both signatures, and the newest generation', async () => {
  const { receiver, install: to } = await install();
  const { plugin } = to;
  const rotated = await server.api('POST', `/platform/v1/plugins/${plugin.id}/secrets`, {});
  expect(rotated.status, rotated.text).toBe(201);
  const id = await deliver(to);
  const sent = await receiver.nth(1);
  const { body } = await attempt(id);
  expect(sent.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  expect(body.request.headers).toEqual(ownHeaders(sent));
  expect(body.request.secret_generation).toBe(2);
});

test('a token is masked, and the rest is known to be exact all the same', async () => {
  const user_id = await createUser(server);
  const { receiver, install: to } = await install({ scopes: ['kept.read'] }, { user_id });
  // The token is also where the plugin may have put it.
  const first = await deliver(to);
  const token = (await receiver.nth(1)).body.meta.auth.access_token;
  const saved = await server.api('PATCH', `/platform/v1/installs/${to.id}/config`, {
    config: { saved: { access_token: token } },
  });
  expect(saved.status, saved.text).toBe(200);
  const second = await deliver(to);
  for (const [index, id] of [first, second].entries()) {
    const sent = await receiver.nth(index + 1);
    const { body, text } = await attempt(id);
    expect(body.request.exact).toBe(true);
    expect(body.request.body.meta.auth).toEqual({ ...sent.body.meta.auth, access_token: MASK });
    expect(body.request.body_sha256).toBe(sha256(sent.text));
    if (id === first) expect(text).not.toContain(token);
  }
});

test('a password of the config is masked, and the rest is known to be exact', async () => {
  const setup_steps = [
    {
      type: 'form',
      title: 'Connect',
      fields: [
        { key: 'secret', type: 'password', label: 'Secret' },
        { key: 'note', type: 'text', label: 'Note' },
      ],
    },
  ];
  const config = { secret: 'very secret', note: 'seen' };
  const { receiver, install: to } = await install({ setup_steps }, { config });
  const id = await deliver(to);
  expect((await receiver.nth(1)).body.meta.config).toEqual(config);
  const { body, text } = await attempt(id);
  expect(text).not.toContain('very secret');
  expect(body.request.body.meta.config).toEqual({ secret: MASK, note: 'seen' });
  expect(body.request.exact).toBe(true);
  const change = { config: { secret: 'another secret' } };
  const changed = await server.api('PATCH', `/platform/v1/installs/${to.id}/config`, change);
  expect(changed.status, changed.text).toBe(200);
  const later = await attempt(id);
  expect(later.body).toEqual(body);
});

test('the config is that of its revision, whatever it is now', async () => {
  const { receiver, install: to } = await install({}, { config: { greeting: 'then' } });
  const id = await deliver(to);
  const change = { config: { greeting: 'now' } };
  const changed = await server.api('PATCH', `/platform/v1/installs/${to.id}/config`, change);
  expect(changed.status, changed.text).toBe(200);
  const { body, text } = await attempt(id);
  expect(bodyIn(text)).toBe((await receiver.nth(1)).text);
  expect(body.request).toMatchObject({ exact: true, config_revision: 1 });
});

test('what became another since is told: the space renamed', async () => {
  const { install: to } = await install();
  const id = await deliver(to);
  await server.api('PATCH', `/platform/v1/spaces/${to.spaceId}`, { name: 'Renamed' });
  const { body } = await attempt(id);
  expect(body.request.exact).toBe(false);
  expect(body.request.body.meta.location.attributes.name).toBe('Renamed');
});

test('what is gone is told: the revision, then the event, then all of it', async () => {
  const { install: to } = await install({}, { config: { greeting: 'then' } });
  const id = await deliver(to);
  await server.api('PATCH', `/platform/v1/installs/${to.id}/config`, {
    config: { greeting: 'now' },
  });
  await server.db.query(sql`delete from config_revisions where install_id = ${to.id}`);
  const erased = (await attempt(id)).body.request;
  expect(erased).toMatchObject({ body: null, exact: false, config_revision: 1 });
  expect(erased.headers['webhook-id']).toBe(id);

  const later = await deliver(to);
  const { event_id } = (await server.api('GET', `/platform/v1/jobs/${later}`)).body;
  await server.db.query(sql`delete from events where id = ${event_id}`);
  expect((await attempt(later)).body.request).toMatchObject({ body: null, exact: false });

  const gone = await server.api('DELETE', `/platform/v1/installs/${to.id}?erase=now`);
  expect(gone.status, gone.text).toBeLessThan(300);
  expect((await attempt(later)).body).toMatchObject({ number: 1, request: null });
});

test('an attempt that there is not is refused, and so is one of a job that there is not', async () => {
  const { install: to } = await install();
  const id = await deliver(to);
  const codes = await Promise.all(
    [
      `${id}/attempts/2`,
      `${id}/attempts/0`,
      `${id}/attempts/x`,
      `${newId()}/attempts/1`,
      'x/attempts/1',
    ].map(async (path) => {
      const { status, body } = await server.api('GET', `/platform/v1/jobs/${path}`);
      return [status, body.code];
    }),
  );
  expect(codes).toEqual([
    [404, 'attempt_not_found'],
    [404, 'attempt_not_found'],
    [404, 'attempt_not_found'],
    [404, 'job_not_found'],
    [404, 'job_not_found'],
  ]);
});

test('a request of which nobody knows whether there was one is none', async () => {
  const { receiver, install: to } = await install();
  receiver.answer = () => 500;
  const { jobs } = await emit(server, to.spaceId, EVENT);
  const id = jobs[0]?.id as string;
  await jobIn(server, id, 'failed', 4);
  await server.db.query(sql`
    update attempts set stage = 'lost', request = null where job_id = ${id} and number = 2`);
  expect((await attempt(id, 2)).body).toMatchObject({ stage: 'lost', request: null });
});
