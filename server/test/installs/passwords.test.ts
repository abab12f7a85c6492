import { beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { headersOfPlugin } from '../space-api/scene.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import {
  apiKey,
  asHost,
  asInSpace,
  asItsPlugin,
  CANARY,
  deliver,
  FORM,
  openWorld,
  pin,
  shownToOthers,
  tablesWithPasswords,
  tellsPassword,
  type World,
  wholeOf,
} from './password-scene.ts';

// A real logger, that writes here, from whatever level on.
const written = vi.hoisted(() => {
  vi.resetModules();
  return { lines: [] as string[] };
});
vi.mock('../../src/log.ts', async () => {
  const { pino } = await import('pino');
  const stream = { write: (line: string) => void written.lines.push(line) };
  return { createLogger: () => pino({ level: 'trace' }, stream) };
});

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ delivery: true, env: { PLUGBOARD_RETRY_SCHEDULE: '0,600' } });
  return async () => {
    await server.close();
    vi.resetModules();
  };
});

let world: World;
beforeEach(async () => {
  world = await openWorld(server);
  return () => world.receiver.close();
});

const pathOf = (suffix = '') => `/installs/${world.installId}/config${suffix}`;
const patch = (members: string) => asHost(world, 'PATCH', pathOf(), `{"config":${members}}`);
const shown = async () => (await asHost(world, 'GET', pathOf())).body;
const changeManifest = async (manifest: object) => {
  const { name, slug, events } = (
    await asHost(world, 'GET', `/plugins/${world.plugin.id}/manifest`)
  ).body;
  const body = { name, slug, events, enable_space_settings: true, ...manifest };
  await asHost(world, 'PUT', `/plugins/${world.plugin.id}/manifest`, body);
};

/** What is in the rows, past the product. */
const columns = async () => {
  const [row] = await server.db.query<{ config: string; sealed: boolean }>(sql`
    select config, sealed_config is not null as sealed from installs where id = ${world.installId}`);
  return row;
};

/** Every way in. Each leaves a text beside the passwords, by which it is known. */
const WAYS: Record<string, (members: string) => Promise<unknown>> = {
  async 'an install'(members) {
    await asHost(world, 'DELETE', `/installs/${world.installId}?erase=now`);
    const body = `{"plugin_id":${world.plugin.id},"user_id":${world.admin.id},"config":${members}}`;
    await asHost(world, 'POST', `/spaces/${world.spaceId}/installs`, body);
    world.pluginHeaders = await headersOfPlugin(server, world.plugin, world.installId);
  },
  'the Platform API': patch,
  async 'an admin by the Platform API'(members) {
    const path = `${server.url}/platform/v1${pathOf()}`;
    const headers = {
      authorization: `Bearer ${world.admin.token}`,
      'content-type': 'application/json',
    };
    const answer = await send(path, 'PATCH', `{"config":${members}}`, headers);
    expect([answer.status, tellsPassword(answer.text)]).toEqual([200, false]);
  },
  'the Plugin API': (members) => asItsPlugin(world, 'PUT', pathOf(), members),
  'an admin by the Space API': (members) => asInSpace(world, world.admin.headers, 'PUT', members),
  'its plugin by the Space API': (members) =>
    asInSpace(world, world.pluginHeaders, 'PATCH', members),
  'a reply': (members) => deliver(world, `{"effects":{"config":${members}},"message":"kept"}`),
  async 'a revision that is restored'(members) {
    await patch(members);
    const { revision } = await shown();
    await patch('{"api_key":"another one","pin":null}');
    await asHost(world, 'POST', pathOf(`/revisions/${revision}/restore`));
  },
};

