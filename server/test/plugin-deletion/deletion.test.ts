import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { eraseDueInstalls } from '../../src/installs/erase.ts';
import { sql } from '../../src/lib/db.ts';
import { goOnDeleting } from '../../src/plugin-deletion/going-on.ts';
import { develop } from '../registry/development.ts';
import { createPerson, type Person } from '../space-api/scene.ts';
import { collaborate, giveTo } from '../support/collaborators.ts';
import { someoneWaits } from '../support/database.ts';
import {
  createSpace,
  emit,
  installListener,
  installPlugin,
  registerPartnerPlugin,
  registerPlugin,
  type TestInstall,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const EVENT = 'visitor_arrived';

let server: TestServer;
let receiver: Receiver;
let owner: Person;
beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0', PLUGBOARD_POLL_MS: '20' },
  });
  receiver = await startReceiver();
  owner = await createPerson(server);
  return async () => {
    await server.close();
    await receiver.close();
  };
});
beforeEach(() => {
  receiver.requests.length = 0;
});

const as = (person: Person | 'host', method: string, path: string, body?: object) =>
  person === 'host'
    ? server.api(method, `/platform/v1${path}`, body)
    : send(`${server.url}/platform/v1${path}`, method, body, {
        authorization: `Bearer ${person.token}`,
      });

const remove = ({ id }: { id: number }, person: Person | 'host' = owner): Promise<Answer> =>
  as(person, 'DELETE', `/plugins/${id}`);

const get = async (path: string) => (await server.api('GET', `/platform/v1${path}`)).body;

/** The owner's, published, and installed so many times. */
async function published(installs: number): Promise<{ plugin: TestPlugin; all: TestInstall[] }> {
  const install = await installListener(server, EVENT, receiver.url, {
    events: [EVENT, 'plugin_uninstalled'].map((name) => ({ name, url: receiver.url })),
  });
  const { plugin } = install;
  await giveTo(server, plugin.id, owner.id);
  const all = [install];
  while (all.length < installs)
    all.push(await installPlugin(server, plugin, await createSpace(server)));
  return { plugin, all };
}

const told = async (pluginId: number): Promise<string[]> => {
  const rows = await server.db.query<{ action: string }>(sql`
    select action from audit_entries where target_type = 'plugin' and target_id = ${String(pluginId)} order by id`);
  return rows.map(({ action }) => action).filter((action) => action !== 'plugin.created');
};

const farewells = () =>
  receiver.requests.filter(({ body }) => JSON.stringify(body).includes('erase_after'));

const endGrace = (pluginId: number) =>
  server.db.query(sql`update installs set erase_after = now() where plugin_id = ${pluginId}`);

test('a plugin that is installed nowhere is gone at once, and its slug is free', async () => {
  const plugin = await registerPartnerPlugin(server, owner.headers);
  expect((await remove(plugin)).body).toMatchObject({
    deleted_at: expect.any(String),
    installs: 0,
    kept: 0,
    erase_after: null,
    is_gone: true,
  });
  expect((await remove(plugin)).body.code).toBe('plugin_not_found');
  expect(await told(plugin.id)).toEqual(['plugin.deleted', 'plugin.erased']);
  expect((await registerPlugin(server, { slug: plugin.slug })).slug).toBe(plugin.slug);
});

