import { describe, expect, test } from 'vitest';
import { emit, registerPlugin, type TestInstall, type TestPlugin } from '../support/plugins.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';

/** What plugins are built with sends and expects, written down on its own: nothing here knows the server. */

const EVENT = 'entry_sign_in';
const JSON_API = 'application/vnd.api+json';

let server: TestServer;
let install: TestInstall;
let jobId: string;
let accessToken: string;
setUp(
  async (given) => {
    ({ server, install } = given);
    const { jobs } = await emit(server, install.spaceId, EVENT, { identifier: 'vr:entry:19' });
    jobId = jobs[0]?.id as string;
    accessToken = (await logIn(install.plugin)).body.access_token;
  },
  { event: EVENT },
);

/** JSON, the credentials twice: as they are in Basic, and in the body; the scopes joined by a comma. */
function logIn({ clientId, clientSecret }: TestPlugin): Promise<Answer> {
  const body = {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: ['plugin', 'token.refresh'].join(','),
  };
  const pair = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return send(`${server.url}/a/auth/v0/token`, 'POST', body, {
    accept: 'application/json, text/plain, */*',
    'content-type': 'application/json',
    authorization: `Basic ${pair}`,
    'user-agent': 'axios/1.7.0',
  });
}

const MAY_NOT_EXIST = 'The storage item may not exist';

/** A request, and the rule that its answer must pass: something in `data`, and nothing falsy among its items. */
async function request(method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await send(`${server.url}/api/v2/plugin-services${path}`, method, body, {
    accept: JSON_API,
    'content-type': JSON_API,
    authorization: `Bearer ${accessToken}`,
    'user-agent': 'envoy-integrations-sdk/2.4.0 Node.js/20',
    'x-envoy-client-info': '{"sdk":"envoy-integrations-sdk"}',
  });
  if (answer.status < 200 || answer.status >= 300) throw new Error(`${answer.status}`);
  expect(answer.headers.get('content-type')).toMatch(/^application\/vnd\.api\+json/);
  const { data, included } = answer.body;
  for (const model of (included ?? []).concat(data)) {
    if (!model) throw new Error(MAY_NOT_EXIST);
  }
  return data;
}

const storage = (commands: object[], installId?: string): Promise<unknown> =>
  request('POST', '/storage', installId ? { commands, install_id: installId } : { commands });

const jobNow = async () => (await server.api('GET', `/platform/v1/jobs/${jobId}`)).body;

describe('logging in', () => {
  test('gives a token that is used for longer than ten minutes, and one to refresh it', async () => {
    const { status, body } = await logIn(install.plugin);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      access_token: expect.any(String),
      expires_in: 43_200,
      refresh_token: expect.any(String),
      refresh_token_expires_in: 259_200,
    });
    // At 600 or less the client would log in again for every request.
    expect(body.expires_in).toBeGreaterThan(600);
  });

  test('works with a secret whose characters mean something in a form', async () => {
    const plugin = await registerPlugin(server);
    plugin.clientSecret = 'one+two%20three%zz&four=five:six-and-more';
    const { status } = await server.api('POST', `/platform/v1/plugins/${plugin.id}/secrets`, {
      client_secret: plugin.clientSecret,
    });
    expect(status).toBe(201);
    expect((await logIn(plugin)).status).toBe(200);
  });

  test('fails in a way the client can read', async () => {
    const answer = await logIn({ ...install.plugin, clientSecret: 'wrong' });
    expect([answer.status, answer.body.error]).toEqual([401, 'invalid_client']);
  });
});

