import { beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../support/server.ts';
import { eventsOf, installIn } from '../fixtures.ts';
import { form, release, sceneOf, setUpWith, text } from './scene.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  return () => server.close();
});

const GREETINGS = [
  { label: 'Hello', value: 'hello' },
  { label: 'Five', value: 5 },
  { label: 'Quiet', value: false },
];

describe('a set-up', () => {
  test('tells its steps, what is open, and what comes next', async () => {
    const scene = await setUpWith(server, [
      form([text('greeting')]),
      form([text('note', { required: false })], { title: 'More' }),
    ]);
    const { status, body, headers } = await scene.read();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      install_id: scene.id,
      status: 'setup',
      setup_open: true,
      next: 0,
      steps: [
        { number: 0, type: 'form', title: 'Settings', required: true, state: 'open', answers: {} },
        { number: 1, type: 'form', title: 'More', required: false, state: 'open' },
      ],
    });
    expect(headers.get('etag')).toBe(`"${body.revision}"`);
  });

  test('shows fields whole, but no URL that the server calls', async () => {
    const url = 'http://localhost:4999/called';
    const scene = await setUpWith(server, [
      form([
        text('name', { remote_value_url: url, placeholder: 'Ada' } as object),
        {
          key: 'rooms',
          type: 'select',
          label: 'Rooms',
          options_url: url,
          selected_values_url: url,
          searchable: true,
          pagination: 'cursor',
          multiple: true,
        },
        { key: 'help', type: 'link', label: 'Help', url: 'https://example.com/help' },
        {
          key: 'map',
          type: 'mapping',
          label: 'Map',
          left_options_url: url,
          right_field: { type: 'select', options_url: url },
        },
      ]),
    ]);
    const { body, text: sent } = await scene.read();
    expect(sent).not.toContain('4999');
    expect(body.steps[0].fields).toEqual([
      {
        key: 'name',
        type: 'text',
        label: 'name',
        required: true,
        placeholder: 'Ada',
        calls: ['remote_value'],
      },
      {
        key: 'rooms',
        type: 'select',
        label: 'Rooms',
        searchable: true,
        pagination: 'cursor',
        multiple: true,
        calls: ['options', 'selected_values'],
      },
      { key: 'help', type: 'link', label: 'Help', url: 'https://example.com/help', calls: [] },
      {
        key: 'map',
        type: 'mapping',
        label: 'Map',
        calls: ['options'],
        right_field: { type: 'select', calls: ['options'] },
      },
    ]);
  });

  test('activates the install when the last required form was submitted, and tells the plugin once', async () => {
    const scene = await setUpWith(server, [
      form([text('one')]),
      form([text('two')], { title: 'More' }),
    ]);
    const first = await scene.submit(0, { one: 'a' });
    expect([first.status, first.body.status, first.body.next]).toEqual([200, 'setup', 1]);
    expect(first.body.steps[0]).toMatchObject({ state: 'done', answers: { one: 'a' } });
    const second = await scene.submit(1, { two: 'b' });
    expect(second.body).toMatchObject({ status: 'active', next: null, setup_open: false });
    expect((await scene.config()).body.config).toEqual({ one: 'a', two: 'b' });
    const path = `/platform/v1/installs/${scene.id}/config/revisions/2`;
    expect((await server.api('GET', path)).body).toMatchObject({
      cause: 'step_submitted',
      step_title: 'More',
      reason: null,
    });
    const told = (await eventsOf(server, scene.id)).map(({ name }) => name);
    expect(told).toEqual(['plugin_installed']);
  });

  test('of an install whose config came with it is done', async () => {
    const steps = [form([text('one')])];
    const scene = await setUpWith(server, steps, { install: { config: { one: 'a' } } });
    expect((await scene.read()).body).toMatchObject({
      status: 'active',
      next: null,
      steps: [{ state: 'done', answers: { one: 'a' } }],
    });
  });

  test('goes on where a form that requires nothing was left out', async () => {
    const scene = await setUpWith(server, [
      form([text('note', { required: false })]),
      form([text('one')]),
    ]);
    const { body } = await scene.submit(1, { one: 'a' });
    expect(body).toMatchObject({ status: 'active', next: 0, setup_open: false });
    expect((await scene.submit(0, {})).body.next).toBe(null);
  });

  test('can be gone on with after a change of mind: what is submitted again replaces what was', async () => {
    const scene = await setUpWith(server, [form([text('one'), text('two', { required: false })])]);
    await scene.submit(0, { one: 'a', two: 'b' });
    const { body } = await scene.submit(0, { one: 'c', two: null });
    expect(body.steps[0].answers).toEqual({ one: 'c' });
    expect((await scene.config()).body.config).toEqual({ one: 'c' });
  });

  test('keeps numbers as they are written', async () => {
    const left = { key: 'map', type: 'mapping', label: 'Map', required: true } as const;
    const scene = await setUpWith(server, [
      form([
        {
          ...left,
          left_options_url: 'http://localhost:4999/',
          right_field: { type: 'text' },
        },
      ]),
    ]);
    const path = `/platform/v1/installs/${scene.id}`;
    const exact = '[{"left": 12345678901234567890.50, "right": "x"}]';
    const answer = await server.api(
      'POST',
      `${path}/setup/0/submit`,
      `{"payload":{"map":${exact}}}`,
    );
    expect(answer.status, answer.text).toBe(200);
    expect(answer.text).toContain(exact);
    expect((await scene.config()).text).toContain(exact);
  });
});

