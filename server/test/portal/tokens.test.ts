import { beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../src/lib/crypto.ts';
import { sql } from '../../src/lib/db.ts';
import { createPerson as createOperator } from '../space-api/scene.ts';
import { addMember, removeMember } from '../support/people.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
} from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { withinSecond } from '../support/within-second.ts';
import { inPortal, onlooker, portalToken } from './world.ts';

const EVENT = 'visitor_arrived';
const TOKENS = '/platform/v1/portal_tokens';
const ALL = ['catalog', 'installed', 'settings', 'activity'];

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await defineEventType(server, EVENT);
  return () => server.close();
});

const configured = () =>
  registerPlugin(server, {
    events: [{ name: EVENT, url: 'http://localhost:4999/worker' }],
    setup_steps: [
      {
        type: 'form',
        title: 'Settings',
        fields: [{ key: 'note', type: 'text', label: 'Note', required: false }],
      },
    ],
  });

test('the host makes a token for fifteen minutes, which opens what its views are made of', async () => {
  const one = await onlooker(server);
  const { person, spaceId } = one;
  const { status, body } = await server.api('POST', TOKENS, {
    user_id: person.id,
    space_id: spaceId,
    views: ['installed'],
  });
  expect([status, body]).toEqual([
    201,
    { token: expect.stringMatching(/^pbv_[\w-]{43}$/), expires_at: expect.any(String) },
  ]);
  const [row] = await server.db.query<{ minutes: number; whole: boolean }>(sql`
    select extract(epoch from expires_at - created_at)::integer / 60 as minutes, hash = ${sha256(body.token)} as whole
    from portal_tokens where user_id = ${person.id}`);
  expect(row).toEqual({ minutes: 15, whole: true });
  const call = inPortal(server, body.token);
  expect((await call('GET', '/me')).body.portal).toEqual({ space_id: spaceId });
  expect((await call('GET', `/spaces/${spaceId}/members`)).status).toBe(403);
  const { id } = await installPlugin(server, await configured(), spaceId);
  const listed = await call('GET', `/spaces/${spaceId}/installs`);
  expect(listed.body.data.map((install: { id: number }) => install.id)).toEqual([id]);
  const refused = await call('GET', `/installs/${id}/config`);
  expect([refused.status, refused.body.code, refused.body.detail]).toEqual([
    403,
    'forbidden',
    'The portal token is for installed; this is opened by one for settings',
  ]);
  const never = await call('GET', '/personal_access_tokens');
  expect([never.status, never.body.detail]).toEqual([
    403,
    'The portal token is for installed; no portal token opens this',
  ]);
});

test('what is asked for wrong is refused at its place', async () => {
  const { person, spaceId } = await onlooker(server);
  const other = await onlooker(server);
  const { id } = await installPlugin(server, await configured(), other.spaceId);
  const own = await installPlugin(server, await configured(), spaceId);
  const asked = { user_id: person.id, space_id: spaceId, views: ['settings'] };
  const cases: [object, string][] = [
    [{ user_id: other.person.id }, '/user_id'],
    [{ user_id: 999_999 }, '/user_id'],
    [{ space_id: 999_999 }, '/user_id'],
    [{ views: [] }, '/views'],
    [{ views: ['settings', 'settings'] }, '/views'],
    [{ views: ['everything'] }, '/views/0'],
    // That is for links alone.
    [{ views: ['space'] }, '/views/0'],
    [{ install_id: id }, '/install_id'],
    [{ install_id: 999_999 }, '/install_id'],
    [{ views: ['catalog'], install_id: id }, '/install_id'],
    // These show the answers to all set-ups of the space.
    [{ views: ['catalog', 'settings'], install_id: own.id }, '/install_id'],
    [{ views: ['installed', 'activity'], install_id: own.id }, '/install_id'],
    [{ identifier: 'visitor:1' }, '/identifier'],
    [{ views: ['activity'], identifier: '' }, '/identifier'],
    [{ role: 'admin' }, '/role'],
  ];
  for (const [change, pointer] of cases) {
    const answer = await server.api('POST', TOKENS, { ...asked, ...change });
    expect([answer.status, answer.body.errors?.[0]?.pointer], answer.text).toEqual([422, pointer]);
  }
});

