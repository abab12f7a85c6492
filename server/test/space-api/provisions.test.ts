import { beforeAll, describe, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createSpace, registerPlugin } from '../support/plugins.ts';
import { type Answer, startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  addMember,
  call,
  createPerson,
  createScene,
  type Headers,
  hostHeaders,
  MISSING,
  type Scene,
  setStatus,
  signIn,
} from './scene.ts';

let server: TestServer;
let scene: Scene;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_SPACE_API_RATE_LIMIT: '0' } });
  scene = await createScene(server, {
    placements: { sidebar: { icon: 'https://example.com/i.png' }, toolbar: false },
    enable_space_settings: true,
  });
  return () => server.close();
});

const list = () => `/spaces/${scene.spaceId}/app_provisions`;
const one = (app: string | number = scene.plugin.id) => `${list()}/${app}`;
const as = (headers: Headers, method: string, path: string, body?: unknown): Promise<Answer> =>
  call(server, headers, method, path, body);

const revisions = async (installId: number) =>
  (await server.api('GET', `/platform/v1/installs/${installId}/config/revisions`)).body.data;

/** A public plugin that is installed nowhere. */
async function publicPlugin(manifest: object = {}) {
  const plugin = await registerPlugin(server, { ...manifest });
  await setStatus(server, plugin.id, 'approved');
  return plugin;
}

describe('what is installed', () => {
  test('is listed with exactly the known fields, for everybody in the space', async () => {
    const expected = {
      public_config: null,
      session: null,
      slug: scene.plugin.slug,
      app_id: scene.plugin.id,
      name: scene.plugin.slug,
      plan_level: null,
      in_sidebar: true,
      in_toolbar: false,
      sidebar_icon: 'https://example.com/i.png',
      enable_space_settings: true,
      space_level_settings: {},
    };
    const browser = await signIn(server, scene.editor.id);
    const bearer = { authorization: `bearer ${scene.editor.token}` };
    const callers = [scene.pluginHeaders, scene.admin.headers, scene.editor.headers, bearer];
    for (const headers of [...callers, browser, hostHeaders(server)]) {
      const { status, body, headers: answered } = await as(headers, 'GET', list());
      expect(status).toBe(200);
      const [own] = body.app_provisions;
      expect(JSON.stringify(own)).toBe(JSON.stringify(expected));
      expect(answered.get('content-type')).toMatch(/^application\/json/);
    }
  });

  test('is a page of it when asked for, and says how much there is', async () => {
    const space = await createScene(server);
    const { spaceId, admin } = space;
    for (let n = 0; n < 2; n++) {
      const { id } = await publicPlugin();
      await as(admin.headers, 'POST', `/spaces/${spaceId}/app_provisions`, { app_id: id });
    }
    const path = `/spaces/${spaceId}/app_provisions`;
    const { body, headers } = await as(admin.headers, 'GET', `${path}?page=2&per_page=2`);
    expect(body.app_provisions).toHaveLength(1);
    expect([headers.get('total'), headers.get('per-page')]).toEqual(['3', '2']);
    const plugin = await as(space.pluginHeaders, 'GET', path);
    expect(plugin.headers.get('total')).toBe('1');
    expect(plugin.body.app_provisions[0].app_id).toBe(space.plugin.id);
  });

  test('is found by id, by slug, by owner and slug, and with a slash at the end', async () => {
    const plugin = await publicPlugin({ author: 'Störy & Söhne GmbH' });
    await as(scene.admin.headers, 'POST', list(), { app_provision: { app_id: plugin.slug } });
    for (const name of [plugin.id, plugin.slug, `story-sohne-gmbh@${plugin.slug}`]) {
      for (const path of [one(name), `${one(name)}/`]) {
        const { status, body } = await as(scene.editor.headers, 'GET', path);
        expect([status, body.app_provision?.app_id], path).toEqual([200, plugin.id]);
        expect(Object.keys(body)).toEqual(['app_provision', 'app', 'granted']);
      }
    }
    expect((await as(scene.editor.headers, 'GET', `${list()}/?page=1`)).status).toBe(200);
    const wrong = [
      'nobody@',
      'x@y@',
      '@',
      '%20',
      'a%2Fb',
      '0',
      '-1',
      '1e3',
      '99999999999999999999',
    ];
    for (const name of wrong.map((prefix) => `${prefix}${plugin.slug}`).concat(wrong)) {
      const { status, body } = await as(scene.editor.headers, 'GET', one(name));
      expect([status, body], name).toEqual([404, MISSING]);
    }
  });
});

