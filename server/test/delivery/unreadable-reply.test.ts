import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asPlugin, login } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { jobIn, openScene, type Scene } from './scene.ts';

const KIB_64 = 64 * 1024;
const MAX_DEPTH = 64;

let server: TestServer;
let scene: Scene;
let token: string;

beforeAll(async () => {
  server = await startTestServer({
    delivery: true,
    env: {
      PLUGBOARD_RETRY_SCHEDULE: '0,0.02,0.02',
      PLUGBOARD_POLL_MS: '20',
      PLUGBOARD_MAX_JSON_DEPTH: String(MAX_DEPTH),
    },
  });
  scene = await openScene(server);
  token = await login(server, scene.install.plugin);
});
afterAll(async () => {
  await scene.receiver.close();
  await server.close();
});

/** A reply with an effect that shows how often it was applied. */
const EFFECTS =
  '"effects":{"storage":[{"action":"increment","key":"applied","by":1}],"config":{"applied":true}}';
const GOOD = `{${EFFECTS}}`;

const utf16 = (text: string, mark: boolean) =>
  Buffer.from(`${mark ? '\uFEFF' : ''}${text}`, 'utf16le');
const utf32 = (text: string) =>
  Buffer.concat(
    [...`\uFEFF${text}`].map((letter) => {
      const unit = Buffer.alloc(4);
      unit.writeUInt32LE(letter.codePointAt(0) as number);
      return unit;
    }),
  );
const padded = (length: number) => {
  const start = `{${EFFECTS},"message":"`;
  return `${start}${'x'.repeat(length - start.length - 2)}"}`;
};
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

interface Unreadable {
  body: Buffer | string;
  error: RegExp;
  headers?: Record<string, string>;
}

const UNREADABLE: Record<string, Unreadable> = {
  'one byte over 64 KiB': { body: padded(KIB_64 + 1), error: /^body_too_large: / },
  'whole, but for white space beyond 64 KiB': {
    body: `${GOOD}${' '.repeat(KIB_64)}`,
    error: /^body_too_large: /,
  },
  'cut by the plugin': { body: GOOD.slice(0, -1), error: /^body_not_json: .*too early/ },
  'a brace alone': { body: '{', error: /^body_not_json: / },
  'with a repeated key': { body: `{${EFFECTS},${EFFECTS}}`, error: /^body_not_json: \/effects / },
  'with a repeated key within its effects': {
    body: '{"effects":{"config":{"a":1,"a":2}}}',
    error: /^body_not_json: \/effects\/config\/a /,
  },
  'of bytes that are no UTF-8': {
    body: Buffer.from(`{${EFFECTS},"message":"\xfc"}`, 'latin1'),
    error: /^body_not_json: .*UTF-8/,
  },
  'with half a character at its end': {
    body: Buffer.concat([Buffer.from(GOOD), Buffer.from('é').subarray(0, 1)]),
    error: /^body_not_json: /,
  },
  'with a byte order mark': { body: `\uFEFF${GOOD}`, error: /^body_not_json: .*byte order mark/ },
  'with white space and a byte order mark': { body: ` \n\uFEFF${GOOD}`, error: /^body_not_json: / },
  'after white space that JSON does not know': {
    body: `\u00a0\v${GOOD}`,
    error: /^body_not_json: /,
  },
  'after more white space than anybody looks through': {
    body: `${' '.repeat(5000)}${GOOD.slice(0, -1)}`,
    error: /^body_not_json: /,
  },
  'in UTF-16, little end first': { body: utf16(GOOD, true), error: /^body_not_json: / },
  'in UTF-16, big end first': { body: utf16(GOOD, true).swap16(), error: /^body_not_json: / },
  'in UTF-16 without a mark': { body: utf16(GOOD, false), error: /^body_not_json: / },
  'in UTF-16, big end first, without a mark': {
    body: utf16(GOOD, false).swap16(),
    error: /^body_not_json: /,
  },
  'in UTF-32': { body: utf32(GOOD), error: /^body_not_json: / },
  'too deep': {
    body: `{${EFFECTS},"debugInfo":${nested(MAX_DEPTH)}}`,
    error: /^invalid: \/debugInfo\/.* Nested deeper/,
  },
  'with a number out of range': {
    body: `{${EFFECTS},"debugInfo":1e400}`,
    error: /^invalid: \/debugInfo The number 1e400/,
  },
  'with a number out of range, where nobody reads it': {
    body: `{${EFFECTS},"other":-1e999}`,
    error: /^invalid: \/other /,
  },
  'with more after its end': { body: `${GOOD} ok`, error: /^body_not_json: Unexpected "o"/ },
  'of two objects': { body: `${GOOD}\n${GOOD}`, error: /^body_not_json: / },
  'with a comma too many': { body: `{${EFFECTS},}`, error: /^body_not_json: / },
  'with single quotes': { body: "{'effects':{}}", error: /^body_not_json: / },
  'with a control character': { body: `{${EFFECTS},"message":"\n"}`, error: /^body_not_json: / },
  'with NUL in its message': {
    body: `{${EFFECTS},"message":"\\u0000"}`,
    error: /^invalid: \/message /,
  },
  'with half a surrogate pair in its message': {
    body: `{${EFFECTS},"message":"\\ud83d"}`,
    error: /^invalid: \/message /,
  },
  'with NaN': { body: `{${EFFECTS},"debugInfo":NaN}`, error: /^body_not_json: / },
  compressed: {
    body: gzipSync(GOOD),
    headers: { 'content-encoding': 'gzip' },
    error: /^unsupported_media_type: .*gzip/,
  },
  'said to be compressed': {
    body: GOOD,
    headers: { 'content-encoding': 'br' },
    error: /^unsupported_media_type: .*br/,
  },
  'with effects that are a list': { body: '{"effects":[]}', error: /^invalid: \/effects must/ },
  'with effects that are a text': { body: '{"effects":"{}"}', error: /^invalid: \/effects must/ },
  'with effects that are false': { body: '{"effects":false}', error: /^invalid: \/effects must/ },
  'with an effect that there is not': {
    body: '{"effects":{"store":[]}}',
    error: /^invalid: \/effects\/store is neither/,
  },
  'with storage that is no list': {
    body: '{"effects":{"storage":{"action":"set"}}}',
    error: /^invalid: \/effects\/storage /,
  },
  'with storage that is null': {
    body: '{"effects":{"storage":null}}',
    error: /^invalid: \/effects/,
  },
  'with config that is null': { body: '{"effects":{"config":null}}', error: /^invalid: \/effects/ },
  'with attachments that are none': {
    body: '{"attachments":{}}',
    error: /^invalid: \/attachments /,
  },
};