test('a portal goes as far as the role of who looks at it', async () => {
  const editor = await onlooker(server, 'editor');
  const { id } = await installPlugin(server, await configured(), editor.spaceId);
  const call = inPortal(server, await portalToken(server, editor, ALL));
  expect((await call('GET', `/installs/${id}/config`)).status).toBe(200);
  const change = () => call('PATCH', `/installs/${id}/config`, { config: { note: 'x' } });
  expect((await change()).status).toBe(403);
  expect((await call('POST', `/installs/${id}/suspend`)).status).toBe(403);
  await addMember(server, editor.spaceId, editor.person.id, 'admin');
  expect((await change()).status).toBe(200);
  expect((await call('POST', `/installs/${id}/suspend`)).body.status).toBe('suspended');
  const path = `/platform/v1/audit?space_id=${editor.spaceId}&action=install.suspended`;
  const { body } = await server.api('GET', path);
  expect(body.data[0].actor).toMatchObject({ kind: 'user', id: editor.person.id });
});

test('installing and setting up are within reach of the catalog', async () => {
  const one = await onlooker(server);
  const plugin = await configured();
  await server.db.query(sql`update plugins set status = 'approved' where id = ${plugin.id}`);
  const call = inPortal(server, await portalToken(server, one, ['catalog']));
  const listed = await call('GET', `/catalog?space_id=${one.spaceId}`);
  expect(listed.body.data.map(({ slug }: { slug: string }) => slug)).toContain(plugin.slug);
  const made = await call('POST', `/spaces/${one.spaceId}/installs`, { plugin_id: plugin.id });
  expect([made.status, made.body.installed_by]).toEqual([201, one.person.id]);
  const path = `/installs/${made.body.id}/setup`;
  const done = await call('POST', `${path}/0/submit`, { payload: { note: 'x' } });
  expect(done.status, done.text).toBe(200);
  expect((await call('PATCH', `/installs/${made.body.id}/config`, { config: {} })).status).toBe(
    403,
  );
});

test('an operator is what they are in the space, and elsewhere nobody', async () => {
  const operator = await createOperator(server, true);
  const spaceId = await createSpace(server);
  await addMember(server, spaceId, operator.id, 'editor');
  const elsewhere = await onlooker(server);
  const { id } = await installPlugin(server, await configured(), spaceId);
  const foreign = await installPlugin(server, await configured(), elsewhere.spaceId);
  const person = { ...elsewhere.person, id: operator.id };
  const call = inPortal(server, await portalToken(server, { person, spaceId }, ALL));
  expect((await call('GET', `/installs/${id}`)).status).toBe(200);
  expect((await call('POST', `/installs/${id}/suspend`)).status).toBe(403);
  expect((await call('GET', `/installs/${foreign.id}`)).status).toBe(404);
  expect((await call('GET', `/spaces/${elsewhere.spaceId}`)).status).toBe(404);
  expect((await call('GET', '/users')).status).toBe(403);
});

