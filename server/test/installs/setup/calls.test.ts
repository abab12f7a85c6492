import { Webhook } from 'standardwebhooks';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from '../../../src/lib/db.ts';
import { createPerson } from '../../space-api/scene.ts';
import { giveTo } from '../../support/collaborators.ts';
import { addMember, createPerson as createNamed } from '../../support/people.ts';
import { createSpace } from '../../support/plugins.ts';
import { envoySignature, type Receiver, startReceiver } from '../../support/receiver.ts';
import { send, startTestServer, type TestServer } from '../../support/server.ts';
import { installIn } from '../fixtures.ts';
import { form, release, type SetupScene, sceneOf, setUpWith, text } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});
let plugin: Receiver;
beforeEach(async () => {
  plugin = await startReceiver();
});
afterEach(() => plugin.close());

const callsOf = async (scene: SetupScene, query = '') =>
  (await server.api('GET', `/platform/v1/route_calls?install_id=${scene.id}${query}`)).body;

const judged = (): Parameters<typeof setUpWith>[1] => [
  form([text('greeting'), { key: 'secret', type: 'password', label: 'Secret' }], {
    validation_url: `${plugin.url}/validate`,
  }),
];

const selecting = (field: object = {}) => [
  form([
    text('name'),
    {
      key: 'room',
      type: 'select',
      label: 'Room',
      options_url: `${plugin.url}/options`,
      selected_values_url: `${plugin.url}/selected`,
      ...field,
    } as never,
  ]),
];

// The Platform API takes personal tokens as bearers.
const asBearer = ({ token }: { token: string }) => ({ authorization: `Bearer ${token}` });

describe('a call of a route', () => {
  test('is a signed POST of just what Envoy’s SDK reads', async () => {
    await server.api('PUT', '/platform/v1/scopes/rooms.read', { description: 'Rooms' });
    const person = await createPerson(server);
    const spaceId = await createSpace(server, { name: 'Acme', attributes: { time_zone: 'UTC' } });
    await addMember(server, spaceId, person.id, 'admin');
    const scene = await setUpWith(server, selecting({ searchable: true }), {
      manifest: { scopes: ['rooms.read'] },
      install: { spaceId, user_id: person.id, config: { kept: 1.5 } },
    });
    plugin.answer = () => ({ status: 200, body: [] });
    await scene.ask(0, 'options', { field: 1, search: 'bl' });
    const { body, headers, text: sent } = await plugin.nth(1);
    const place = { id: String(spaceId), attributes: { name: 'Acme', 'time-zone': 'UTC' } };
    expect(body).toEqual({
      meta: {
        route: 'step-0-field-1-options',
        plugin_id: String(scene.plugin.id),
        install_id: String(scene.id),
        config: { kept: 1.5 },
        params: { search: 'bl', location_id: String(spaceId) },
        location: { ...place, type: 'locations' },
        company: { ...place, type: 'companies' },
        zone: null,
        auth: {
          token_type: 'Bearer',
          access_token: expect.any(String),
          expires_in: 86400,
          refresh_token: null,
          refresh_token_expires_in: null,
        },
        forwarded_bearer_token: null,
      },
      payload: {},
    });
    expect(headers['content-type']).toBe('application/json');
    expect(headers['x-envoy-signature']).toBe(envoySignature(scene.plugin.clientSecret, sent));
    const key = Buffer.from(scene.plugin.clientSecret).toString('base64');
    expect(() => new Webhook(key).verify(sent, headers)).not.toThrow();
    await scene.ask(0, 'options', { field: 1 });
    expect((await plugin.nth(2)).headers['webhook-id']).not.toBe(headers['webhook-id']);
  });

  test('is noted for the space and the developer, without what was said', async () => {
    const scene = await setUpWith(server, judged());
    plugin.answer = () => ({ status: 412, body: { message: 'Too long', debugInfo: null } });
    await scene.submit(0, { greeting: 'canary-greeting', secret: 'canary-secret' });
    plugin.answer = () => ({ status: 200, body: { canary: 'canary-answer' } });
    await scene.submit(0, { greeting: 'canary-greeting', secret: 'canary-secret' });
    const { data } = await callsOf(scene);
    expect(data).toMatchObject([
      { kind: 'validation', step: 0, field: null, outcome: 'answered', status: 200, stage: null },
      { outcome: 'refused', status: 412, message: 'Too long', user_id: null },
    ]);
    expect(JSON.stringify(data)).not.toContain('canary');
    const page = await callsOf(scene, '&limit=1');
    const rest = await callsOf(scene, `&limit=1&cursor=${page.next_cursor}`);
    expect([...page.data, ...rest.data]).toEqual(data);
    const ofPlugin = await server.api(
      'GET',
      `/platform/v1/route_calls?plugin_id=${scene.plugin.id}`,
    );
    expect(ofPlugin.body.data).toEqual(data);
  });

  test('is noted for members only, with the name of who acted', async () => {
    const scene = await setUpWith(server, judged());
    const [admin, editor, stranger] = [
      await createPerson(server),
      await createPerson(server),
      await createPerson(server),
    ];
    await addMember(server, scene.spaceId, admin.id, 'admin');
    await addMember(server, scene.spaceId, editor.id, 'editor');
    plugin.answer = () => ({ status: 200, body: {} });
    const setup = `${server.url}/platform/v1/installs/${scene.id}/setup`;
    const submit = (person: typeof admin) =>
      send(`${setup}/0/submit`, 'POST', { payload: { greeting: 'Hi' } }, asBearer(person));
    expect((await submit(stranger)).status).toBe(404);
    expect((await submit(editor)).status).toBe(403);
    expect((await send(setup, 'GET', undefined, asBearer(editor))).status).toBe(200);
    const { status, body } = await submit(admin);
    expect([status, body.steps[0].submitted_by]).toEqual([200, admin.id]);
    const calls = `${server.url}/platform/v1/route_calls?install_id=${scene.id}`;
    const seen = await send(calls, 'GET', undefined, asBearer(editor));
    expect(seen.body.data).toMatchObject([{ user_id: admin.id }]);
    expect((await send(calls, 'GET', undefined, asBearer(stranger))).body.data).toEqual([]);
    const revisions = await server.api('GET', `/platform/v1/installs/${scene.id}/config/revisions`);
    expect(revisions.body.data).toEqual([]);
  });
});