describe('a password', () => {
  test.each(Object.entries(WAYS))(
    'that comes by %s is given to its plugin byte for byte, and lies nowhere in clear',
    async (name, write) => {
      // So that the plugin is active, and told of things.
      await patch('{"api_key":"the first one"}');
      const [key, secondKey] = [apiKey(name), pin(Object.keys(WAYS).indexOf(name))];
      await write(`{"api_key":${key}, "greeting": "Hi \\u0041" ,"pin": ${secondKey}}`);
      const parts = ['"greeting":"Hi \\u0041"', `"api_key":${key}`, `"pin":${secondKey}`];
      for (const [where, text] of Object.entries(await wholeOf(world))) {
        expect({ where, text }).toEqual({ where, text: `{${parts}}` });
      }
      expect(await shown()).toMatchObject({
        config: { greeting: 'Hi A' },
        secrets: ['api_key', 'pin'],
      });
      expect(await tablesWithPasswords(server)).toEqual([]);
      const answers = await shownToOthers(world);
      for (const who of ['host', 'operator', 'admin', 'member']) {
        expect(answers).toHaveProperty([`${who}: /platform/v1/installs/${world.installId}/config`]);
      }
      const telling = Object.entries(answers).filter(([, text]) => tellsPassword(text));
      expect(telling).toEqual([]);
      expect(written.lines.length).toBeGreaterThan(0);
      expect(written.lines.filter(tellsPassword)).toEqual([]);
    },
  );

  test('is named in the config, its revisions and the export, without its value', async () => {
    await patch(`{"api_key":${apiKey('a')},"greeting":"Hi"}`);
    await patch(`{"api_key":${apiKey('b')}}`);
    const { body } = await asHost(world, 'GET', pathOf('/revisions/2'));
    expect(body).toMatchObject({
      config: { greeting: 'Hi' },
      secrets: ['api_key'],
      diff: { added: [], changed: ['api_key'], removed: [] },
    });
    const exported = (await asHost(world, 'GET', `/installs/${world.installId}/export`)).body;
    expect(exported).toMatchObject({ config: { greeting: 'Hi' }, secrets: ['api_key'] });
    expect(exported.revisions.map(({ secrets }: { secrets: string[] }) => secrets)).toEqual([
      ['api_key'],
      ['api_key'],
    ]);
    const told = JSON.parse(await deliver(world));
    expect(told.meta.config).toEqual({ greeting: 'Hi', api_key: JSON.parse(apiKey('b')) });
  });

  test('that is written again as it is makes no revision', async () => {
    await patch(`{"api_key":${apiKey('a')},"pin":1}`);
    const { revision } = await shown();
    for (const members of [`{"api_key":${apiKey('a')}}`, '{"pin":1}', '{}', '{"unknown":null}']) {
      expect((await patch(members)).body.revision).toBe(revision);
    }
    expect((await patch('{"pin":1.0}')).body.revision).toBe(revision + 1);
  });

  test('completes the set-up, also of an install that is restored', async () => {
    const statusOf = async () =>
      (await asHost(world, 'GET', `/installs/${world.installId}`)).body.status;
    expect(await statusOf()).toBe('setup');
    await patch(`{"api_key":${apiKey('a')}}`);
    expect(await statusOf()).toBe('active');
    await asHost(world, 'DELETE', `/installs/${world.installId}`);
    await asHost(world, 'POST', `/installs/${world.installId}/restore`);
    expect(await statusOf()).toBe('active');
    await asHost(world, 'DELETE', `/installs/${world.installId}`);
    const body = `{"plugin_id":${world.plugin.id},"config":{"api_key":${apiKey('b')}}}`;
    const again = await asHost(world, 'POST', `/spaces/${world.spaceId}/installs`, body);
    expect(again.body).toMatchObject({ id: world.installId, status: 'active' });
    expect((await asItsPlugin(world, 'GET', pathOf())).body.data).toEqual({
      api_key: JSON.parse(apiKey('b')),
    });
  });

  test('stays when others write back what they were shown, and goes when its plugin leaves it out', async () => {
    await patch(`{"api_key":${apiKey('a')},"greeting":"Hi"}`);
    for (const headers of [
      world.admin.headers,
      world.operator.headers,
      { authorization: `Bearer ${server.hostKey}` },
    ]) {
      const seen = (await asInSpace(world, headers, 'GET')).body.app_provision.space_level_settings;
      expect(seen).not.toHaveProperty('api_key');
      const back = { ...seen, greeting: `${seen.greeting}!` };
      const answer = await asInSpace(world, headers, 'PUT', JSON.stringify(back));
      expect(tellsPassword(answer.text)).toBe(false);
    }
    const { data } = (await asItsPlugin(world, 'GET', pathOf())).body;
    expect(data).toEqual({ greeting: 'Hi!!!', api_key: JSON.parse(apiKey('a')) });
    await asInSpace(world, world.pluginHeaders, 'PUT', '{"greeting":"Hi"}');
    expect(await shown()).toMatchObject({ config: { greeting: 'Hi' }, secrets: [] });
    expect(await columns()).toEqual({ config: '{"greeting":"Hi"}', sealed: false });
  });

  test('is not given to the tokens of a public client, which lie in browsers, nor lost by them', async () => {
    await patch(`{"api_key":${apiKey('a')},"greeting":"Hi"}`);
    await asHost(world, 'PATCH', `/plugins/${world.plugin.id}`, { client_type: 'public' });
    const seen = await asInSpace(world, world.pluginHeaders, 'GET');
    expect(seen.body.app_provision.space_level_settings).toEqual({ greeting: 'Hi' });
    await asInSpace(world, world.pluginHeaders, 'PUT', '{"greeting":"Ho"}');
    expect((await asItsPlugin(world, 'GET', pathOf())).body.data).toEqual({
      greeting: 'Ho',
      api_key: JSON.parse(apiKey('a')),
    });
  });

  test('can be removed by anybody who may write, and null says that there is none', async () => {
    await patch(`{"api_key":${apiKey('a')},"pin":1}`);
    await patch('{"pin":null}');
    expect(await shown()).toMatchObject({ config: {}, secrets: ['api_key'] });
    await asInSpace(world, world.admin.headers, 'PUT', '{"api_key":null}');
    expect(await shown()).toMatchObject({ config: { api_key: null }, secrets: [] });
  });

  test('counts for the size of the whole config', async () => {
    const half = 'x'.repeat(server.config.maxConfigBytes * 0.6);
    await patch(`{"api_key":"${half}"}`);
    const path = `/platform/v1/installs/${world.installId}/config`;
    const answer = await server.api('PATCH', path, { config: { greeting: half } });
    expect([answer.status, answer.body.code]).toEqual([413, 'value_too_large']);
  });

  test('is gone with what else an erased install kept', async () => {
    await patch(`{"api_key":${apiKey('a')}}`);
    await asHost(world, 'DELETE', `/installs/${world.installId}?erase=now`);
    expect(await columns()).toEqual({ config: '{}', sealed: false });
    const left = await server.db.query(sql`
      select 1 from config_revisions where install_id = ${world.installId}`);
    expect(left).toHaveLength(0);
  });

  test('is bound to its install: moved to another one it opens nothing', async () => {
    await patch(`{"api_key":${apiKey('a')}}`);
    const other = await openWorld(server);
    onTestFinished(other.receiver.close);
    await server.db.query(sql`
      update installs set sealed_config = (select sealed_config from installs where id = ${world.installId})
      where id = ${other.installId}`);
    const answer = await server.api('GET', `/platform/v1/installs/${other.installId}/config`);
    expect(answer.status).toBe(503);
  });
});