test('of somebody with several spaces a portal shows one', async () => {
  const one = await onlooker(server);
  const other = await createSpace(server);
  await addMember(server, other, one.person.id, 'admin');
  const plugin = await configured();
  const [here, there] = [
    await installPlugin(server, plugin, one.spaceId),
    await installPlugin(server, plugin, other),
  ];
  const [told, untold] = [await emit(server, one.spaceId, EVENT), await emit(server, other, EVENT)];
  const call = inPortal(server, await portalToken(server, one, ALL));
  const ids = async (path: string) =>
    (await call('GET', path)).body.data.map((row: { id: unknown }) => row.id);
  expect(await ids('/installs')).toEqual([here.id]);
  expect(await ids(`/events?name=${EVENT}`)).toEqual([told.event.id]);
  expect(await ids(`/jobs?name=${EVENT}`)).toEqual([told.jobs[0]?.id]);
  expect(await ids(`/jobs?install_id=${there.id}`)).toEqual([]);
  expect(await ids(`/events?space_id=${other}`)).toEqual([]);
  const answers = await Promise.all(
    [
      `/installs/${there.id}`,
      `/installs/${there.id}/config`,
      `/installs/${there.id}/setup`,
      `/spaces/${other}/installs`,
      `/events/${untold.event.id}`,
      `/events/${untold.event.id}/decisions`,
      `/jobs/${untold.jobs[0]?.id}`,
      `/catalog?space_id=${other}`,
    ].map(async (path) => [path, (await call('GET', path)).status]),
  );
  expect(answers.filter(([, status]) => status !== 404)).toEqual([]);
  const replay = await call('POST', '/replays', {
    filter: {
      space_id: other,
      status: ['failed'],
      since: '2026-01-01T00:00:00Z',
      until: '9999-01-01T00:00:00Z',
    },
  });
  expect(replay.body.code).toBe('space_not_found');
});

test('settings and activity of one install show nothing of the others', async () => {
  const one = await onlooker(server);
  const [install, other] = [
    await installPlugin(server, await configured(), one.spaceId),
    await installPlugin(server, await configured(), one.spaceId),
  ];
  const { event, jobs } = await emit(server, one.spaceId, EVENT, { identifier: 'visitor:1' });
  const bounds = { install_id: install.id };
  const call = inPortal(server, await portalToken(server, one, ['settings', 'activity'], bounds));
  const jobOf = (id: number) => jobs.find(({ install_id }) => install_id === id)?.id;
  for (const path of ['', '/config', '/config/revisions', '/setup', '/permissions']) {
    expect([path, (await call('GET', `/installs/${install.id}${path}`)).status]).toEqual([
      path,
      200,
    ]);
    expect([path, (await call('GET', `/installs/${other.id}${path}`)).status]).toEqual([path, 404]);
  }
  const change = { config: { note: 'x' } };
  expect((await call('PATCH', `/installs/${other.id}/config`, change)).status).toBe(404);
  expect((await call('PATCH', `/installs/${install.id}/config`, change)).status).toBe(200);
  const listed = await call('GET', `/jobs?space_id=${one.spaceId}`);
  expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([jobOf(install.id)]);
  expect((await call('GET', `/jobs/${jobOf(other.id)}`)).status).toBe(404);
  expect((await call('POST', `/jobs/${jobOf(other.id)}/cancel`)).status).toBe(404);
  expect((await call('GET', `/jobs/${jobOf(install.id)}`)).status).toBe(200);
  // An event is for all of them.
  expect((await call('GET', `/events/${event.id}`)).status).toBe(404);
});