describe('the calls that somebody may see', () => {
  const listFor = (person: { token: string }, query = '') =>
    send(`${server.url}/platform/v1/route_calls?${query}`, 'GET', undefined, asBearer(person));
  const idsOf = (calls: { id: string }[]) => calls.map(({ id }) => id);

  /** A plugin of a partner in two spaces, and another one in a space of which its developer is a member. */
  async function developed() {
    const [developer, member, stranger] = [
      await createPerson(server),
      await createPerson(server),
      await createPerson(server),
    ];
    plugin.answer = () => ({ status: 200, body: {} });
    const one = await setUpWith(server, judged());
    const other = await setUpWith(server, judged());
    const theirs = sceneOf(server, one.plugin, await installIn(server, one.plugin));
    await giveTo(server, one.plugin.id, developer.id);
    for (const { spaceId } of [other, theirs]) {
      await addMember(server, spaceId, developer.id, 'editor');
    }
    await addMember(server, theirs.spaceId, member.id, 'editor');
    // In turns, so that a page has calls of each.
    for (let turn = 0; turn < 3; turn++) {
      for (const scene of [one, other, theirs]) await scene.submit(0, { greeting: 'Hi' });
    }
    const [ofOne, ofOther, ofTheirs] = [
      (await callsOf(one)).data,
      (await callsOf(other)).data,
      (await callsOf(theirs)).data,
    ];
    return { one, other, theirs, developer, member, stranger, ofOne, ofOther, ofTheirs };
  }

  const newestFirst = (...lists: { id: string }[][]) => idsOf(lists.flat()).sort().reverse();

  test('are a developer’s of their plugins and of their spaces, each once, with a filter and without', async () => {
    const { one, other, theirs, developer, ofOne, ofOther, ofTheirs } = await developed();
    expect([ofOne, ofOther, ofTheirs].map(({ length }) => length)).toEqual([3, 3, 3]);
    const all = newestFirst(ofOne, ofOther, ofTheirs);
    const ofPlugin = newestFirst(ofOne, ofTheirs);
    for (const [query, expected] of [
      ['', all],
      [`plugin_id=${one.plugin.id}`, ofPlugin],
      [`plugin_id=${other.plugin.id}`, newestFirst(ofOther)],
      [`install_id=${one.id}`, newestFirst(ofOne)],
      [`install_id=${other.id}`, newestFirst(ofOther)],
      [`install_id=${theirs.id}&plugin_id=${one.plugin.id}`, newestFirst(ofTheirs)],
      [`install_id=${theirs.id}&plugin_id=${other.plugin.id}`, []],
    ] as const) {
      expect(idsOf((await listFor(developer, query)).body.data), query).toEqual(expected);
    }
  });

  test('come in pages, across what is theirs in two ways', async () => {
    const { one, developer, ofOne, ofOther, ofTheirs } = await developed();
    for (const [query, expected] of [
      ['', newestFirst(ofOne, ofOther, ofTheirs)],
      [`plugin_id=${one.plugin.id}`, newestFirst(ofOne, ofTheirs)],
    ] as const) {
      const found: string[] = [];
      let cursor = '';
      do {
        const { body } = await listFor(developer, `${query}&limit=2${cursor}`);
        found.push(...idsOf(body.data));
        expect(body.data.length).toBeLessThanOrEqual(2);
        cursor = body.next_cursor === null ? '' : `&cursor=${body.next_cursor}`;
      } while (cursor !== '');
      expect(found).toEqual(expected);
    }
  });

  test('are a member’s of their spaces, and nobody else’s', async () => {
    const { one, other, theirs, member, stranger, ofTheirs } = await developed();
    for (const query of ['', `plugin_id=${one.plugin.id}`, `install_id=${theirs.id}`]) {
      expect(idsOf((await listFor(member, query)).body.data), query).toEqual(newestFirst(ofTheirs));
      expect((await listFor(stranger, query)).body.data, query).toEqual([]);
    }
    for (const query of [`plugin_id=${other.plugin.id}`, `install_id=${one.id}`]) {
      expect((await listFor(member, query)).body.data, query).toEqual([]);
    }
  });
});