describe('what is damaged', () => {
  async function damage(): Promise<string> {
    await patch(`{"api_key":${apiKey('a')}}`);
    await server.db.query(sql`
      update installs set sealed_config = decode(repeat('00', 40), 'hex') where id = ${world.installId}`);
    return `/installs/${world.installId}`;
  }

  test('takes no list with it: the install is shown, with its set-up open', async () => {
    const path = await damage();
    for (const list of [
      `/installs?plugin_id=${world.plugin.id}`,
      `/spaces/${world.spaceId}/installs`,
    ]) {
      const { status, body } = await asHost(world, 'GET', list);
      expect(status).toBe(200);
      expect(body.data).toMatchObject([{ id: world.installId, setup_open: true }]);
    }
    const one = await asHost(world, 'GET', path);
    expect([one.status, one.body.setup_open]).toEqual([200, true]);
    const inSpace = await asInSpace(world, world.admin.headers, 'GET');
    expect(inSpace.status).toBe(200);
    // Told of, but not each time.
    const told = written.lines.filter((line) => line.includes(`"install":${world.installId},`));
    expect(told.filter((line) => line.includes('passwords of a config'))).toHaveLength(1);
  });

  test('keeps nobody from uninstalling, restoring and installing again', async () => {
    const path = await damage();
    expect((await asHost(world, 'DELETE', path)).status).toBe(204);
    const restored = await asHost(world, 'POST', `${path}/restore`);
    expect([restored.status, restored.body.status]).toEqual([200, 'setup']);
    expect((await asHost(world, 'DELETE', path)).status).toBe(204);
    const again = await server.api('POST', `/platform/v1/spaces/${world.spaceId}/installs`, {
      plugin_id: world.plugin.id,
    });
    expect(again.body, again.text).toMatchObject({ id: world.installId, generation: 2 });
    await patch(`{"api_key":${apiKey('b')}}`);
    expect((await asHost(world, 'GET', path)).body).toMatchObject({ status: 'active' });
  });
});