describe('one that is installed', () => {
  test('is uninstalled everywhere, is told so, and goes with the last of its data', async () => {
    const { plugin, all } = await published(2);
    const before = (await as(owner, 'GET', `/plugins/${plugin.id}/deletion`)).body;
    expect(before).toMatchObject({ deleted_at: null, installs: 2, kept: 0, grace_days: 30 });
    const answer = await remove(plugin);
    expect(answer.status, answer.text).toBe(200);
    expect(answer.body).toMatchObject({ installs: 0, kept: 2, is_gone: false });
    for (const { id } of all) {
      const install = await get(`/installs/${id}`);
      expect(install.status).toBe('uninstalled');
      expect(Date.parse(install.erase_after)).toBeLessThanOrEqual(
        Date.parse(answer.body.erase_after),
      );
    }
    await waitFor(() => farewells().length === 2, { describe: 'both uninstalls to be told' });

    await endGrace(plugin.id);
    expect(await eraseDueInstalls(server.db)).toBeGreaterThanOrEqual(2);
    await waitFor(async () => (await unsent(plugin.id)) === 0, { describe: 'nothing to be sent' });
    await goOnDeleting(server.db, server.config);
    expect((await remove(plugin)).body.code).toBe('plugin_not_found');
    expect(await told(plugin.id)).toEqual(['plugin.deleted', 'plugin.erased']);
    expect(await tablesWith(plugin.id)).toEqual([]);
  });

  test('is found, installed, restored, changed and told of by nobody meanwhile', async () => {
    const { plugin, all } = await published(1);
    const [{ id, spaceId }] = all as [TestInstall];
    await remove(plugin);
    const path = `/plugins/${plugin.id}`;
    expect((await get('/catalog')).data.map(({ slug }: TestPlugin) => slug)).not.toContain(
      plugin.slug,
    );
    expect((await get(`/installs/${id}`)).plugin_deleted).toBe(true);
    const here = `/platform/v1/catalog/${plugin.slug}?space_id=${spaceId}`;
    expect((await server.api('GET', here)).status).toBe(404);
    const elsewhere = await createSpace(server);
    const refusals: [string, string, object?][] = [
      ['POST', `/spaces/${elsewhere}/installs`, { plugin_id: plugin.id }],
      ['POST', `/spaces/${spaceId}/installs`, { plugin_id: plugin.slug }],
      ['POST', `/installs/${id}/restore`],
      ['PUT', `${path}/manifest`, { name: 'Again', slug: plugin.slug }],
      ['POST', `${path}/secrets`, {}],
    ];
    const codes = [];
    for (const [method, address, body] of refusals)
      codes.push((await as('host', method, address, body)).body.code);
    expect(codes).toEqual([
      'plugin_not_found',
      'plugin_not_found',
      'wrong_state',
      'wrong_state',
      'wrong_state',
    ]);
    const { jobs } = await emit(server, spaceId, EVENT);
    expect(jobs).toEqual([]);
    const put = await as(owner, 'PUT', `${path}/manifest`, { name: 'Mine', slug: plugin.slug });
    expect(put.body.code).toBe('wrong_state');
    expect((await as(owner, 'POST', `${path}/development_install`)).body.code).toBe('wrong_state');
    const byOther = await send(
      `${server.url}/v1/partner_apps/${plugin.id}`,
      'DELETE',
      undefined,
      owner.headers,
    );
    expect([byOther.status, byOther.text]).toEqual([422, expect.stringContaining('being deleted')]);
    const shown = await as(owner, 'GET', path);
    expect(shown.body.deleted_at).toEqual(expect.any(String));
  });

  test('is deleted once, however often it is asked for', async () => {
    const { plugin } = await published(1);
    const owned = async () => (await as(owner, 'GET', '/quotas')).body.plugins.used;
    const before = await owned();
    const first = await remove(plugin);
    expect(await owned()).toBe(before - 1);
    expect((await remove(plugin)).body).toEqual(first.body);
    expect(await told(plugin.id)).toEqual(['plugin.deleted']);
    const notices = (await as(owner, 'GET', `/plugins/${plugin.id}/notices`)).body.data;
    expect(notices.map(({ kind }: { kind: string }) => kind)).toEqual(['plugin_deleted']);
  });

  test('can still be stopped by the host', async () => {
    const { plugin } = await published(1);
    await remove(plugin);
    const stopped = await server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`);
    expect(stopped.body.suspended_at).toEqual(expect.any(String));
  });

  test('is not gone before it was told of its uninstall', async () => {
    receiver.answer = () => ({ status: 503 });
    const { plugin } = await published(1);
    await remove(plugin);
    await endGrace(plugin.id);
    await eraseDueInstalls(server.db);
    await goOnDeleting(server.db, server.config);
    expect((await as(owner, 'GET', `/plugins/${plugin.id}`)).status).toBe(200);
    receiver.answer = () => ({ status: 200 });
    await server.db.query(sql`delete from job_queue q using installs i
      where i.id = q.install_id and i.plugin_id = ${plugin.id}`);
    await goOnDeleting(server.db, server.config);
    expect((await as(owner, 'GET', `/plugins/${plugin.id}`)).status).toBe(404);
  });

  test('is uninstalled by maintenance where the process stopped in between', async () => {
    const { plugin, all } = await published(3);
    await server.db.query(sql`update plugins set deleted_at = now() where id = ${plugin.id}`);
    await goOnDeleting(server.db, server.config);
    for (const { id } of all) expect((await get(`/installs/${id}`)).status).toBe('uninstalled');
  });
});

test('who installs it while it is being deleted waits, and does not find it', async () => {
  const { plugin } = await published(1);
  const spaceId = await createSpace(server);
  const installing = await server.db.transaction(async (tx) => {
    await tx.query(sql`select 1 from plugins where id = ${plugin.id} for update`);
    const body = { plugin_id: plugin.id };
    const request = server.api('POST', `/platform/v1/spaces/${spaceId}/installs`, body);
    await waitFor(() => someoneWaits(server.db), { describe: 'the install to wait' });
    await tx.query(sql`update plugins set deleted_at = now() where id = ${plugin.id}`);
    return { request };
  });
  expect((await installing.request).body.code).toBe('plugin_not_found');
});

test('what was tried out, rolled out and replayed of it ends', async () => {
  const { plugin } = await published(1);
  const { id: tried } = await develop(server, owner, plugin.id);
  await server.db.query(sql`
    insert into releases (plugin_id, number, state, manifest, submitted_at, reviewed_at, published_at)
    select ${plugin.id}, 2, 'published', manifest, now(), now(), now() from releases where plugin_id = ${plugin.id} and number = 1`);
  await server.db.query(sql`
    insert into roll_outs (plugin_id, release, from_release, percent, dry_run, state)
    values (${plugin.id}, 2, 1, 10, false, 'waiting')`);
  await server.db.query(sql`
    insert into rehearsals (plugin_id, release, since, until, state, held_until)
    values (${plugin.id}, 2, now(), now(), 'running', now() + interval '1 hour')`);
  await remove(plugin);
  expect((await server.api('GET', `/platform/v1/installs/${tried}`)).status).toBe(404);
  const rows = await server.db.query<{ state: string; isOver: boolean }>(sql`
    select state, finished_at is not null as "isOver" from roll_outs where plugin_id = ${plugin.id}
    union all select state, finished_at is not null from rehearsals where plugin_id = ${plugin.id}`);
  expect(rows).toEqual([
    { state: 'stopped', isOver: true },
    { state: 'cancelled', isOver: true },
  ]);
});

describe('who may delete one', () => {
  test('are its owners, and no other collaborators', async () => {
    const { plugin } = await published(1);
    const developer = await createPerson(server);
    await collaborate(server, plugin.id, developer.id, 'developer');
    expect((await remove(plugin, developer)).status).toBe(403);
    expect((await remove(plugin, await createPerson(server))).status).toBe(404);
    expect((await get(`/plugins/${plugin.id}`)).deleted_at).toBe(null);
  });

  test('is the host alone while it is suspended', async () => {
    const { plugin } = await published(1);
    await server.api('POST', `/platform/v1/plugins/${plugin.id}/suspend`);
    expect((await remove(plugin)).body.code).toBe('plugin_suspended');
    expect((await remove(plugin, 'host')).status).toBe(200);
  });
});

async function unsent(pluginId: number): Promise<number> {
  const rows = await server.db.query(sql`
    select 1 from job_queue q join installs i on i.id = q.install_id where i.plugin_id = ${pluginId}`);
  return rows.length;
}

/** Tables in which something says of which plugin it is. */
async function tablesWith(pluginId: number): Promise<string[]> {
  const tables = await server.db.query<{ name: string }>(sql`
    select c.table_name as name from information_schema.columns c
    join pg_class on relname = c.table_name and relkind in ('r', 'p') and not relispartition
    where c.table_schema = 'public' and c.column_name = 'plugin_id' order by 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await server.db.query<{ content: string }>(sql`
      select query_to_xml(format('select 1 from %I where plugin_id = %s limit 1', ${name}::text, ${pluginId}::bigint),
        false, false, '')::text as content`);
    if (row?.content.includes('<row>')) found.push(name);
  }
  // What became of events is history, and dropped with its days.
  return found.filter((name) => name !== 'event_decisions');
}