describe('a validation URL', () => {
  test('what was answered is shown as it was given, until the config says something else than then', async () => {
    const scene = await setUpWith(server, judged());
    const path = `/platform/v1/installs/${scene.id}/config`;
    const greeting = async () => (await scene.read()).body.steps[0].answers.greeting;
    plugin.answer = ({ body }) => ({
      status: 200,
      body: JSON.stringify({ greeting: `${body.payload.greeting}!`, shouted: true }),
    });
    await scene.submit(0, { greeting: 'Hi', secret: 'hush' });
    expect(await greeting()).toBe('Hi');
    await server.api('PATCH', path, { config: { other: 1 } });
    expect(await greeting()).toBe('Hi');

    await server.api('PATCH', path, { config: { greeting: 'Hey!' } });
    expect(await greeting()).toBe('Hey!');
    await server.api('PATCH', path, { config: { greeting: null } });
    expect(await greeting()).toBeUndefined();
    await server.api('POST', `${path}/revisions/1/restore`);
    expect(await greeting()).toBe('Hi');
  });

  test('gets what the step gave, and says what to save', async () => {
    const scene = await setUpWith(server, judged(), { install: { config: { old: 1, kept: 2 } } });
    plugin.answer = () => ({ status: 200, body: '{"token": 1.50, "old": null}' });
    const { status, body, text: sent } = await scene.submit(0, { greeting: 'Hi', secret: 'hush' });
    expect(status, sent).toBe(200);
    const payload = { greeting: 'Hi', secret: 'hush' };
    expect((await plugin.nth(1)).body).toMatchObject({
      meta: { route: 'step-0-validation', params: { payload } },
      payload,
    });
    expect(body).toMatchObject({ status: 'active', steps: [{ state: 'done' }] });
    // Shown to whoever goes on, and not saved.
    expect(body.steps[0].answers).toEqual({ greeting: 'Hi' });
    const config = await scene.config();
    expect(config.text).toContain('"token":1.50');
    expect(config.body.config).toEqual({ kept: 2, token: 1.5 });
    const [kept] = await server.db.query<{ text: string }>(sql`
      select s::text || i::text as text from setup_steps s join installs i on i.id = s.install_id
      where i.id = ${scene.id}`);
    expect(kept?.text).not.toContain('hush');
  });

  test('may answer an empty object', async () => {
    const scene = await setUpWith(server, judged());
    plugin.answer = () => ({ status: 200, body: {} });
    expect((await scene.submit(0, { greeting: 'Hi' })).body.status).toBe('active');
    expect((await scene.config()).body.config).toEqual({});
  });

  test('is given passwords that were saved before', async () => {
    const scene = await setUpWith(server, judged(), { install: { config: { secret: 'hush' } } });
    plugin.answer = () => ({ status: 200, body: {} });
    await scene.submit(0, { greeting: 'Hi' });
    const { meta, payload } = (await plugin.nth(1)).body;
    expect(meta.config).toEqual({ secret: 'hush' });
    // As if it had been given again: who left it out means it to stay.
    expect(payload).toEqual({ greeting: 'Hi', secret: 'hush' });
    expect(meta.params.payload).toEqual(payload);
    await scene.submit(0, { greeting: 'Hi', secret: 'new' });
    expect((await plugin.nth(2)).body.payload.secret).toBe('new');
    await scene.submit(0, { greeting: 'Hi', secret: null });
    expect((await plugin.nth(3)).body.payload.secret).toBeNull();
  });

  test.each([400, 401, 404, 412, 500, 503])(
    'that answers %i with a message keeps the person on the step',
    async (status) => {
      const scene = await setUpWith(server, judged());
      plugin.answer = () => ({ status, body: { message: 'Not\n so\u202e' } });
      const answer = await scene.submit(0, { greeting: 'Hi' });
      expect([answer.status, answer.body.code]).toEqual([422, 'plugin_refused']);
      expect(answer.body.detail).toBe('Not so');
      expect((await scene.read()).body).toMatchObject({ status: 'setup', next: 0 });
      expect((await scene.config()).body.config).toEqual({});
    },
  );

  test.each([
    [
      'a text that we could not keep',
      String.raw`{"message": "Not so", "debugInfo": "\u0000\ud800"}`,
    ],
    ['a key twice', '{"debugInfo": {"a": 1, "a": 2}, "message": "Not so"}'],
  ])('that has %s beside its message keeps the person on the step', async (_what, body) => {
    const scene = await setUpWith(server, judged());
    plugin.answer = () => ({ status: 412, body });
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect([answer.status, answer.body.detail]).toEqual([422, 'Not so']);
  });

  const huge = `{"huge": "${'x'.repeat(300_000)}"}`;
  test.each([
    ['202', { status: 202, body: {} }, 'answered 202'],
    ['a redirect', { status: 302, headers: { location: 'http://localhost:1/' } }, 'answered 302'],
    ['an error without a message', { status: 500, body: 'Oops' }, 'answered 500 without a message'],
    [
      'an error of more than 1 MiB',
      { status: 412, body: `{"message": "Not so", "attachments": "${'x'.repeat(1_100_000)}"}` },
      'answered 412 with more than',
    ],
    ['a message of no letters', { status: 412, body: { message: ' ' } }, 'without a message'],
    ['a message of another type', { status: 412, body: { message: {} } }, 'without a message'],
    ['an array', { status: 200, body: [] }, 'must be an object'],
    ['null', { status: 200, body: 'null' }, 'must be an object'],
    ['a text', { status: 200, body: '"{}"' }, 'must be an object'],
    ['a page', { status: 200, body: '<html></html>' }, 'cannot be read as JSON'],
    ['nothing', { status: 200 }, 'is empty'],
    ['a repeated key', { status: 200, body: '{"a":1,"a":2}' }, 'repeated'],
    ['half of it', { status: 200, body: '{"a":' }, 'cannot be read as JSON'],
    [
      'too many levels',
      { status: 200, body: `{"a":${'['.repeat(70)}${']'.repeat(70)}}` },
      'Nested',
    ],
    ['too much for a config', { status: 200, body: huge }, 'at most 262144 are allowed'],
    ['endless text', { status: 200, body: ' '.repeat(1_100_000) }, 'is longer than'],
    [
      'something compressed',
      { status: 200, headers: { 'content-encoding': 'gzip' }, body: '{}' },
      'is compressed',
    ],
  ])('that answers %s is at fault, and the step stays open', async (_what, reply, why) => {
    const scene = await setUpWith(server, judged());
    plugin.answer = () => reply;
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect([answer.status, answer.body.code], answer.text).toEqual([502, 'plugin_failed']);
    expect(answer.body.detail).toContain(why);
    expect((await scene.read()).body).toMatchObject({ status: 'setup', next: 0 });
    expect((await scene.config()).body.config).toEqual({});
    expect((await callsOf(scene)).data).toMatchObject([
      { outcome: 'failed', stage: 'reply', message: answer.body.detail },
    ]);
  });

  test('that is away is at fault', async () => {
    const scene = await setUpWith(server, judged());
    await plugin.close();
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect([answer.status, answer.body.code]).toEqual([502, 'plugin_failed']);
    expect((await callsOf(scene)).data).toMatchObject([
      { outcome: 'failed', status: null, stage: 'connect' },
    ]);
    plugin = await startReceiver();
  });

  test('that is slow is given up', async () => {
    const hurried = await startTestServer({ env: { PLUGBOARD_ROUTE_TIMEOUT_MS: '50' } });
    const scene = await setUpWith(hurried, judged());
    plugin.answer = () => () => undefined;
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect([answer.status, answer.body.code]).toEqual([502, 'plugin_failed']);
    const { body } = await hurried.api('GET', `/platform/v1/route_calls?install_id=${scene.id}`);
    expect(body.data).toMatchObject([{ outcome: 'failed', stage: 'timeout' }]);
    await hurried.close();
  });

  /** Lets something happen while the plugin judges. */
  const meanwhile = (happens: () => Promise<unknown>) => {
    plugin.answer = () => async (_request, response) => {
      plugin.answer = () => ({ status: 200, body: { second: true } });
      await happens();
      response.end('{"first": true}');
    };
  };

  test('does not overwrite what a colleague submitted meanwhile', async () => {
    const scene = await setUpWith(server, judged());
    meanwhile(() => scene.submit(0, { greeting: 'Second' }));
    const first = await scene.submit(0, { greeting: 'First' });
    expect([first.status, first.body.code]).toEqual([412, 'revision_mismatch']);
    expect((await scene.config()).body.config).toEqual({ second: true });
    expect((await scene.read()).body.steps[0].answers).toEqual({ greeting: 'Second' });
  });

  test('changes nothing of an install that is uninstalled meanwhile', async () => {
    const scene = await setUpWith(server, judged());
    meanwhile(() => server.api('DELETE', `/platform/v1/installs/${scene.id}`));
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect([answer.status, answer.body.code]).toEqual([409, 'wrong_state']);
    expect((await scene.config()).body.config).toEqual({});
  });

  test('changes nothing when the plugin is suspended meanwhile', async () => {
    const scene = await setUpWith(server, judged());
    const path = `/platform/v1/plugins/${scene.plugin.id}/suspend`;
    meanwhile(() => server.api('POST', path, { reason: 'Looked at' }));
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect([answer.status, answer.body.code]).toEqual([409, 'plugin_suspended']);
    expect((await scene.config()).body.config).toEqual({});
    expect((await scene.submit(0, { greeting: 'Hi' })).status).toBe(409);
    expect(plugin.requests).toHaveLength(1);
  });

  test('changes nothing when a release takes the step away meanwhile', async () => {
    const scene = await setUpWith(server, judged());
    meanwhile(() => release(server, scene.plugin, [form([text('other')])]));
    const answer = await scene.submit(0, { greeting: 'Hi' });
    expect([answer.status, answer.body.code]).toEqual([409, 'wrong_state']);
    expect((await scene.config()).body.config).toEqual({});
  });
});