describe('a later release', () => {
  const text = { ...FORM, fields: FORM.fields.map((field) => ({ ...field, type: 'text' })) };

  test('that makes a key a password hides it at once, and it is sealed with the next write, its history too', async () => {
    world = await openWorld(server, { setup_steps: [text] });
    await patch(`{"api_key":${apiKey('a')},"greeting":"Hi"}`);
    await patch(`{"api_key":${apiKey('b')}}`);
    expect((await shown()).secrets).toEqual([]);
    await changeManifest({ setup_steps: [FORM] });
    expect(await shown()).toMatchObject({ config: { greeting: 'Hi' }, secrets: ['api_key'] });
    const answers = Object.entries(await shownToOthers(world));
    expect(answers.filter(([, answer]) => tellsPassword(answer))).toEqual([]);
    expect(await tablesWithPasswords(server)).toEqual(['installs', 'config_revisions']);
    // Not even a change: what others write back as it was shown to them.
    const same = await asInSpace(world, world.admin.headers, 'PUT', '{"greeting":"Hi"}');
    expect(same.body.app_provision.space_level_settings).toEqual({ greeting: 'Hi' });
    expect((await shown()).revision).toBe(2);
    expect(await tablesWithPasswords(server)).toEqual([]);
    await asHost(world, 'POST', pathOf('/revisions/1/restore'));
    expect((await asItsPlugin(world, 'GET', pathOf())).body.data).toEqual({
      greeting: 'Hi',
      api_key: JSON.parse(apiKey('a')),
    });
  });

  test('that makes a password a text uncovers nothing until it is written anew', async () => {
    await patch(`{"api_key":${apiKey('a')},"pin":1}`);
    await changeManifest({ setup_steps: [text] });
    await patch('{"greeting":"Hi"}');
    await asItsPlugin(world, 'PUT', pathOf(), `{"api_key":${apiKey('a')},"greeting":"Ho"}`);
    await asHost(world, 'POST', pathOf('/revisions/1/restore'));
    expect(await shown()).toMatchObject({ config: {}, secrets: ['api_key', 'pin'] });
    expect(await tablesWithPasswords(server)).toEqual([]);
    await patch('{"pin":2}');
    expect(await shown()).toMatchObject({ config: { pin: 2 }, secrets: ['api_key'] });
  });
});

describe('what a plugin says in a reply', () => {
  const replyOf = async (reply: string, status: string) => {
    await patch('{"api_key":"the first one"}');
    await deliver(world, reply, status);
    const [job] = (await asHost(world, 'GET', '/jobs?limit=1')).body.data;
    return (await asHost(world, 'GET', `/jobs/${job.id}`)).body.attempts[0].reply_body;
  };
  const key = apiKey('reply');

  test.each([
    [
      `{"message":"a","effects":{"storage":[],"config":{"api_key":${key},"n":1}}}`,
      'done',
      '{"message":"a","effects":{"storage":[],"config":{"api_key":"••••","n":"••••"}}}',
    ],
    [
      `{"\\u0065ffects":{"config":{"api_key":${key}}}}`,
      'done',
      '{"effects":{"config":{"api_key":"••••"}}}',
    ],
    [
      `{"effects":{"configs":{"api_key":${key}}}}`,
      'queued',
      '{"effects":{"configs":{"api_key":"••••"}}}',
    ],
    [`{"effects":[${key}]}`, 'queued', '{"effects":"••••"}'],
    [`{"message":"a","effects":{"config":{"api_key":${key}}`, 'queued', '{"message":"a","…'],
    ['{ "message": "no effects" }', 'done', '{ "message": "no effects" }'],
  ])('is kept without the values of its config: %s', async (reply, status, kept) => {
    expect(await replyOf(reply, status)).toBe(kept);
    expect(await tablesWithPasswords(server)).toEqual([]);
  });
});

test('the canary is what it is looked for by', async () => {
  await patch(`{"greeting":"${CANARY}"}`);
  expect(await tablesWithPasswords(server)).toEqual(['installs', 'config_revisions']);
  expect(Object.values(await shownToOthers(world)).some(tellsPassword)).toBe(true);
});
