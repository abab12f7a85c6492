import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createPerson, type Person } from '../space-api/scene.ts';
import { collaborate } from '../support/collaborators.ts';
import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPartnerPlugin,
  requestToken,
  reviewDraft,
  type TestPlugin,
} from '../support/plugins.ts';
import { type ReceivedRequest, type Receiver, startReceiver } from '../support/receiver.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { asPerson, develop } from './development.ts';

const EVENT = 'door_opened';
const SCOPE = 'doors.read';
const OPTIONAL = 'doors.write';
const EXAMPLE = { door: 'front', times: 1 };

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ delivery: true });
  receiver = await startReceiver();
  for (const scope of [SCOPE, OPTIONAL]) {
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: 'Doors' });
  }
  await defineEventType(server, EVENT, {
    example_payload: EXAMPLE,
    required_scope: SCOPE,
    payload_schema: { type: 'object', required: ['door'] },
  });
  return async () => {
    await server.close();
    await receiver.close();
  };
});

let developer: Person;
let plugin: TestPlugin;
beforeEach(async () => {
  developer = await createPerson(server);
  plugin = await registerPartnerPlugin(server, developer.headers, {});
  await draft('first');
});

const as = (person: Person, method: string, path: string, body?: unknown) =>
  asPerson(server, person, method, path, body);

/** Writes the draft, whose worker is told apart by its path. */
async function draft(worker: string, fields: object = {}): Promise<number> {
  const { status, text, body } = await as(developer, 'PUT', `/plugins/${plugin.id}/manifest`, {
    name: 'Doors',
    slug: plugin.slug,
    scopes: [SCOPE],
    optional_scopes: [OPTIONAL],
    plan_level: 7,
    events: [EVENT, 'plugin_installed', 'plugin_updated', 'config_updated'].map((name) => ({
      name,
      url: `${receiver.url}/${plugin.id}/${worker}/${name}`,
      filter: null,
    })),
    ...fields,
  });
  expect(status, text).toBe(201);
  return body.release.number;
}

const sample = (install_id: number, fields: object = {}, person = developer) =>
  as(person, 'POST', '/sample_events', { install_id, name: EVENT, ...fields });

/** The request of an event at one worker of the plugin. */
async function received(workerAndEvent: string): Promise<ReceivedRequest> {
  for (let n = 1; ; n++) {
    const request = await receiver.nth(n);
    if (request.path === `/${plugin.id}/${workerAndEvent}`) return request;
  }
}

