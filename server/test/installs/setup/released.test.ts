import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../../src/lib/db.ts';
import { createTestDatabase } from '../../support/database.ts';
import { bearerOf, createPerson } from '../../support/people.ts';
import {
  defineEventType,
  emit,
  registerPartnerPlugin,
  reviewDraft,
} from '../../support/plugins.ts';
import { startReceiver } from '../../support/receiver.ts';
import { send, startTestServer, type TestServer } from '../../support/server.ts';
import { waitFor } from '../../support/wait-for.ts';
import { createPlugin, eventsOf, installIn } from '../fixtures.ts';
import { form, release, sceneOf, setUpWith, text } from './scene.ts';

// A set-up can be completed by nobody who goes through it: by a release that asks for less.

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' },
  });
  return () => server.close();
});

const getInstall = async (id: number, of = server) =>
  (await of.api('GET', `/platform/v1/installs/${id}`)).body;

const becomes = (id: number, status: string, of = server) =>
  waitFor(async () => (await getInstall(id, of)).status === status, {
    describe: `install ${id} to be ${status}`,
  });

/** Looked at once more, and left in set-up: by which release is noted. */
const lookedAt = (id: number, number: number) =>
  waitFor(
    async () => {
      const [row] = await server.db.query<{ setup_release: number | null }>(sql`
        select setup_release from installs where id = ${id}`);
      return row?.setup_release === number;
    },
    { describe: `install ${id} to be looked at by release ${number}` },
  );

describe('a release that takes away what was open', () => {
  test('activates every install that waited for it, and tells the plugin as ever', async () => {
    const plugin = await createPlugin(server, { setup_steps: [form([text('one')])] });
    const ids: number[] = [];
    for (let n = 0; n < 3; n++) ids.push((await installIn(server, plugin)).id);
    await release(server, plugin, []);
    for (const id of ids) {
      await becomes(id, 'active');
      expect(
        (await eventsOf(server, id)).filter(({ name }) => name === 'plugin_installed'),
      ).toEqual([
        { name: 'plugin_installed', payload: { generation: 1, cause: 'setup_completed' } },
      ]);
      expect(await getInstall(id)).toMatchObject({ setup_open: false });
    }
  });

  test('comes by them all, however many there are', async () => {
    const plugin = await createPlugin(server, { setup_steps: [form([text('one')])] });
    const { space_id, id: first } = await installIn(server, plugin);
    await server.db.query(sql`
      with s as (insert into spaces (name) select 'Space' from generate_series(1, 450) returning id)
      insert into installs (space_id, plugin_id, status) select id, ${plugin.id}, 'setup' from s`);
    await release(server, plugin, []);
    let left = 0;
    await waitFor(
      async () => {
        const [row] = await server.db.query<{ left: number }>(sql`
          select count(*)::integer as left from installs where plugin_id = ${plugin.id} and status = 'setup'`);
        left = row?.left ?? 0;
        return left === 0;
      },
      { describe: 'all installs to be active', progress: () => left },
    );
    expect(await getInstall(first)).toMatchObject({ space_id, status: 'active' });
  });

  test('leaves those in set-up for which something else is open', async () => {
    const steps = [form([text('one')]), form([text('two')])];
    const scene = await setUpWith(server, steps);
    const other = await installIn(server, scene.plugin, { config: { one: 'a' } });
    await release(server, scene.plugin, [form([text('one')])]);
    await becomes(other.id, 'active');
    await lookedAt(scene.id, 2);
    expect(await getInstall(scene.id)).toMatchObject({ status: 'setup', setup_open: true });
    await release(server, scene.plugin, [form([text('one', { required: false })])]);
    await becomes(scene.id, 'active');
  });

  test('counts a step that was submitted before as done', async () => {
    const receiver = await startReceiver({ status: 200, body: { one: 'judged' } });
    const judged = form([text('one')], { validation_url: `${receiver.url}/judge` });
    const scene = await setUpWith(server, [judged, form([text('two')])]);
    const submitted = await scene.submit(0, { one: 'a' });
    expect(submitted.status, submitted.text).toBe(200);
    await release(server, scene.plugin, [judged]);
    await becomes(scene.id, 'active');
    await receiver.close();
  });

  test('does nothing to installs that are uninstalled or suspended', async () => {
    const scene = await setUpWith(server, [form([text('one')])]);
    await server.api('DELETE', `/platform/v1/installs/${scene.id}`);
    const suspended = await installIn(server, scene.plugin, { config: { one: 'a' } });
    await server.api('POST', `/platform/v1/installs/${suspended.id}/suspend`);
    const waiting = await installIn(server, scene.plugin);
    await release(server, scene.plugin, []);
    await becomes(waiting.id, 'active');
    expect(await getInstall(scene.id)).toMatchObject({ status: 'uninstalled', setup_open: false });
    expect(await getInstall(suspended.id)).toMatchObject({ status: 'suspended' });
  });

  test('leaves what was emitted before decided as it was, and lets in what comes after', async () => {
    const receiver = await startReceiver();
    await defineEventType(server, 'door_opened');
    const events = [{ name: 'door_opened', url: receiver.url }];
    const scene = await setUpWith(server, [form([text('one')])], { manifest: { events } });
    const before = await emit(server, scene.spaceId, 'door_opened');
    expect(before.jobs).toEqual([]);
    const { slug } = scene.plugin;
    const manifest = { name: slug, slug, events };
    await server.api('PUT', `/platform/v1/plugins/${scene.plugin.id}/manifest`, manifest);
    await becomes(scene.id, 'active');
    const decisions = `/platform/v1/events/${before.event.id}/decisions`;
    expect((await server.api('GET', decisions)).body.data).toMatchObject([
      { install_id: scene.id, decision: 'setup_incomplete' },
    ]);
    expect((await emit(server, scene.spaceId, 'door_opened')).jobs).toHaveLength(1);
    await receiver.close();
  });

  test('is acted upon, once, by whoever comes next when nobody was there', async () => {
    const database = await createTestDatabase();
    const alone = await startTestServer({ database });
    const scene = await setUpWith(alone, [form([text('one')])]);
    await release(alone, scene.plugin, []);
    // Meanwhile all say the same of it.
    expect(await getInstall(scene.id, alone)).toMatchObject({ status: 'setup', setup_open: false });
    expect((await scene.read()).body).toMatchObject({
      status: 'setup',
      setup_open: false,
      next: null,
      steps: [],
    });
    const workers = [1, 2].map(() => startTestServer({ database, delivery: true }));
    await becomes(scene.id, 'active', alone);
    for (const worker of workers) await (await worker).close();
    const told = await eventsOf(alone, scene.id);
    expect(told.filter(({ name }) => name === 'plugin_installed')).toHaveLength(1);
    await alone.close();
    await database.drop();
  });

  test('and an install of which the passwords are damaged holds up no other', async () => {
    const steps = [form([text('one', { type: 'password' })]), form([text('two')])];
    const scene = await setUpWith(server, steps, { install: { config: { one: 'a' } } });
    const other = await installIn(server, scene.plugin, { config: { one: 'b' } });
    await server.db.query(sql`
      update installs set sealed_config = decode(repeat('00', 40), 'hex') where id = ${scene.id}`);
    await release(server, scene.plugin, [form([text('one', { type: 'password' })])]);
    await becomes(other.id, 'active');
    expect(await getInstall(scene.id)).toMatchObject({ status: 'setup', setup_open: true });
  });
});