test('the activity of one identifier shows nothing of the others', async () => {
  const one = await onlooker(server);
  const { id } = await installPlugin(server, await configured(), one.spaceId);
  const asked = await emit(server, one.spaceId, EVENT, { identifier: 'visitor:1' });
  const other = await emit(server, one.spaceId, EVENT, { identifier: 'visitor:2' });
  const nobody = await emit(server, one.spaceId, EVENT);
  const bounds = { identifier: 'visitor:1' };
  const call = inPortal(server, await portalToken(server, one, ['settings', 'activity'], bounds));
  const ids = async (query: string) =>
    (await call('GET', `/jobs${query}`)).body.data.map((row: { id: string }) => row.id);
  expect(await ids('')).toEqual([asked.jobs[0]?.id]);
  expect(await ids(`?install_id=${id}`)).toEqual([asked.jobs[0]?.id]);
  expect(await ids('?identifier=visitor:2')).toEqual([]);
  for (const { event, jobs } of [other, nobody]) {
    for (const path of [
      `/jobs/${jobs[0]?.id}`,
      `/events/${event.id}`,
      `/events/${event.id}/decisions`,
    ]) {
      expect((await call('GET', path)).status).toBe(404);
    }
    expect((await call('POST', `/jobs/${jobs[0]?.id}/cancel`)).status).toBe(404);
  }
  expect((await call('GET', `/events/${asked.event.id}`)).body.identifier).toBe('visitor:1');
  expect((await call('POST', `/jobs/${asked.jobs[0]?.id}/cancel`)).body.status).toBe('cancelled');
  const happened = await call('GET', `/activity?space_id=${one.spaceId}&identifier=visitor:1`);
  expect(happened.body.data.map((row: { id: string }) => row.id)).toEqual([asked.event.id]);
  for (const query of ['', '&identifier=visitor:2']) {
    const answer = await call('GET', `/activity?space_id=${one.spaceId}${query}`);
    expect(answer.body.code).toBe('space_not_found');
  }
  expect((await call('GET', '/me')).body.id).toBe(one.person.id);
  // The settings are not of an identifier.
  expect((await call('GET', `/installs/${id}/config`)).status).toBe(200);
});

test('what one portal was answered, another of the same person is not', async () => {
  const one = await onlooker(server);
  const plugin = await configured();
  await server.db.query(sql`update plugins set status = 'approved' where id = ${plugin.id}`);
  const path = `/spaces/${one.spaceId}/installs`;
  const key = { 'idempotency-key': 'the same' };
  const body = { plugin_id: plugin.id };
  const first = inPortal(server, await portalToken(server, one, ['catalog']));
  expect((await first('POST', path, body, key)).status).toBe(201);
  expect((await first('POST', path, body, key)).status).toBe(201);
  const second = inPortal(server, await portalToken(server, one, ['catalog', 'installed']));
  expect((await second('POST', path, body, key)).status).toBe(409);
});

const ENDS: Record<string, (one: Awaited<ReturnType<typeof onlooker>>) => Promise<unknown>> = {
  'who leaves the space': ({ person, spaceId }) => removeMember(server, spaceId, person.id),
  'who leaves the space and comes back': async ({ person, spaceId }) => {
    await removeMember(server, spaceId, person.id);
    await addMember(server, spaceId, person.id, 'admin');
  },
  'whose password is changed': ({ person }) =>
    server.api('PATCH', `/platform/v1/users/${person.id}`, { password: 'another horse battery' }),
  'who is deleted': ({ person }) => server.api('DELETE', `/platform/v1/users/${person.id}`),
  'whose space is deleted': ({ spaceId }) => server.api('DELETE', `/platform/v1/spaces/${spaceId}`),
};

test.each(Object.keys(ENDS))('the token of somebody %s ends within a second', async (name) => {
  const one = await onlooker(server);
  const call = inPortal(server, await portalToken(server, one, ALL));
  expect((await call('GET', `/spaces/${one.spaceId}`)).status).toBe(200);
  await ENDS[name]?.(one);
  const isOver = async () => (await call('GET', '/installs')).status === 401;
  expect(await withinSecond(isOver)).toBe(true);
});

test('a token opens nothing once its time is over, and is forgotten', async () => {
  const one = await onlooker(server);
  const token = await portalToken(server, one, ALL);
  const call = inPortal(server, token);
  expect((await call('GET', '/installs')).status).toBe(200);
  await server.db.query(sql`
    update portal_tokens set expires_at = now() + interval '2 seconds' where hash = ${sha256(token)}`);
  const answer = await waitFor(
    async () => {
      const { status, body } = await call('GET', '/installs');
      return status === 200 ? undefined : [status, body.code];
    },
    { describe: 'the token to end' },
  );
  expect(answer).toEqual([401, 'invalid_token']);
});