describe('options', () => {
  test('keep their values as they are written, and come by cursor', async () => {
    const scene = await setUpWith(server, selecting({ pagination: 'cursor', searchable: true }));
    const first =
      '{"data":[{"label":"Blue","value":1.50},{"label":"Red","value":"r","isDisabled":true}],"cursor":12345678901234567890}';
    plugin.answer = () => ({ status: 200, body: first });
    const page = await scene.ask(0, 'options', { field: 1 });
    expect(page.text).toBe(
      '{"data":[{"label":"Blue","value":1.50,"is_disabled":false},{"label":"Red","value":"r","is_disabled":true}],"cursor":12345678901234567890,"next_page":null}',
    );
    plugin.answer = () => ({ status: 200, body: { data: [], cursor: 'more' } });
    const path = `/platform/v1/installs/${scene.id}/setup/0/options`;
    const last = await server.api('POST', path, '{"field":1,"cursor":12345678901234567890}');
    expect(last.body).toEqual({ data: [], cursor: null, next_page: null });
    expect((await plugin.nth(1)).body.meta.params).toEqual({ location_id: expect.any(String) });
    expect((await plugin.nth(2)).text).toContain('"cursor":12345678901234567890');
  });

  test('come by pages, which end with an empty one', async () => {
    const scene = await setUpWith(server, selecting({ pagination: 'page' }));
    plugin.answer = () => ({ status: 200, body: [{ label: 'Blue', value: false }] });
    const first = await scene.ask(0, 'options', { field: 1 });
    expect(first.body).toMatchObject({ data: [{ value: false }], next_page: 2 });
    const second = await scene.ask(0, 'options', { field: 1, page: 2 });
    expect(second.body.next_page).toBe(3);
    expect((await plugin.nth(2)).body.meta.params.page).toBe(2);
    plugin.answer = () => ({ status: 200, body: [] });
    expect((await scene.ask(0, 'options', { field: 1, page: 3 })).body.next_page).toBe(null);
  });

  test.each([
    ['an object without data', {}],
    ['no label', [{ value: 1 }]],
    ['a label that cannot be seen', [{ label: '\u200b', value: 1 }]],
    ['an object as value', [{ label: 'A', value: {} }]],
    ['null as value', [{ label: 'A', value: null }]],
    ['no value', [{ label: 'A' }]],
    ['a text as isDisabled', [{ label: 'A', value: 1, isDisabled: 'no' }]],
    ['nothing in it', [null]],
    ['an object as cursor', { data: [], cursor: {} }],
    ['a NUL in a label', '[{"label":"a\\u0000b","value":1}]'],
    ['a text', '"options"'],
  ])('of another shape are the plugin’s fault: %s', async (_what, body) => {
    const scene = await setUpWith(server, selecting());
    plugin.answer = () => ({ status: 200, body });
    const answer = await scene.ask(0, 'options', { field: 1 });
    expect([answer.status, answer.body.code], answer.text).toEqual([502, 'plugin_failed']);
  });

  test('that the plugin refuses to give say why', async () => {
    const scene = await setUpWith(server, selecting());
    plugin.answer = () => ({ status: 412, body: { message: 'Connect first' } });
    for (const [what, body] of [
      ['options', { field: 1 }],
      ['selected_values', { field: 1, value: 1 }],
    ] as const) {
      const answer = await scene.ask(0, what, body);
      expect([answer.status, answer.body.detail]).toEqual([422, 'Connect first']);
    }
  });

  test.each([
    [{ field: 0 }, '/field'],
    [{ field: 9 }, '/field'],
    [{ field: 1, search: 'x' }, '/search'],
    [{ field: 1, page: 2 }, '/page'],
    [{ field: 1, cursor: 'x' }, '/cursor'],
    [{ field: 1, parent_resource_id: 1 }, '/parent_resource_id'],
    [{ field: 1, other: 1 }, '/other'],
    [{ field: -1 }, '/field'],
    [{}, '/field'],
  ])('are not asked for in a way that the field does not know: %j', async (body, pointer) => {
    const scene = await setUpWith(server, selecting());
    const answer = await scene.ask(0, 'options', body);
    expect([answer.status, answer.body.errors?.[0].pointer]).toEqual([422, pointer]);
    expect(plugin.requests).toHaveLength(0);
  });

  test('of the manifest are searched and paged here', async () => {
    const options = Array.from({ length: 120 }, (_, n) => ({ label: `Room ${n}`, value: n }));
    const scene = await setUpWith(server, [
      form([{ key: 'room', type: 'select', label: 'Room', options, multiple: true }]),
    ]);
    const last = await scene.ask(0, 'options', { field: 0, page: 3 });
    expect(last.body).toMatchObject({ next_page: null, cursor: null });
    expect(last.body.data).toHaveLength(20);
    expect((await scene.ask(0, 'options', { field: 0, page: 2 })).body.next_page).toBe(3);
    const found = await scene.ask(0, 'options', { field: 0, search: 'ROOM 11' });
    expect(found.body.data.map(({ value }: { value: number }) => value)).toEqual([
      11, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119,
    ]);
    const chosen = await scene.ask(0, 'selected_values', { field: 0, value: [7, '8', 900] });
    expect(chosen.body.data).toEqual([{ label: 'Room 7', value: 7, is_disabled: false }]);
  });
});