describe('what is submitted', () => {
  const fields = [
    text('line'),
    text('lines', { required: false, multiline: true } as object),
    { key: 'secret', type: 'password', label: 'Secret', required: true } as const,
    { key: 'yes', type: 'checkbox', label: 'Yes', required: true } as const,
    { key: 'one', type: 'select', label: 'One', options: GREETINGS } as const,
    { key: 'many', type: 'select', label: 'Many', options: GREETINGS, multiple: true } as const,
    { key: 'about', type: 'info', label: 'About', text: 'Read this' } as const,
    {
      key: 'map',
      type: 'mapping',
      label: 'Map',
      left_options: GREETINGS,
      right_field: { type: 'select', options: GREETINGS, multiple: true },
    } as const,
  ];
  const good = { line: 'x', secret: 'hush', yes: false };

  test('is saved with the type of each field', async () => {
    const scene = await setUpWith(server, [form(fields as never)]);
    const payload = {
      ...good,
      lines: 'a\nb',
      one: 5,
      many: ['hello', false],
      map: [{ left: 'hello', right: [5] }],
    };
    const { status, body, text: sent } = await scene.submit(0, payload);
    expect(status, sent).toBe(200);
    expect(sent).not.toContain('hush');
    expect(body.status).toBe('active');
    const { secret: _never, ...shown } = payload;
    expect(body.steps[0]).toMatchObject({ answers: shown, passwords_set: ['secret'] });
    expect((await scene.config()).body.config).toMatchObject(shown);
  });

  test('need not repeat a password that is set', async () => {
    const scene = await setUpWith(server, [form(fields as never)]);
    await scene.submit(0, good);
    const { secret: _kept, ...others } = good;
    expect((await scene.submit(0, { ...others, line: 'y' })).status).toBe(200);
    expect((await scene.read()).body.steps[0].passwords_set).toEqual(['secret']);
  });

  test.each([
    [{ line: undefined }, '/payload/line', 'is required', 'required'],
    [{ line: '' }, '/payload/line', 'is required', 'required'],
    [{ line: 7 }, '/payload/line', 'must be a text', 'type'],
    [{ line: 'a\nb' }, '/payload/line', 'must be one line', 'format'],
    [{ line: 'a\u0000b' }, '/payload/line', 'must have no control characters', 'format'],
    [{ line: 'a\u202eb' }, '/payload/line', 'must have no control characters', 'format'],
    [{ secret: undefined }, '/payload/secret', 'is required', 'required'],
    [{ yes: 'true' }, '/payload/yes', 'must be true or false', 'type'],
    [{ yes: null }, '/payload/yes', 'is required', 'required'],
    [{ one: 'goodbye' }, '/payload/one', 'is not the value of an option', 'enum'],
    [{ one: '5' }, '/payload/one', 'is not the value of an option', 'enum'],
    [{ one: ['hello'] }, '/payload/one', 'must be a text, a number, true or false', 'type'],
    [{ many: 'hello' }, '/payload/many', 'must be an array', 'type'],
    [{ many: ['hello', 'hello'] }, '/payload/many/1', 'is chosen already', 'uniqueItems'],
    [{ many: ['hello', 6] }, '/payload/many/1', 'is not the value of an option', 'enum'],
    [{ about: 'x' }, '/payload/about', 'is of a field that is only shown', 'additionalProperties'],
    [{ other: 'x' }, '/payload/other', 'is the key of no field', 'additionalProperties'],
    [{ constructor: 1 }, '/payload/constructor', 'is the key of no field', 'additionalProperties'],
    [{ map: { hello: 5 } }, '/payload/map', 'must be an array', 'type'],
    [{ map: [{ left: 'hello' }] }, '/payload/map/0', 'must be `{"left", "right"}`', 'type'],
    [
      { map: [{ left: 'no', right: [] }] },
      '/payload/map/0/left',
      'is not the value of an option',
      'enum',
    ],
    [
      { map: [{ left: 'hello', right: ['no'] }] },
      '/payload/map/0/right/0',
      'is not the value of an option',
      'enum',
    ],
  ])('is refused when wrong: %j', async (wrong, pointer, message, keyword) => {
    const scene = await setUpWith(server, [form(fields as never)]);
    const answer = await scene.submit(0, { ...good, ...wrong });
    expect(answer.status, answer.text).toBe(422);
    expect(answer.body.errors).toMatchObject([
      { pointer, message: expect.stringContaining(message), keyword },
    ]);
    expect((await scene.config()).body.config).toEqual({});
    expect((await scene.read()).body.steps[0].state).toBe('open');
  });

  test('is refused whole, with every mistake named', async () => {
    const scene = await setUpWith(server, [form(fields as never)]);
    const { body } = await scene.submit(0, { yes: 1, other: 2 });
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/payload/other',
      '/payload/line',
      '/payload/secret',
      '/payload/yes',
    ]);
  });

  test('must fit into a config', async () => {
    const scene = await setUpWith(server, [form([text('one')])]);
    const answer = await scene.submit(0, { one: 'x'.repeat(300_000) });
    expect([answer.status, answer.body.code]).toEqual([413, 'value_too_large']);
    expect((await scene.read()).body.steps[0].state).toBe('open');
  });

  test('must be an object', async () => {
    const scene = await setUpWith(server, [form([text('one')])]);
    expect((await scene.submit(0, [])).body).toMatchObject({
      code: 'invalid',
      errors: [{ pointer: '/payload' }],
    });
  });
});

