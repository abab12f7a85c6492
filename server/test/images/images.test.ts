import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { call, createPerson, type Headers, hostHeaders, type Person } from '../space-api/scene.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { pictures, png } from './pictures.ts';

let server: TestServer;
let folder: string;
let owner: Person;
const MAX = 64 * 1024;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plugboard-images-'));
  server = await startTestServer({
    env: {
      PLUGBOARD_DATA_DIR: folder,
      PLUGBOARD_MAX_IMAGE_BYTES: String(MAX),
      PLUGBOARD_SPACE_API_RATE_LIMIT: '0',
    },
  });
  owner = await createPerson(server);
  return async () => {
    await server.close();
    await rm(folder, { recursive: true });
  };
});

interface Part {
  name?: string;
  filename?: string;
  type?: string;
}

async function upload(
  bytes: Buffer,
  { name = 'file', filename = 'image.png', type = 'image/png' }: Part = {},
  // By default somebody new: uploads are limited for each person.
  headers?: Headers,
  path = '/partner_apps/upload_image',
) {
  const form = new FormData();
  form.set(name, new File([bytes], filename, { type }));
  const who = headers ?? (await createPerson(server)).headers;
  const response = await fetch(`${server.url}/v1${path}`, {
    method: 'POST',
    body: form,
    headers: who as Record<string, string>,
  });
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the body is
  return { status: response.status, body: (await response.json()) as any };
}

/** The image as a browser gets it, on this server whatever its public name. */
async function load(publicUrl: string): Promise<{ response: Response; bytes: Buffer }> {
  const response = await fetch(server.url + new URL(publicUrl).pathname);
  return { response, bytes: Buffer.from(await response.arrayBuffer()) };
}

const nameOf = (bytes: Buffer, ending: string): string =>
  `${createHash('sha256').update(bytes).digest('hex')}.${ending}`;

describe('an image', () => {
  test.each(Object.entries(pictures))(
    '%s is kept by its content and served',
    async (ending, bytes) => {
      const { status, body } = await upload(bytes, { filename: 'whatever', type: 'text/html' });
      const path = `/images/${nameOf(bytes, ending)}`;
      expect([status, body]).toEqual([
        200,
        { pretty_url: `//plugboard.test${path}`, public_url: `http://plugboard.test${path}` },
      ]);
      const { response, bytes: loaded } = await load(body.public_url);
      expect(response.status).toBe(200);
      expect(loaded.equals(bytes)).toBe(true);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': { jpg: 'image/jpeg' }[ending] ?? `image/${ending}`,
        'cache-control': 'public, max-age=31536000, immutable',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      });
    },
  );

  test('is kept once, however often and by whomever it is uploaded', async () => {
    const bytes = png('the same');
    const answers = await Promise.all(Array.from({ length: 5 }, () => upload(bytes)));
    expect(new Set(answers.map(({ body }) => body.public_url)).size).toBe(1);
    const files = await readdir(join(folder, 'uploads'));
    expect(files.filter((name) => name.startsWith(nameOf(bytes, '')))).toHaveLength(1);
    expect(files.filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(await readFile(join(folder, 'uploads', nameOf(bytes, 'png')))).toEqual(bytes);
  });

  test('is the icon of a plugin by the address that was answered', async () => {
    const { body } = await upload(png('icon'), {}, owner.headers);
    const app = { name: 'With icon', icon: body.pretty_url, screenshot: body.public_url };
    const created = await call(server, owner.headers, 'POST', '/partner_apps', { app });
    expect([created.status, created.body.app.icon]).toEqual([201, body.pretty_url]);
    const path = `/partner_apps/${created.body.app.id}/upload_image`;
    expect((await upload(png(), {}, owner.headers, path)).status).toBe(200);
    expect((await upload(png(), {}, undefined, path)).status).toBe(404);
    expect((await upload(png(), {}, owner.headers, '/partner_apps/x/upload_image')).status).toBe(
      404,
    );
  });

  test('of the organization is uploaded by those who manage its plugins', async () => {
    const path = '/org_apps/upload_image';
    const operator = await createPerson(server, true);
    expect((await upload(png(), {}, operator.headers, path)).status).toBe(200);
    expect((await upload(png(), {}, hostHeaders(server), path)).status).toBe(200);
    expect((await upload(png(), {}, owner.headers, path)).status).toBe(403);
    expect((await upload(png(), {}, {}, path)).status).toBe(401);
  });

  test('is what its content is, whatever its name says', async () => {
    const { body } = await upload(pictures.jpg, { filename: 'x.svg', type: 'image/svg+xml' });
    expect(body.public_url).toMatch(/\.jpg$/);
    const odd = await upload(png('odd'), { filename: '../../etc/passwd\0.png' });
    expect(odd.body.public_url).toMatch(/\/images\/[0-9a-f]{64}\.png$/);
  });

  test('that is a document too is served as an image and nothing else', async () => {
    const script = '<script>alert(1)</script>';
    const polyglots = [
      Buffer.concat([Buffer.from(`GIF89a/*`), Buffer.from(`*/=1;alert(1);//${script}`)]),
      Buffer.concat([png(script), Buffer.from(`<html>${script}</html>`)]),
      Buffer.concat([pictures.jpg, Buffer.from('%PDF-1.7'), Buffer.from(script)]),
    ];
    for (const bytes of polyglots) {
      const { status, body } = await upload(bytes);
      expect(status).toBe(200);
      const { response } = await load(body.public_url);
      expect(response.headers.get('content-type')).toMatch(/^image\/(gif|png|jpeg)$/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain('sandbox');
    }
  });
});

