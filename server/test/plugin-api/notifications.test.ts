import { beforeAll, expect, test } from 'vitest';
import {
  type Call,
  createPlugin,
  installIn,
  logIn,
  type TestPlugin,
} from '../installs/fixtures.ts';
import { startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let plugin: TestPlugin;
let call: Call;
beforeAll(async () => {
  server = await startTestServer();
  plugin = await createPlugin(server);
  call = await logIn(server, plugin);
  return () => server.close();
});

const newInstall = async () => (await installIn(server, plugin)).id as number;
const notify = (id: number | string, body: unknown, headers = {}) =>
  call('POST', `/installs/${id}/notifications`, body, headers);
const list = (id: number, query = '') =>
  server.api('GET', `/platform/v1/installs/${id}/notifications${query}`);

test('a notification is answered with its id, and listed as it was given', async () => {
  const id = await newInstall();
  const jsonApi = 'application/vnd.api+json';
  const details = '[{"n": -0}]';
  const { status, body, headers } = await notify(
    id,
    `{"recipient":"admin@example.com","message":"Printer offline","details":${details},
      "actions":[{"label":"Fix","callback_url":"https://plugin.example/fix"}],"attachments":{"a":1.0}}`,
    { accept: jsonApi, 'content-type': jsonApi },
  );
  expect(status).toBe(200);
  expect(headers.get('content-type')).toMatch(/^application\/vnd\.api\+json/);
  expect(body.data).toEqual({
    id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    install_id: id,
    recipient: 'admin@example.com',
    message: 'Printer offline',
    details: [{ n: -0 }],
    actions: [{ label: 'Fix', callback_url: 'https://plugin.example/fix' }],
    attachments: { a: 1 },
    channel_overrides: null,
    created_at: expect.any(String),
  });
  const listed = await list(id);
  const { actions, ...rest } = body.data;
  const [action] = actions;
  const open = { status: 'open', called_at: null, called_by: null, message: null };
  expect(listed.body).toEqual({
    data: [
      {
        ...rest,
        actions: [{ ...action, ...open }],
        space_id: expect.any(Number),
        plugin_id: plugin.id,
        plugin_slug: plugin.slug,
        plugin_name: plugin.slug,
        plugin_icon: null,
        read_at: null,
      },
    ],
    next_cursor: null,
  });
  expect(listed.text).toContain(`"details":${details}`);
  expect(listed.text).toContain('"attachments":{"a":1.0}');
});

test("Envoy's own type of notification is kept as it came: a recipient that is an object, and no message", async () => {
  const id = await newInstall();
  const recipient =
    '{"name":{"full":"Some Admin"},"email":null,"user_id":90071992547409931,"employee_id":1.0,"phone_number":null}';
  const overrides = '{"slack":{"dm_only":true},"email":{"n":1.50}}';
  const { status, body, text } = await notify(
    id,
    `{"recipient":${recipient},"details":[{"label":"Printer","value":"North"}],"channel_overrides":${overrides}}`,
  );
  expect(status, text).toBe(200);
  expect(body.data).toMatchObject({ id: expect.any(String), message: null });
  for (const answer of [text, (await list(id)).text]) {
    expect(answer).toContain(`"recipient":${recipient}`);
    expect(answer).toContain(`"channel_overrides":${overrides}`);
  }
  const attached = await notify(id, { attachments: [{ url: 'https://plugin.example/p.png' }] });
  expect(attached.status, attached.text).toBe(200);
});

test('a message alone is enough, and what newer clients add is passed over', async () => {
  const id = await newInstall();
  const { status, body } = await notify(id, {
    message: 'Hi',
    recipient: null,
    details: null,
    actions: null,
    urgency: 'high',
  });
  expect(status).toBe(200);
  expect(body.data).toMatchObject({
    message: 'Hi',
    recipient: null,
    details: null,
    actions: null,
    attachments: null,
  });
  expect(body.data).not.toHaveProperty('urgency');
});

test('notifications are listed in pages, newest first, each once', async () => {
  const id = await newInstall();
  for (const message of ['1', '2', '3']) await notify(id, { message });
  const first = await list(id, '?limit=2');
  const second = await list(id, `?limit=2&cursor=${first.body.next_cursor}`);
  const all = [...first.body.data, ...second.body.data];
  expect(all.map((item: { message: string }) => item.message)).toEqual(['3', '2', '1']);
  expect(second.body.next_cursor).toBe(null);
  expect((await list(id, '?cursor=eA')).body.errors).toMatchObject([{ pointer: '/cursor' }]);
  expect((await list(999_999)).body.code).toBe('install_not_found');
});

test.each([
  ['nothing to show', { recipient: 'a@example.com' }, '/message'],
  ['only what is empty', { message: null, details: [], attachments: [] }, '/message'],
  ['a recipient that is a number', { message: 'a', recipient: 7 }, '/recipient'],
  ['a recipient that is a list', { message: 'a', recipient: [] }, '/recipient'],
  ['a long recipient', { message: 'a', recipient: 'x'.repeat(501) }, '/recipient'],
  ['overrides that are a list', { message: 'a', channel_overrides: [] }, '/channel_overrides'],
  ['an empty message', { message: '' }, '/message'],
  ['a long message', { message: 'x'.repeat(10_001) }, '/message'],
  ['details that are no array', { message: 'a', details: {} }, '/details'],
  [
    'an action without label',
    { message: 'a', actions: [{ callback_url: 'https://a.example' }] },
    '/actions/0/label',
  ],
  ...[
    'javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    'x',
    'https://name:word@a.example/',
    'https://a.example:25/',
  ].map((callback_url): [string, object, string] => [
    `the link ${JSON.stringify(callback_url)}`,
    { message: 'a', actions: [{ label: 'a', callback_url }] },
    '/actions/0/callback_url',
  ]),
])('%s is refused, and named', async (_, body, pointer) => {
  const answer = await notify(await newInstall(), body);
  expect(answer.status).toBe(422);
  expect(answer.body.errors).toMatchObject([{ code: 'invalid', source: { pointer } }]);
});

test('a notification that is too large is refused', async () => {
  const answer = await notify(await newInstall(), {
    message: 'a',
    attachments: 'x'.repeat(256 * 1024),
  });
  expect([answer.status, answer.body.errors[0].code]).toEqual([413, 'body_too_large']);
});

test("another plugin's install, and whatever is none, are not told apart", async () => {
  const id = await newInstall();
  const uninstalled = await newInstall();
  await server.api('DELETE', `/platform/v1/installs/${uninstalled}`);
  const other = await logIn(server, await createPlugin(server));
  const [first, ...rest] = await Promise.all([
    other('POST', `/installs/${id}/notifications`, { message: 'a' }),
    ...['999999', 'x', String(uninstalled)].map((path) => notify(path, { message: 'a' })),
  ]);
  expect(first.status).toBe(404);
  expect(first.body.errors[0].code).toBe('install_not_found');
  for (const answer of rest) expect([answer.status, answer.text]).toEqual([404, first.text]);
  expect((await list(id)).body.data).toEqual([]);
});