describe('somebody who acts on a set-up', () => {
  test('is told that a colleague was first', async () => {
    const scene = await setUpWith(server, [form([text('one')]), form([text('two')])]);
    const seen = { 'if-match': (await scene.read()).headers.get('etag') as string };
    const [a, b] = await Promise.all([
      scene.submit(0, { one: 'a' }, seen),
      scene.submit(0, { one: 'b' }, seen),
    ]);
    expect([a.status, b.status].sort()).toEqual([200, 412]);
    const late = await scene.submit(1, { two: 'b' }, seen);
    expect([late.status, late.body.code]).toEqual([412, 'revision_mismatch']);
    const fresh = { 'if-match': (await scene.read()).headers.get('etag') as string };
    expect((await scene.submit(1, { two: 'b' }, fresh)).status).toBe(200);
  });

  test('is told which steps there are', async () => {
    const scene = await setUpWith(server, [form([text('one')])]);
    const answer = await scene.submit(1, {});
    expect([answer.status, answer.body.code]).toEqual([404, 'step_not_found']);
    for (const step of ['-1', 'x', '1.5', '00', '99999999999999999999']) {
      const path = `/platform/v1/installs/${scene.id}/setup/${step}/submit`;
      const other = await server.api('POST', path, { payload: {} });
      expect([step, other.status, other.body.code]).toEqual([step, 404, 'step_not_found']);
    }
    const unknown = await server.api('GET', '/platform/v1/installs/999999/setup');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'install_not_found']);
  });

  test('does nothing for an install that is uninstalled, suspended, or of a suspended plugin', async () => {
    const scene = await setUpWith(server, [form([text('one')])]);
    const path = `/platform/v1/installs/${scene.id}`;
    const plugin = `/platform/v1/plugins/${scene.plugin.id}`;
    await server.api('POST', `${plugin}/suspend`, { reason: 'Looked at' });
    expect((await scene.submit(0, { one: 'a' })).body.code).toBe('plugin_suspended');
    expect((await scene.read()).status).toBe(200);
    await server.api('POST', `${plugin}/resume`);
    await scene.submit(0, { one: 'a' });
    await server.api('POST', `${path}/suspend`);
    expect((await scene.submit(0, { one: 'b' })).body.code).toBe('wrong_state');
    await server.api('POST', `${path}/resume`);
    await server.api('DELETE', path);
    expect((await scene.submit(0, { one: 'b' })).body.code).toBe('wrong_state');
    expect((await scene.config()).body.config).toEqual({ one: 'a' });
  });

  test('begins anew after a reinstall', async () => {
    const steps = [form([text('note', { required: false })]), form([text('one')])];
    const scene = await setUpWith(server, steps);
    await scene.submit(0, { note: 'x' });
    await scene.submit(1, { one: 'a' });
    const old = { 'if-match': (await scene.read()).headers.get('etag') as string };
    await server.api('DELETE', `/platform/v1/installs/${scene.id}`);
    const again = await installIn(server, scene.plugin, { spaceId: scene.spaceId });
    const anew = sceneOf(server, scene.plugin, again);
    expect((await anew.read()).body).toMatchObject({
      status: 'setup',
      next: 0,
      steps: [{ state: 'open' }, { state: 'open' }],
    });
    expect((await anew.submit(1, { one: 'b' }, old)).status).toBe(412);
  });
});