describe('a development install', () => {
  test('runs the draft, agreed to in full, and is one a person and plugin', async () => {
    const made = await as(developer, 'POST', `/plugins/${plugin.id}/development_install`);
    expect(made.status, made.text).toBe(201);
    expect(made.body).toMatchObject({
      development: true,
      release: 2,
      status: 'active',
      scopes: [SCOPE, OPTIONAL],
      permissions_pending: false,
      installed_by: developer.id,
    });
    const again = await as(developer, 'POST', `/plugins/${plugin.id}/development_install`);
    expect([again.status, again.body.id]).toEqual([200, made.body.id]);
    const own = await as(developer, 'GET', `/plugins/${plugin.id}/development_installs`);
    expect(own.body).toMatchObject({ data: [{ id: made.body.id }], next_cursor: null });
  });

  test('goes with each draft, and is told of it; so it is after the first publication', async () => {
    const { id } = await develop(server, developer, plugin.id);
    await received('first/plugin_installed');
    const release = await draft('second', { scopes: [SCOPE, OPTIONAL], optional_scopes: [] });
    expect((await received('second/plugin_updated')).body).toMatchObject({ payload: { release } });
    const told = await sample(id);
    expect(told.body).toMatchObject({ decision: 'delivered' });
    await received(`second/${EVENT}`);

    await reviewDraft(server, plugin);
    const next = await draft('third');
    const install = await as(developer, 'GET', `/installs/${id}`);
    expect(install.body).toMatchObject({ release: next, permissions_pending: false });
    await sample(id);
    await received(`third/${EVENT}`);
  });

  test('runs the published release where nothing is worked on', async () => {
    await reviewDraft(server, plugin);
    const { id } = await develop(server, developer, plugin.id);
    expect((await as(developer, 'GET', `/installs/${id}`)).body.release).toBe(2);
    await draft('second');
    await reviewDraft(server, plugin, { verdict: 'reject' });
    expect((await as(developer, 'GET', `/installs/${id}`)).body.release).toBe(2);
    expect((await sample(id)).body.decision).toBe('delivered');
  });

  test('has tokens, and a config, of whose changes it hears', async () => {
    const { id } = await develop(server, developer, plugin.id);
    const token = await requestToken(server, plugin, {
      grant_type: 'plugin_install',
      install_id: id,
    });
    expect(token.body.scope.split(' ')).toEqual([SCOPE, OPTIONAL]);
    const config = await as(developer, 'PATCH', `/installs/${id}/config`, {
      config: { sound: 'bell' },
    });
    expect(config.status, config.text).toBe(200);
    await received('first/config_updated');
  });

  test('is three a person', async () => {
    const plugins = [plugin];
    for (let n = 0; n < 3; n++)
      plugins.push(await registerPartnerPlugin(server, developer.headers, {}));
    for (const { id } of plugins.slice(0, 3)) await develop(server, developer, id);
    const last = plugins[3] as TestPlugin;
    const path = `/plugins/${last.id}/development_install`;
    const refused = await as(developer, 'POST', path);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'quota_exceeded', limit: 3, used: 3 });
    const { body } = await as(developer, 'GET', '/quotas');
    expect(body.development_installs).toEqual({ limit: 3, used: 3 });
    await as(developer, 'DELETE', `/plugins/${plugin.id}/development_install`);
    expect((await as(developer, 'POST', path)).status).toBe(201);
  });

  test('is removed with its space and all that is there', async () => {
    const { id, spaceId } = await develop(server, developer, plugin.id);
    await sample(id);
    const path = `/plugins/${plugin.id}/development_install`;
    expect((await as(developer, 'DELETE', path)).status).toBe(204);
    expect((await server.api('GET', `/platform/v1/spaces/${spaceId}`)).status).toBe(404);
    expect((await server.api('GET', `/platform/v1/installs/${id}`)).status).toBe(404);
    const left = await server.db.query(sql`select 1 from jobs where install_id = ${id}`);
    expect(left).toEqual([]);
    expect((await as(developer, 'DELETE', path)).body.code).toBe('install_not_found');
  });

  test('begins anew after it was uninstalled', async () => {
    const { id, spaceId } = await develop(server, developer, plugin.id);
    await as(developer, 'DELETE', `/installs/${id}`);
    const again = await as(developer, 'POST', `/plugins/${plugin.id}/development_install`);
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ id, space_id: spaceId, generation: 2 });
  });

  test('goes with its developer, and with the plugin', async () => {
    const other = await createPerson(server);
    await collaborate(server, plugin.id, other.id, 'developer');
    const theirs = await develop(server, other, plugin.id);
    const own = await develop(server, developer, plugin.id);
    expect((await server.api('DELETE', `/platform/v1/users/${other.id}`)).status).toBe(204);
    expect((await server.api('GET', `/platform/v1/spaces/${theirs.spaceId}`)).status).toBe(404);
    const removed = await fetch(`${server.url}/v1/partner_apps/${plugin.id}`, {
      method: 'DELETE',
      headers: { authorization: developer.token },
    });
    expect(removed.status).toBe(204);
    expect((await server.api('GET', `/platform/v1/spaces/${own.spaceId}`)).status).toBe(404);
  });
});