describe('selected values', () => {
  test.each([
    ['one', { label: 'Blue', value: 'b' }, 1],
    ['an array', [{ label: 'Blue', value: 'b' }], 1],
    ['null', 'null', 0],
    ['nothing, as Express sends null', '', 0],
  ])('are answered by %s', async (_what, body, count) => {
    const scene = await setUpWith(server, selecting({ multiple: true }));
    plugin.answer = () => ({ status: 200, body });
    const answer = await scene.ask(0, 'selected_values', { field: 1, value: ['b', 1.5] });
    expect(answer.body.data).toHaveLength(count);
    expect((await plugin.nth(1)).body.meta).toMatchObject({
      route: 'step-0-field-1-selected-values',
      params: { value: ['b', 1.5] },
    });
  });
});

describe('remote values', () => {
  const remote = () => {
    const remote_value_url = `${plugin.url}/remote`;
    return [
      form([
        text('name', { remote_value_url } as object),
        { key: 'go', type: 'link', label: 'Go', remote_value_url },
        { key: 'read', type: 'info', label: 'Read', remote_value_url },
        text('plain'),
      ]),
    ];
  };

  test.each([
    [0, '"Ada"', 200],
    [0, 'null', 200],
    [0, '7', 502],
    [1, '"https://example.com/x"', 200],
    [1, '"javascript:alert(1)"', 502],
    [1, '"java\\nscript:alert(1)"', 502],
    [1, '"data:text/html,x"', 502],
    [1, '"//evil.example"', 502],
    [1, 'null', 502],
    [2, '"a\\nb"', 200],
    [2, '"a\\u0007b"', 502],
  ])('of field %i: %s is answered with %i', async (field, value, status) => {
    const scene = await setUpWith(server, remote());
    plugin.answer = () => ({ status: 200, body: `{"value":${value}}` });
    const answer = await scene.ask(0, 'remote_value', { field });
    expect(answer.status, answer.text).toBe(status);
    if (status === 200) expect(answer.text).toBe(`{"value":${value}}`);
    expect((await plugin.nth(1)).body.meta).toMatchObject({
      route: `step-0-field-${field}-remote-value`,
      params: {},
    });
  });

  test('are asked for where there is a URL for it', async () => {
    const scene = await setUpWith(server, remote());
    const answer = await scene.ask(0, 'remote_value', { field: 3 });
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, '/field']);
  });
});