describe('a later release', () => {
  test('with a required step leaves an active install active, and asks again', async () => {
    const scene = await setUpWith(server, [form([text('one')], { title: 'Old title' })]);
    await scene.submit(0, { one: 'a' });
    await release(server, scene.plugin, [
      form([text('new')]),
      form([text('one')], { title: 'New title' }),
    ]);
    expect((await scene.read()).body).toMatchObject({
      status: 'active',
      setup_open: true,
      next: 0,
      steps: [{ state: 'open' }, { state: 'done' }],
    });
    const install = await server.api('GET', `/platform/v1/installs/${scene.id}`);
    expect(install.body).toMatchObject({ status: 'active', setup_open: true });
    expect((await scene.submit(0, { new: 'b' })).body).toMatchObject({
      status: 'active',
      setup_open: false,
      next: null,
    });
    const listed = await server.api('GET', `/platform/v1/spaces/${scene.spaceId}/installs`);
    expect(listed.body.data).toMatchObject([{ status: 'active', setup_open: false }]);
  });

  test('that comes in between is noticed by whoever says what they saw', async () => {
    const scene = await setUpWith(server, [form([text('one')])]);
    const seen = { 'if-match': (await scene.read()).headers.get('etag') as string };
    await release(server, scene.plugin, [form([text('two')])]);
    expect((await scene.submit(0, { one: 'a' }, seen)).status).toBe(412);
    expect((await scene.submit(0, { one: 'a' })).status).toBe(422);
  });
});
