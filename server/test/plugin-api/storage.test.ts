import { describe, expect, test } from 'vitest';
import {
  asPlugin,
  createSpace,
  installPlugin,
  login,
  registerPlugin,
  type TestPlugin,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { setUp } from '../support/set-up.ts';
import { rawRequest } from './raw-request.ts';

const MAX_BODY = 4 * 1024 * 1024;

let server: TestServer;
let plugin: TestPlugin;
let token: string;
setUp((given) => ({ server, plugin, token } = given));

const run = (body: unknown, as = token): Promise<Answer> =>
  asPlugin(server, as, 'POST', '/storage', body);
const newInstall = async (): Promise<number> =>
  (await installPlugin(server, plugin, await createSpace(server))).id;
const set = (key: string, value: unknown) => ({ action: 'set', key, value });
const get = (key: string) => ({ action: 'get', key });

describe('the scope', () => {
  test('is the plugin without an install, else that install: they never mix', async () => {
    const [first, second] = [await newInstall(), await newInstall()];
    const scopes = [undefined, null, first, second, String(first), String(second)];
    const places = [0, 0, 1, 2, 1, 2];
    for (const [index, install_id] of [undefined, first, second].entries()) {
      await run({ install_id, commands: [set('place', index)] });
    }
    for (const [index, install_id] of scopes.entries()) {
      const { body } = await run({ install_id, commands: [get('place')] });
      expect(body.data).toEqual([{ key: 'place', value: places[index] }]);
    }
  });

  test('of another plugin has other items under the same keys', async () => {
    const other = await login(server, await registerPlugin(server));
    await run({ commands: [set('shared', 'mine')] });
    expect((await run({ commands: [get('shared')] }, other)).body.data).toEqual([null]);
    await run({ commands: [set('shared', 'theirs')] }, other);
    expect((await run({ commands: [get('shared')] })).body.data[0].value).toBe('mine');
    const listed = await run({ commands: [{ action: 'list' }] }, other);
    expect(listed.body.data).toEqual([[{ key: 'shared', value: 'theirs' }]]);
  });

  test('must be a live install of the plugin; all else is answered in one way', async () => {
    const install = await newInstall();
    const suspended = await newInstall();
    await server.api('POST', `/platform/v1/installs/${suspended}/suspend`);
    const uninstalled = await newInstall();
    await server.api('DELETE', `/platform/v1/installs/${uninstalled}`);
    const stranger = await login(server, await registerPlugin(server));

    const commands = [set('a', 1)];
    const answers = [await run({ install_id: install, commands }, stranger)];
    const none = [suspended, uninstalled, 999_999_999, 0, -1, 1.5, 2 ** 53, '', 'x', '1e3', ' 1'];
    for (const install_id of [...none, '9'.repeat(30), true, {}, [], [install]]) {
      answers.push(await run({ install_id, commands }));
    }
    for (const answer of answers) {
      expect([answer.status, answer.text]).toEqual([404, answers[0]?.text]);
    }
    expect(answers[0]?.body.errors).toMatchObject([{ code: 'install_not_found' }]);
    expect((await run({ install_id: install, commands: [get('a')] })).body.data).toEqual([null]);
  });

  test('lets a suspended install in again once it resumes', async () => {
    const id = await newInstall();
    const tryGet = async () => (await run({ install_id: id, commands: [get('a')] })).status;
    expect(await tryGet()).toBe(200);
    await server.api('POST', `/platform/v1/installs/${id}/suspend`);
    await expect.poll(tryGet).toBe(404);
    await server.api('POST', `/platform/v1/installs/${id}/resume`);
    await expect.poll(tryGet).toBe(200);
  });
});

describe('the answer', () => {
  test('has one result a command, in order, and null for what is missing', async () => {
    const install_id = await newInstall();
    const commands = [get('a'), set('a', 1), get('a'), { action: 'unset', key: 'a' }, get('a')];
    const { status, text } = await run({ install_id, commands });
    const item = '{"key":"a","value":1}';
    expect([status, text]).toEqual([200, `{"data":[null,${item},${item},${item},null]}`]);
    expect((await run({ install_id, commands: [] })).text).toBe('{"data":[]}');
  });

  test('is in the type that is asked for', async () => {
    const url = `${server.url}/api/v2/plugin-services/storage`;
    const authorization = `Bearer ${token}`;
    const jsonApi = 'application/vnd.api+json';
    for (const accept of [jsonApi, undefined]) {
      for (const body of [{ commands: [] }, { commands: 1 }]) {
        const answer = await send(url, 'POST', body, { authorization, accept });
        const type = answer.headers.get('content-type');
        expect(type).toMatch(accept ? /^application\/vnd\.api\+json/ : /^application\/json/);
      }
    }
  });

  test.each([
    '{"__proto__":{"admin":true},"constructor":1,"toString":2}',
    '-0',
    '1.50',
    '1E2',
    '9007199254740993',
    '0.1234567890123456789012345678901234567890',
    '5e-324',
    '"\\u0000"',
    '"\\ud800"',
    '"\\udc00\\ud800"',
    '"\\u0041\\/\\t"',
    '"é€\u{1f511}"',
    '{ "b" : 1 ,\n"a":[ ] }',
    '{"2":1,"1":2}',
    '""',
    'null',
    'false',
  ])('has the value byte for byte: %j', async (value) => {
    const install_id = await newInstall();
    const command = `{"action":"set","key":"k","value":${value}}`;
    const body = `{"install_id":${install_id},"commands":[${command}]}`;
    const expected = `{"data":[{"key":"k","value":${value}}]}`;
    expect((await run(body)).text).toBe(expected);
    expect((await run({ install_id, commands: [get('k')] })).text).toBe(expected);
    const listed = await run({ install_id, commands: [{ action: 'list' }] });
    expect(listed.text).toBe(`{"data":[[{"key":"k","value":${value}}]]}`);
  });
});

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
// The document, its commands and the command are three levels.
const withValue = (value: string) => `{"commands":[{"action":"set","key":"v","value":${value}}]}`;

describe('the body', () => {
  test.each<[string, string | undefined, number, string, string?]>([
    ['nothing', undefined, 422, 'invalid', ''],
    ['an array', '[]', 422, 'invalid', ''],
    ['null', 'null', 422, 'invalid', ''],
    ['no commands', '{}', 422, 'invalid', '/commands'],
    ['commands of null', '{"commands":null}', 422, 'invalid', '/commands'],
    ['commands of an object', '{"commands":{}}', 422, 'invalid', '/commands'],
    ['a command of null', '{"commands":[null]}', 422, 'invalid', '/commands/0'],
    ['a number beyond a double', withValue('1e400'), 422, 'invalid', '/commands/0/value'],
    [
      'its negative, deep inside',
      withValue('[{"a":-1e999}]'),
      422,
      'invalid',
      '/commands/0/value/0/a',
    ],
    ['65 levels', withValue(nested(62)), 422, 'invalid'],
    ['200,000 nested arrays', withValue(nested(200_000)), 422, 'invalid'],
    ['200,000 open arrays', '['.repeat(200_000), 422, 'invalid'],
    ['no JSON', '{"commands":[', 400, 'body_not_json'],
    ['more than JSON', '{"commands":[]} x', 400, 'body_not_json'],
    ['JSON with a comment', '{"commands":[]/**/}', 400, 'body_not_json'],
    ['NaN', withValue('NaN'), 400, 'body_not_json'],
    ['a key twice', '{"commands":[],"commands":[]}', 400, 'body_not_json', '/commands'],
    [
      'a key twice in a value',
      withValue('{"a":1,"a":2}'),
      400,
      'body_not_json',
      '/commands/0/value/a',
    ],
    ['a key twice, once escaped', withValue('{"a":1,"\\u0061":2}'), 400, 'body_not_json'],
    ['a control character', withValue('"\n"'), 400, 'body_not_json'],
    ['a byte order mark', '\ufeff{"commands":[]}', 400, 'body_not_json'],
  ])('of %s is refused', async (_, body, status, code, pointer) => {
    const answer = await run(body);
    expect([answer.status, answer.body?.errors[0].code], answer.text).toEqual([status, code]);
    if (pointer !== undefined) expect(answer.body.errors[0].source).toEqual({ pointer });
    expect((await run({ commands: [get('v')] })).body.data).toEqual([null]);
  });

  test('may be 64 levels deep', async () => {
    expect((await run(withValue(nested(61)))).status).toBe(200);
    await run({ commands: [{ action: 'unset', key: 'v' }] });
  });

  test.each([
    ['a stray byte', [0xff]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['half a surrogate pair', [0xed, 0xa0, 0x80]],
    ['a character cut short', [0xe2, 0x82]],
  ])('that is not UTF-8 is refused: %s', async (_, bytes) => {
    const [before, after] = withValue('"x"').split('x') as [string, string];
    const body = Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)]);
    const answer = await rawRequest(server, [...post(), `Content-Length: ${body.length}`], [body]);
    expect([answer.status, answer.body.errors[0].code]).toEqual([400, 'body_not_json']);
  });

  test('may be 4 MiB and no more', async () => {
    const sized = (bytes: number) => `{"commands":[${' '.repeat(bytes - 15)}]}`;
    expect((await run(sized(MAX_BODY))).status).toBe(200);
    const answer = await run(sized(MAX_BODY + 1));
    expect([answer.status, answer.body.errors[0].code]).toEqual([413, 'body_too_large']);
  });

  test('that says it is larger is refused before it is sent', async () => {
    const answer = await rawRequest(server, [...post(), 'Content-Length: 1000000000']);
    expect([answer.status, answer.body.errors[0].code]).toEqual([413, 'body_too_large']);
  });

  test('without end is refused while it is sent', async () => {
    function* endless() {
      const chunk = `10000\r\n${' '.repeat(0x10000)}\r\n`;
      for (;;) yield chunk;
    }
    const answer = await rawRequest(server, [...post(), 'Transfer-Encoding: chunked'], endless());
    expect([answer.status, answer.body.errors[0].code]).toEqual([413, 'body_too_large']);
  });

  test('of another type is refused', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'x',
    ]) {
      const answer = await send(`${server.url}/api/v2/plugin-services/storage`, 'POST', '{}', {
        authorization: `Bearer ${token}`,
        'content-type': type,
      });
      const { code } = answer.body.errors[0];
      expect([answer.status, code]).toEqual([415, 'unsupported_media_type']);
    }
  });

  const post = (): string[] => [
    'POST /api/v2/plugin-services/storage HTTP/1.1',
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
  ];
});

test('how long a key may be is a setting, and the answer to a longer one says it', async () => {
  const roomy = await startTestServer({ env: { PLUGBOARD_MAX_KEY_BYTES: '600' } });
  const access = await login(roomy, await registerPlugin(roomy));
  const store = (key: string) =>
    asPlugin(roomy, access, 'POST', '/storage', { commands: [set(key, 1)] });
  const long = 'é'.repeat(300);
  expect((await store(long)).body).toEqual({ data: [{ key: long, value: 1 }] });
  const refused = await store(`${long}x`);
  expect([refused.status, refused.body.errors[0]]).toMatchObject([
    422,
    {
      detail: 'must be 1 to 600 bytes of UTF-8, not 601',
      source: { pointer: '/commands/0/key' },
    },
  ]);
  await roomy.close();
});