describe('a sample event', () => {
  test('has the example of its type, or what is sent, byte for byte', async () => {
    const { id } = await develop(server, developer, plugin.id);
    const { status, body } = await sample(id, { identifier: 'door:1' });
    expect(status).toBe(202);
    expect(body).toMatchObject({ decision: 'delivered', jobs: [{ install_id: id }] });
    expect(await payloadOf(body.event.id)).toEqual(EXAMPLE);
    const payload = '{"door": 1.0, "n":  12345678901234567890}';
    const text = `{"install_id": ${id}, "name": "${EVENT}", "payload": ${payload}}`;
    const own = await send(`${server.url}/platform/v1/sample_events`, 'POST', text, {
      authorization: `Bearer ${developer.token}`,
    });
    expect(own.status, own.text).toBe(202);
    const kept = await as(developer, 'GET', `/events/${own.body.event.id}`);
    expect(kept.text).toContain(payload);
  });

  const payloadOf = async (id: string) =>
    (await as(developer, 'GET', `/events/${id}`)).body.payload;

  test('says why nothing is made of it', async () => {
    await draft('filtering', {
      events: [{ name: EVENT, url: `${receiver.url}/filtering`, filter: { door: ['back'] } }],
    });
    const { id } = await develop(server, developer, plugin.id);
    const { body } = await sample(id);
    expect(body).toMatchObject({ decision: 'filtered', jobs: [] });
    const decisions = await as(developer, 'GET', `/events/${body.event.id}/decisions`);
    expect(decisions.body.data).toMatchObject([{ install_id: id, decision: 'filtered' }]);
  });

  test('is told once with a key', async () => {
    const { id } = await develop(server, developer, plugin.id);
    const tell = async () => {
      const answer = await fetch(`${server.url}/platform/v1/sample_events`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${developer.token}`,
          'content-type': 'application/json',
          'idempotency-key': 'once',
        },
        body: JSON.stringify({ install_id: id, name: EVENT }),
      });
      return (await answer.json()) as { event: { id: string } };
    };
    expect((await tell()).event.id).toBe((await tell()).event.id);
  });

  test.each([
    ['an unknown type', { name: 'never_defined' }, '/name'],
    ['a lifecycle event', { name: 'plugin_installed' }, '/name'],
    ['what does not fit the schema', { payload: {} }, '/payload'],
  ])('is refused for %s', async (_, fields, pointer) => {
    const { id } = await develop(server, developer, plugin.id);
    const { status, body } = await sample(id, fields);
    expect(status).toBe(422);
    expect(body.errors[0].pointer).toMatch(new RegExp(`^${pointer}`));
  });

  test("is refused for a customer's install, and for another developer's", async () => {
    await reviewDraft(server, plugin);
    const customers = await installPlugin(
      server,
      plugin,
      await createSpace(server, { plan_level: 7 }),
    );
    const other = await createPerson(server);
    await collaborate(server, plugin.id, other.id, 'developer');
    const theirs = await develop(server, other, plugin.id);
    for (const id of [customers.id, theirs.id, 999_999]) {
      const { status, body } = await sample(id);
      expect([status, body.errors[0].pointer]).toEqual([422, '/install_id']);
    }
    const host = await server.api('POST', '/platform/v1/sample_events', {
      install_id: theirs.id,
      name: EVENT,
    });
    expect(host.status).toBe(401);
  });
});

describe('what is stored', () => {
  test('is listed by key and prefix, page by page', async () => {
    const { id } = await develop(server, developer, plugin.id);
    for (const key of ['a/1', 'a/2', 'b/1']) {
      await server.db.query(sql`
        insert into install_storage_items (install_id, key, value) values (${id}, ${key}, '{"big": 12345678901234567890}')`);
    }
    const path = `/plugins/${plugin.id}/storage?install_id=${id}`;
    const all = await as(developer, 'GET', path);
    expect(all.body.data.map(({ key }: { key: string }) => key)).toEqual(['a/1', 'a/2', 'b/1']);
    expect(all.text).toContain('12345678901234567890');
    const first = await as(developer, 'GET', `${path}&prefix=a&limit=1`);
    expect(first.body.data).toMatchObject([{ key: 'a/1', version: 1, expires_at: null }]);
    const next = await as(
      developer,
      'GET',
      `${path}&prefix=a&limit=1&cursor=${first.body.next_cursor}`,
    );
    expect(next.body).toMatchObject({ data: [{ key: 'a/2' }], next_cursor: null });
    await server.db.query(sql`
      insert into plugin_storage_items (plugin_id, key, value) values (${plugin.id}, 'own', '1')`);
    const own = await as(developer, 'GET', `/plugins/${plugin.id}/storage`);
    expect(own.body.data).toMatchObject([{ key: 'own', value: 1 }]);
  });

  test("of a customer's install, or another developer's, is not shown", async () => {
    await reviewDraft(server, plugin);
    const customers = await installPlugin(
      server,
      plugin,
      await createSpace(server, { plan_level: 7 }),
    );
    const other = await createPerson(server);
    await collaborate(server, plugin.id, other.id, 'developer');
    const theirs = await develop(server, other, plugin.id);
    for (const id of [customers.id, theirs.id]) {
      const { status } = await as(
        developer,
        'GET',
        `/plugins/${plugin.id}/storage?install_id=${id}`,
      );
      expect(status).toBe(404);
    }
  });
});