describe('a mapping', () => {
  test('asks for its left choices, and for the right ones of each', async () => {
    const scene = await setUpWith(server, [
      form([
        {
          key: 'map',
          type: 'mapping',
          label: 'Map',
          left_options_url: `${plugin.url}/left`,
          right_field: { type: 'select', options_url: `${plugin.url}/right` },
        },
      ]),
    ]);
    plugin.answer = ({ path }) => ({ status: 200, body: [{ label: path, value: path }] });
    const left = await scene.ask(0, 'options', { field: 0 });
    expect(left.body.data).toMatchObject([{ value: '/left' }]);
    const right = await scene.ask(0, 'options', { field: 0, parent_resource_id: '/left' });
    expect(right.body.data).toMatchObject([{ value: '/right' }]);
    expect((await plugin.nth(2)).body.meta).toMatchObject({
      route: 'step-0-field-0-options',
      params: { parent_resource_id: '/left' },
    });
    const map = [{ left: '/left', right: '/right' }];
    expect((await scene.submit(0, { map })).body.steps[0].answers).toEqual({ map });
  });
});

describe('members as resources', () => {
  test('are found by name and address, and nobody else can be chosen', async () => {
    const scene = await setUpWith(server, [
      form([
        {
          key: 'host',
          type: 'resource_select',
          label: 'Host',
          resource: 'members',
          required: true,
        },
        { key: 'all', type: 'resource_select', label: 'All', resource: 'members', multiple: true },
      ]),
    ]);
    const member = await createNamed(server, { friendly_name: 'Grace' });
    const stranger = await createNamed(server, { friendly_name: 'Grace' });
    await addMember(server, scene.spaceId, member.id, 'editor');
    const found = await scene.ask(0, 'options', { field: 0, search: 'gRAce' });
    expect(found.body).toEqual({
      data: [{ label: 'Grace', value: member.id, is_disabled: false }],
      cursor: null,
      next_page: null,
    });
    const selected = await scene.ask(0, 'selected_values', {
      field: 0,
      value: [member.id, stranger.id],
    });
    expect(selected.body.data).toEqual(found.body.data);
    const refused = await scene.submit(0, { host: stranger.id, all: [member.id, 'x'] });
    expect(refused.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/payload/host',
      '/payload/all/1',
    ]);
    expect((await scene.submit(0, { host: member.id })).body.status).toBe('active');
  });
});