describe('installing', () => {
  test('answers 201 whether it is new or not', async () => {
    const plugin = await publicPlugin();
    const first = await as(scene.admin.headers, 'POST', list(), {
      app_provision: { app_id: plugin.id },
    });
    const again = await as(scene.admin.headers, 'POST', list(), { app_id: plugin.slug });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(first.body.app_provision.app_id).toBe(plugin.id);
  });

  test('makes one install, however many ask at once', async () => {
    const plugin = await publicPlugin();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        as(scene.admin.headers, 'POST', list(), { app_provision: { app_id: plugin.id } }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const installs = await server.db.query(sql`
      select generation from installs where plugin_id = ${plugin.id}`);
    expect(installs).toEqual([{ generation: 1 }]);
  });

  test('acts for the admin who asks', async () => {
    const plugin = await publicPlugin();
    await as(scene.admin.headers, 'POST', list(), { app_id: plugin.id });
    const installs = await server.db.query(sql`
      select installed_by from installs where plugin_id = ${plugin.id}`);
    expect(installs).toEqual([{ installed_by: scene.admin.id }]);
  });

  test('is for admins', async () => {
    const plugin = await publicPlugin();
    const body = { app_id: plugin.id };
    const answer = await as(scene.editor.headers, 'POST', list(), body);
    expect([answer.status, answer.body]).toEqual([403, { error: expect.any(String) }]);
    const own = await as(scene.pluginHeaders, 'POST', list(), { app_id: scene.plugin.id });
    expect(own.status).toBe(201);
    const other = await as(scene.pluginHeaders, 'POST', list(), body);
    expect([other.status, other.body]).toEqual([404, MISSING]);
    const browser = await signIn(server, scene.admin.id);
    expect((await as(browser, 'POST', list(), body)).status).toBe(201);
    const elsewhere = { ...browser, origin: 'https://evil.test' };
    expect((await as(elsewhere, 'POST', list(), body)).status).toBe(403);
    expect((await as({ ...browser, origin: undefined }, 'POST', list(), body)).status).toBe(403);
    expect((await as(hostHeaders(server), 'POST', list(), body)).status).toBe(201);
  });

  test('is for plugins that the admin may know of, and has the plan for', async () => {
    const unknown = await registerPlugin(server);
    const missing = [unknown.id, unknown.slug, 999_999, 'nope', 'no slug'];
    for (const app_id of missing) {
      const { status, body } = await as(scene.admin.headers, 'POST', list(), { app_id });
      expect([status, body], String(app_id)).toEqual([404, MISSING]);
    }
    for (const body of [{}, { app_id: null }, { app_id: 0 }, { app_provision: {} }, [], 'x']) {
      const { status } = await as(scene.admin.headers, 'POST', list(), body);
      expect([400, 422], JSON.stringify(body)).toContain(status);
    }
    const dear = await publicPlugin({ plan_level: 5 });
    const refused = await as(scene.admin.headers, 'POST', list(), { app_id: dear.id });
    expect([refused.status, refused.body]).toEqual([403, { error: expect.stringMatching('plan') }]);
  });
});

describe('uninstalling', () => {
  test('is for admins, and ends everything that the install knew', async () => {
    const it = await createScene(server, { enable_space_settings: true });
    const path = `/spaces/${it.spaceId}/app_provisions/${it.plugin.id}`;
    await as(it.admin.headers, 'PUT', path, {
      app_provision: { public_config: 'open', space_level_settings: { door: 1 } },
    });
    expect((await as(it.editor.headers, 'DELETE', path)).status).toBe(403);
    expect((await as(it.pluginHeaders, 'DELETE', path)).status).toBe(403);
    const deleted = await as(it.admin.headers, 'DELETE', path);
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    for (const method of ['GET', 'DELETE']) {
      const gone = await as(it.admin.headers, method, path);
      expect([gone.status, gone.body]).toEqual([404, MISSING]);
    }
    await waitFor(async () => (await as(it.pluginHeaders, 'GET', path)).status === 401, {
      describe: 'the token to be dead',
    });

    await setStatus(server, it.plugin.id, 'approved');
    const again = await as(it.admin.headers, 'POST', `/spaces/${it.spaceId}/app_provisions`, {
      app_id: it.plugin.id,
    });
    expect(again.body.app_provision).toMatchObject({
      public_config: null,
      space_level_settings: {},
    });
  });
});

describe('settings', () => {
  const write = (headers: Headers, app_provision: unknown, method = 'PUT') =>
    as(headers, method, one(), { app_provision });

  test('are the config: replaced whole, byte for byte, a revision with its author', async () => {
    const text = '{"b":1.0,"a":[-0,12345678901234567890123],"__proto__":{"x":null},"10":"\\u00e9"}';
    const body = `{"app_provision":{"space_level_settings":${text}}}`;
    await write(scene.admin.headers, { space_level_settings: { old: true } });
    const written = await as(scene.pluginHeaders, 'PUT', one(), body);
    expect(written.status).toBe(200);
    expect(written.text).toContain(`"space_level_settings":${text}`);
    const stored = await server.api('GET', `/platform/v1/installs/${scene.installId}/config`);
    expect(stored.text).toContain(text);
    const [newest, before] = await revisions(scene.installId);
    expect(newest.author).toEqual({ kind: 'plugin', id: scene.plugin.id });
    expect([newest.cause, newest.reason]).toEqual(['changed', null]);
    expect(newest.diff.removed).toEqual(['old']);
    expect(before.author).toEqual({ kind: 'user', id: scene.admin.id });
  });

  test('are written the same way by PATCH, and without the envelope', async () => {
    const patched = await write(scene.admin.headers, { space_level_settings: { a: 1 } }, 'PATCH');
    expect(patched.body.app_provision.space_level_settings).toEqual({ a: 1 });
    const bare = await as(scene.pluginHeaders, 'PUT', one(), { space_level_settings: { b: null } });
    expect(bare.body.app_provision.space_level_settings).toEqual({ b: null });
    const unchanged = await write(scene.pluginHeaders, { public_config: 'shown' });
    expect(unchanged.body.app_provision).toMatchObject({
      public_config: 'shown',
      space_level_settings: { b: null },
    });
    const host = await as(hostHeaders(server), 'PUT', one(), { public_config: null });
    expect(host.body.app_provision.public_config).toBe(null);
  });

  test('that nothing changes make no revision', async () => {
    await write(scene.admin.headers, { space_level_settings: { same: 1 } });
    const before = await revisions(scene.installId);
    await write(scene.admin.headers, { space_level_settings: { same: 1 } });
    await write(scene.admin.headers, {});
    expect(await revisions(scene.installId)).toEqual(before);
  });

  test('that come while the plugin is uninstalled are lost, not revived', async () => {
    const it = await createScene(server, { enable_space_settings: true });
    const path = `/spaces/${it.spaceId}/app_provisions/${it.plugin.id}`;
    const body = { space_level_settings: { late: true }, public_config: 'late' };
    const writes = Array.from({ length: 12 }, (_, n) => {
      if (n === 6) return as(it.admin.headers, 'DELETE', path);
      return as(n % 2 ? it.admin.headers : hostHeaders(server), 'PUT', path, body);
    });
    for (const { status, text } of await Promise.all(writes)) {
      expect([200, 204, 404], text).toContain(status);
    }
    const late = await as(it.admin.headers, 'PUT', path, body);
    expect([late.status, late.body]).toEqual([404, MISSING]);
    const install = await server.api('GET', `/platform/v1/installs/${it.installId}`);
    expect(install.body.status).toBe('uninstalled');
  });

  test('of a plugin without them are refused', async () => {
    const it = await createScene(server);
    const path = `/spaces/${it.spaceId}/app_provisions/${it.plugin.id}`;
    const body = { app_provision: { space_level_settings: {}, public_config: 'kept out' } };
    for (const headers of [it.pluginHeaders, it.admin.headers, hostHeaders(server)]) {
      const answer = await as(headers, 'PUT', path, body);
      expect([answer.status, answer.body]).toEqual([
        422,
        { space_level_settings: [expect.any(String)] },
      ]);
    }
    const after = await as(it.admin.headers, 'GET', path);
    expect(after.body.app_provision.public_config).toBe(null);
    expect((await as(it.admin.headers, 'PUT', path, { public_config: 'x' })).status).toBe(200);
  });

  test('that are none are refused by field', async () => {
    for (const value of [null, [], 'x', 1, true]) {
      const answer = await write(scene.pluginHeaders, { space_level_settings: value });
      expect(answer.status, JSON.stringify(value)).toBe(422);
      expect(Object.keys(answer.body)).toEqual(['space_level_settings']);
    }
    const config = await write(scene.pluginHeaders, { public_config: {} });
    expect([config.status, Object.keys(config.body)]).toEqual([422, ['public_config']]);
    const huge = { space_level_settings: { text: 'x'.repeat(300_000) } };
    const tooLarge = await write(scene.pluginHeaders, huge);
    expect([tooLarge.status, tooLarge.body]).toEqual([422, { base: [expect.any(String)] }]);
    const twice = await as(
      scene.pluginHeaders,
      'PUT',
      one(),
      '{"public_config":1,"public_config":2}',
    );
    expect([twice.status, twice.body]).toEqual([400, { error: expect.any(String) }]);
  });

  test('keep passwords from people, who do not lose them by writing back what they saw', async () => {
    const field = { key: 'secret', type: 'password', label: 'Secret' };
    const it = await createScene(server, {
      enable_space_settings: true,
      setup_steps: [{ type: 'form', title: 'Form', fields: [field] }],
    });
    const path = `/spaces/${it.spaceId}/app_provisions/${it.plugin.id}`;
    const settings = async (headers: Headers, given?: object) => {
      const body = given && { space_level_settings: given };
      const answer = await as(headers, given ? 'PUT' : 'GET', path, body);
      return answer.body.app_provision.space_level_settings;
    };
    const whole = { door: 1, secret: 'hunter2' };
    expect(await settings(it.pluginHeaders, whole)).toEqual(whole);
    expect(await settings(it.admin.headers)).toEqual({ door: 1 });
    expect(await settings(it.admin.headers, { door: 2 })).toEqual({ door: 2 });
    expect(await settings(it.pluginHeaders)).toEqual({ door: 2, secret: 'hunter2' });
    const listed = await as(it.editor.headers, 'GET', `/spaces/${it.spaceId}/app_provisions`);
    expect(listed.text).not.toContain('hunter2');
    await settings(it.admin.headers, { secret: 'new' });
    expect(await settings(it.pluginHeaders)).toEqual({ secret: 'new' });
    expect(await settings(it.pluginHeaders, {})).toEqual({});
  });
});

test('a space is open to its members and to operators alone', async () => {
  const stranger = await createPerson(server);
  const operator = await createPerson(server, true);
  const path = list();
  const missing = await as(stranger.headers, 'GET', path);
  expect([missing.status, missing.body]).toEqual([404, MISSING]);
  expect((await as(operator.headers, 'GET', path)).status).toBe(200);
  await addMember(server, scene.spaceId, stranger.id, 'auditor');
  expect((await as(stranger.headers, 'GET', path)).status).toBe(200);
  const none = await createSpace(server);
  for (const id of [none, 999_999, 0, 'x', '1.5', '%00']) {
    const { status } = await as(stranger.headers, 'GET', `/spaces/${id}/app_provisions`);
    expect(status, String(id)).toBe(id === '%00' ? 400 : 404);
  }
});