describe('of an install of a draft', () => {
  /** A draft that asks for something, where its developer tries it out. */
  async function triedOut() {
    const developer = await createPerson(server);
    const headers = await bearerOf(server, developer.id);
    const plugin = await registerPartnerPlugin(server, headers);
    const put = async (setup_steps: object[]) => {
      const path = `${server.url}/platform/v1/plugins/${plugin.id}/manifest`;
      const body = { name: plugin.slug, slug: plugin.slug, setup_steps };
      const answer = await send(path, 'PUT', body, headers);
      expect(answer.status, answer.text).toBe(201);
    };
    await put([form([text('one')])]);
    const path = `${server.url}/platform/v1/plugins/${plugin.id}/development_install`;
    const { body, text: why } = await send(path, 'POST', undefined, headers);
    expect(body, why).toMatchObject({ status: 'setup', development: true, setup_open: true });
    return { plugin, put, scene: sceneOf(server, plugin, body) };
  }

  test('another draft decides, too', async () => {
    const { put, scene } = await triedOut();
    await put([form([text('one', { required: false })])]);
    await becomes(scene.id, 'active');
  });

  test('that was restored without anything to run, the next release decides', async () => {
    const { plugin, put, scene } = await triedOut();
    const path = `/platform/v1/installs/${scene.id}`;
    await server.api('DELETE', path);
    await reviewDraft(server, plugin, { verdict: 'reject' });
    expect((await server.api('POST', `${path}/restore`)).body).toMatchObject({
      status: 'setup',
      setup_open: false,
    });
    await put([]);
    await becomes(scene.id, 'active');
  });

  test('that asks for something the host publishes a release that does not', async () => {
    const { plugin, scene } = await triedOut();
    await release(server, plugin, []);
    await becomes(scene.id, 'active');
  });
});

test('a restored install is looked at by the release of then, whatever it was found open by before', async () => {
  const scene = await setUpWith(server, [form([text('one')])]);
  const path = `/platform/v1/installs/${scene.id}`;
  await release(server, scene.plugin, [form([text('two')])]);
  await lookedAt(scene.id, 2);
  await server.api('DELETE', path);
  await release(server, scene.plugin, [form([text('three')])]);
  expect((await server.api('POST', `${path}/restore`)).body).toMatchObject({ status: 'setup' });
  await release(server, scene.plugin, []);
  await becomes(scene.id, 'active');
});
