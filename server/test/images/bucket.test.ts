import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, test, vi } from 'vitest';
import { createPerson, type Person } from '../space-api/scene.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { pictures, png } from './pictures.ts';

interface StoredObject {
  bytes: Buffer;
  headers: IncomingMessage['headers'];
}

/** As much of S3 as images need; it checks no signature, but that there is one. */
const objects = new Map<string, StoredObject>();
let isDown = false;
const bucket = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  answer(request, response, Buffer.concat(chunks));
});

function answer(request: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const path = request.url?.split('?', 1)[0] ?? '';
  const signed = request.headers.authorization?.startsWith(
    'AWS4-HMAC-SHA256 Credential=test-access/',
  );
  if (isDown || !signed) return void response.writeHead(isDown ? 503 : 403).end();
  if (request.method === 'PUT') {
    objects.set(path, { bytes: body, headers: request.headers });
    return void response.writeHead(200, { etag: '"x"' }).end();
  }
  const found = objects.get(path);
  if (found !== undefined) return void response.writeHead(200).end(found.bytes);
  response.writeHead(404, { 'content-type': 'application/xml' });
  response.end('<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>');
}

let server: TestServer;
let owner: Person;
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test-access');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test-secret');
  await new Promise<void>((resolve) => bucket.listen(0, '127.0.0.1', resolve));
  const { port } = bucket.address() as AddressInfo;
  server = await startTestServer({
    env: {
      PLUGBOARD_S3_BUCKET: 'pictures',
      PLUGBOARD_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      PLUGBOARD_S3_REGION: 'eu-central-1',
      PLUGBOARD_S3_PUBLIC_URL: 'https://cdn.plugboard.test/assets',
    },
  });
  owner = await createPerson(server);
  return async () => {
    await server.close();
    bucket.closeAllConnections();
    await new Promise((resolve) => bucket.close(resolve));
    vi.unstubAllEnvs();
  };
});

async function upload(bytes: Buffer) {
  const form = new FormData();
  form.set('file', new File([bytes], 'image'));
  const response = await fetch(`${server.url}/v1/partner_apps/upload_image`, {
    method: 'POST',
    body: form,
    headers: { authorization: owner.token },
  });
  const body = (await response.json()) as Record<string, string>;
  return { status: response.status, headers: response.headers, body };
}

test('an image is put into the bucket, and has the address of its public side', async () => {
  const { status, body } = await upload(pictures.webp);
  expect(status).toBe(200);
  const [, name] = /^https:\/\/cdn\.plugboard\.test\/assets\/(images\/[0-9a-f]{64}\.webp)$/.exec(
    body.public_url as string,
  ) as RegExpExecArray;
  expect(body.pretty_url).toBe(body.public_url?.slice('https:'.length));
  const stored = objects.get(`/pictures/${name}`);
  expect(stored?.bytes.equals(pictures.webp)).toBe(true);
  expect(stored?.headers).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
  });
});

test('an image of the bucket can be had from the server', async () => {
  const bytes = png('in the bucket');
  const { body } = await upload(bytes);
  const url = `${server.url}/images/${body.public_url?.split('/').at(-1)}`;
  const response = await fetch(url);
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
  const missing = await fetch(`${server.url}/images/${'0'.repeat(64)}.png`);
  expect(missing.status).toBe(404);
  await missing.arrayBuffer();
});

test('a bucket that cannot be reached is told as such, without its address', async () => {
  isDown = true;
  try {
    const { status, headers, body } = await upload(png('lost'));
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    expect(body).toEqual({ error: expect.stringContaining('image store') });
    const response = await fetch(`${server.url}/images/${'1'.repeat(64)}.png`);
    expect(response.status).toBe(503);
    expect(await response.text()).not.toContain('127.0.0.1');
  } finally {
    isDown = false;
  }
});