describe('a job', () => {
  const expected = { id: expect.any(String), name: EVENT, identifier: 'vr:entry:19' };

  test('is updated, given attachments and settled', async () => {
    const card = {
      type: 'credential_image',
      label: 'Card',
      value: '1234',
      title: 'Your card',
      image: { type: 's3', link: 'https://bucket.plugin.test/card.png' },
    };
    const updates = [
      { attachments: [], status_message: 'Working' },
      { attachments: [{ type: 'text', label: 'Badge', value: '7' }] },
      { attachments: [card] },
      { attachments: [], status: 'done', status_message: 'Printed' },
      { attachments: [{ type: 'link', label: 'Log', value: 'Log', url: 'https://plugin.test' }] },
    ];
    for (const update of updates) {
      expect(await request('PATCH', `/jobs/${jobId}`, update)).toEqual(expected);
    }
    expect(await jobNow()).toMatchObject({ status: 'done', status_message: 'Printed' });
    expect((await jobNow()).attachments).toHaveLength(3);
  });

  test.each(['ignored', 'failed'])('is %s with a message and a reason', async (status) => {
    const { jobs } = await emit(server, install.spaceId, EVENT, { identifier: 'vr:entry:19' });
    const update = { attachments: [], status, status_message: 'No', failure_reason: 'Because' };
    expect(await request('PATCH', `/jobs/${jobs[0]?.id}`, update)).toEqual(expected);
  });
});

describe('the config', () => {
  const path = () => `/installs/${install.id}/config`;

  test('is never null: empty, merged, and empty again', async () => {
    expect(await request('GET', path())).toEqual({});
    expect(await request('PUT', path(), {})).toEqual({});
    expect(await request('PUT', path(), { door: 'North', id: null })).toEqual({ door: 'North' });
    expect(await request('GET', path())).toEqual({ door: 'North' });
    expect(await request('PUT', path(), { door: null })).toEqual({});
  });
});

describe('a notification is created', () => {
  const path = () => `/installs/${install.id}/notifications`;
  const actions = [{ label: 'Fix', callback_url: 'https://plugin.test/fix' }];

  test('of a message', async () => {
    const message = 'The printer is offline';
    const params = { recipient: 'admin@plugin.test', message, details: ['Since ten'], actions };
    const created = await request('POST', path(), { ...params, attachments: [] });
    expect(created).toMatchObject({ id: expect.any(String), message });
  });

  test('of what the type of the client says', async () => {
    const name = { full: 'Some Admin' };
    const recipient = { name, email: null, user_id: 7, employee_id: null, phone_number: null };
    const params = {
      recipient,
      details: [{ label: 'Printer', value: 'North' }],
      actions,
      attachments: [{ url: 'https://plugin.test/printer.png' }],
      channel_overrides: { slack: { dm_only: true }, email: { from: 'a', subject: 'b' } },
    };
    expect(await request('POST', path(), params)).toMatchObject(params);
  });
});

describe('storage', () => {
  test('of the plugin and of an install is set, read and listed', async () => {
    for (const installId of [undefined, String(install.id)]) {
      const item = { key: 'badge', value: { n: 7 } };
      expect(await storage([{ action: 'set', ...item }], installId)).toEqual([item]);
      expect(await storage([{ action: 'get', key: 'badge' }], installId)).toEqual([item]);
      // The first page by default, and one that is text as it came.
      for (const page of [1, '1']) {
        expect(await storage([{ action: 'list', page }], installId)).toEqual([[item]]);
      }
      expect(await storage([{ action: 'unset', key: 'badge' }], installId)).toEqual([item]);
    }
  });

  test('hands out unique values', async () => {
    const commands = [
      { action: 'set_unique', key: 'code' },
      { action: 'set_unique', key: 'short', size: 4, chars: '01' },
      { action: 'set_unique_num', key: 'number' },
      { action: 'set_unique_num', key: 'ticket', min: 5, max: 5 },
    ];
    expect(await storage(commands)).toEqual([
      { key: 'code', value: expect.stringMatching(/^\d{12}$/) },
      { key: 'short', value: expect.stringMatching(/^[01]{4}$/) },
      { key: 'number', value: expect.any(Number) },
      { key: 'ticket', value: 5 },
    ]);
  });

  test('of an empty pipeline is an empty list', async () => {
    expect(await storage([])).toEqual([]);
  });

  test.each(['get', 'unset'])(
    '%s of a missing key is the item that may not exist',
    async (action) => {
      await expect(storage([{ action, key: 'missing' }])).rejects.toThrow(MAY_NOT_EXIST);
    },
  );
});