async function applied(): Promise<number> {
  const commands = [{ action: 'get', key: 'applied' }];
  const { body } = await asPlugin(server, token, 'POST', '/storage', {
    install_id: scene.install.id,
    commands,
  });
  return body.data[0]?.value ?? 0;
}

/** The first attempt gets this reply, the next one a good one. */
async function answerFirst(status: number, { body, headers = {} }: Unreadable): Promise<string> {
  const { receiver } = scene;
  const before = receiver.requests.length;
  receiver.answer = () => (_request, response) => {
    if (receiver.requests.length > before + 1) return response.end(GOOD);
    return response.writeHead(status, headers).end(body);
  };
  return scene.emit();
}

describe('a reply that says something and cannot be read is a failed attempt, its effects applied once by a later one', () => {
  test.each(Object.entries(UNREADABLE))('%s', async (_name, unreadable) => {
    const before = await applied();
    const id = await answerFirst(200, unreadable);
    const job = await jobIn(server, id, 'done');
    expect(job.attempts).toMatchObject([
      {
        number: 1,
        stage: 'reply',
        status_code: 200,
        error: expect.stringMatching(unreadable.error),
      },
      { number: 2, stage: 'answered', error: null },
    ]);
    expect(await applied()).toBe(before + 1);
  });

  test.each([201, 202, 299, 400, 412])(
    'whatever verdict its status %i would be',
    async (status) => {
      const before = await applied();
      const id = await answerFirst(status, { body: GOOD.slice(0, -1), error: /./ });
      const job = await jobIn(server, id, 'done');
      expect(job.attempts).toMatchObject([
        { stage: 'reply', status_code: status },
        { stage: 'answered' },
      ]);
      expect(await applied()).toBe(before + 1);
    },
  );

  test('until attempts are used up', async () => {
    const before = await applied();
    scene.receiver.answer = () => ({ status: 200, body: GOOD.slice(0, -1) });
    const job = await jobIn(server, await scene.emit(), 'failed');
    expect(job).toMatchObject({ parked_reason: 'attempts_exhausted', settled_by: 'platform' });
    expect(job.attempts.map(({ stage }: { stage: string }) => stage)).toEqual(
      Array(3).fill('reply'),
    );
    expect(await applied()).toBe(before);
  });
});

test.each([
  ['of exactly 64 KiB', padded(KIB_64)],
  ['after white space', `\r\n\t ${' '.repeat(500)}${GOOD}`],
  ['with white space at its end', `${GOOD}\r\n`],
])('a reply %s is read', async (_name, body) => {
  const before = await applied();
  scene.receiver.answer = () => ({
    status: 200,
    headers: { 'content-encoding': 'identity' },
    body,
  });
  await jobIn(server, await scene.emit(), 'done');
  expect(await applied()).toBe(before + 1);
});

test.each([
  ['a text', 'ok'],
  ['a page', '<!doctype html><p>{"effects":'],
  ['a list', '[{"effects":{'],
  ['more than 64 KiB of text', 'x'.repeat(KIB_64 + 1)],
  ['bytes', Buffer.from([0xff, 0xd8, 0xff, 0x7b])],
])('a reply that is %s counts by its status', async (_name, body) => {
  scene.receiver.answer = () => (_request, response) => response.end(body);
  const job = await jobIn(server, await scene.emit(), 'done');
  expect(job.attempts).toMatchObject([{ stage: 'answered', error: null }]);
});

test('a 410 counts by its status alone, and says what could not be read of it', async () => {
  const other = await openScene(server);
  other.receiver.answer = () => ({ status: 410, body: GOOD.slice(0, -1) });
  const job = await jobIn(server, await other.emit(), 'failed');
  expect(job).toMatchObject({
    settled_by: 'plugin',
    attempts: [
      { stage: 'reply', status_code: 410, error: expect.stringMatching(/^body_not_json/) },
    ],
  });
  await other.receiver.close();
});