describe('refused is', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
  test.each<[string, Buffer]>([
    ['nothing', Buffer.alloc(0)],
    ['SVG', Buffer.from(svg)],
    ['SVG with a declaration', Buffer.from(`<?xml version="1.0"?>${svg}`)],
    ['SVG with a byte order mark', Buffer.from(`\ufeff${svg}`)],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['HTML before an image', Buffer.concat([Buffer.from('<script>alert(1)</script>'), png()])],
    ['a PDF', Buffer.from('%PDF-1.7\n')],
    ['a program', Buffer.concat([Buffer.from([0x7f, 0x45, 0x4c, 0x46]), Buffer.alloc(64)])],
    ['an archive', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(64)])],
    [
      'a film',
      Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), Buffer.alloc(64)]),
    ],
    ['an icon', Buffer.concat([Buffer.from([0, 0, 1, 0, 1, 0]), Buffer.alloc(64)])],
    ['text', Buffer.from('hello')],
    ['one byte', Buffer.from([0x89])],
    ['half a signature', png().subarray(0, 7)],
    ['zeroes', Buffer.alloc(1000)],
  ])('%s', async (_, bytes) => {
    const { status, body } = await upload(bytes);
    expect([status, body]).toEqual([422, { file: [expect.any(String)] }]);
  });

  test('what is too large, and only that', async () => {
    const exactly = Buffer.concat([png(), Buffer.alloc(MAX)]).subarray(0, MAX);
    expect((await upload(exactly)).status).toBe(200);
    const { status, body } = await upload(Buffer.concat([exactly, Buffer.alloc(1)]));
    expect([status, body]).toEqual([413, { error: expect.stringContaining(String(MAX)) }]);
    expect((await upload(Buffer.concat([png(), Buffer.alloc(8 * 1024 * 1024)]))).status).toBe(413);
  });

  test('what is no form, or has no file', async () => {
    const path = '/partner_apps/upload_image';
    const json = await call(server, owner.headers, 'POST', path, { file: 'x' });
    expect([json.status, json.body]).toEqual([415, { error: expect.any(String) }]);
    const none = await call(server, owner.headers, 'POST', path);
    expect([none.status, none.body]).toEqual([415, { error: expect.any(String) }]);
    const other = await upload(png(), { name: 'image' });
    expect([other.status, other.body]).toEqual([422, { file: ['is required'] }]);
    const bodies = [
      ['multipart/form-data', 'x'],
      ['multipart/form-data; boundary=x', ''],
      ['multipart/form-data; boundary=x', '--x'],
      ['multipart/form-data; boundary=x', '--x\r\n\r\n'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      ],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="__proto__"; filename="a"\r\n\r\nabc\r\n--x--',
      ],
      [
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--x--',
      ],
    ];
    for (const [type, body] of bodies) {
      const headers = { ...(await createPerson(server)).headers, 'content-type': type };
      const answer = await send(`${server.url}/v1${path}`, 'POST', body, headers);
      expect([400, 406, 415, 422], `${body}: ${answer.text}`).toContain(answer.status);
    }
  });

  test('who uploads without end', async () => {
    const { headers } = await createPerson(server);
    const statuses = [];
    for (let n = 0; n < 21; n++) statuses.push((await upload(png(), {}, headers)).status);
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(200));
    expect(statuses.at(-1)).toBe(429);
  });
});

test.each([
  `/images/${'0'.repeat(64)}.png`,
  '/images/..%2f..%2fkey',
  '/images/%2e%2e%2fkey.png',
  `/images/${'0'.repeat(64)}.svg`,
  `/images/${'0'.repeat(64)}.constructor`,
  `/images/${'0'.repeat(63)}.png`,
  `/images/${'A'.repeat(64)}.png`,
])('%s is not there', async (path) => {
  expect((await send(server.url + path, 'GET')).status).toBe(404);
});
