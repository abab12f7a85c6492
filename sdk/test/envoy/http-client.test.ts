import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  createAxiosClient,
  type EnvoyHttpClient,
  EnvoyRequestError,
  EnvoyUserAPI,
  errorMiddleware,
} from '@plugboard/sdk/envoy';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

let asked: Asked | undefined;
let answer: RequestListener;
const server = createServer(async (request, response) => {
  const { method, url, headers } = request;
  asked = { method, url, headers, body: await buffer(request) };
  answer(request, response);
});

let baseURL: string;
let client: EnvoyHttpClient;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseURL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = undefined;
  answer = (_request, response) => response.end('{"data":[]}');
  client = createAxiosClient({ baseURL });
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const FORM = 'application/x-www-form-urlencoded';
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff]);

test.each<[string, unknown, string | Uint8Array, string | undefined, object?]>([
  ['an object', { a: 1 }, '{"a":1}', 'application/json'],
  [
    'what says itself what it is in JSON',
    new Date(0),
    `"${new Date(0).toJSON()}"`,
    'application/json',
  ],
  ['a text', 'a=1', 'a=1', FORM],
  [
    'a text of JSON',
    '{"a":1}',
    '{"a":1}',
    'application/json',
    { 'Content-Type': 'application/json' },
  ],
  ['URLSearchParams', new URLSearchParams({ a: 'ä' }), 'a=%C3%A4', `${FORM};charset=UTF-8`],
  [
    'an object, to be sent as a form',
    { a: { b: [1, 2] } },
    'a%5Bb%5D%5B%5D=1&a%5Bb%5D%5B%5D=2',
    FORM,
    { 'content-type': FORM },
  ],
  ['a Buffer', Buffer.from(PNG), PNG, 'image/png', { 'content-type': 'image/png' }],
  ['a Uint8Array', PNG, PNG, undefined],
  ['a part of an ArrayBuffer', PNG.subarray(1), PNG.subarray(1), undefined],
  ['an ArrayBuffer', PNG.slice().buffer, PNG, undefined],
  ['a Blob', new Blob([PNG], { type: 'image/png' }), PNG, 'image/png'],
  ['nothing', null, '', undefined],
])('%s as data is sent as it is meant', async (_, data, body, type, headers = {}) => {
  await client.post('/x', data, { headers: headers as Record<string, string> });
  expect(asked?.body).toEqual(Buffer.from(body as string));
  expect(asked?.headers['content-type']).toBe(type);
});

test('FormData, of a client whose calls are of JSON:API, is sent with its parts', async () => {
  const form = new FormData();
  form.set('photo', new Blob([PNG], { type: 'image/png' }), 'a.png');
  await new EnvoyUserAPI({ accessToken: 'x', baseUrl: baseURL }).axios.post('/x', form);
  const { headers, body } = asked as Asked;
  const sent = await new Response(new Uint8Array(body), {
    headers: { 'content-type': String(headers['content-type']) },
  }).formData();
  expect(new Uint8Array(await (sent.get('photo') as File).arrayBuffer())).toEqual(PNG);
});

test.each<[string, unknown]>([
  ['a stream of Node', Readable.from(['a'])],
  ['a stream', new Blob(['a']).stream()],
  ['a Map', new Map([['a', 1]])],
  ['a function', () => 1],
])('%s as data is refused', async (_, data) => {
  await expect(client.post('/x', data)).rejects.toMatchObject({ code: 'wrong_data' });
  expect(asked).toBeUndefined();
});

test('data with GET, which fetch does not send, is refused', async () => {
  await expect(client.get('/x', { data: { a: 1 } })).rejects.toThrow(/no data with GET/);
});

test.each([
  ['a text', 'id;name\n1;Ada', 'text/csv', 'id;name\n1;Ada'],
  ['JSON', '{"a":1}', 'application/json', { a: 1 }],
  ['nothing', '', 'text/plain', ''],
])('of an answer that is %s there is all', async (_, text, type, data) => {
  answer = (_request, response) => response.setHeader('Content-Type', type).end(text);
  const found = await client.get('/x');
  expect(found).toMatchObject({ status: 200, statusText: 'OK', data });
  expect([found.headers['content-type'], found.headers.get('Content-Type')]).toEqual([type, type]);
  answer = (_request, response) => response.writeHead(404, { 'Content-Type': type }).end(text);
  const error = await client.get('/x').catch((thrown) => thrown);
  expect(error).toBeInstanceOf(EnvoyRequestError);
  expect(error.response).toMatchObject({ status: 404, statusText: 'Not Found', data });
});

test('an answer of the API that is a text is given, and no resource is found in it', async () => {
  answer = (_request, response) => response.end('id;name');
  const api = new EnvoyUserAPI({ accessToken: 'x', baseUrl: baseURL });
  expect((await api.axios.get('/export')).data).toBe('id;name');
  await expect(api.getLocations()).rejects.toThrow(/may not exist/);
  await expect(api.getLocation('1')).rejects.toThrow(/may not exist/);
});

test('headers are those of all requests, of the method, of the client and of the request', async () => {
  client = createAxiosClient({ baseURL, headers: { 'X-One': 'client' } });
  client.defaults.headers.common['X-Common'] = 'common';
  client.defaults.headers.common['x-one'] = 'common';
  client.defaults.headers.post['X-Common'] = 'post';
  client.defaults.headers['x-later'] = 'later';
  await client.get('/x', { headers: { 'x-own': 'own', 'X-LATER': null } });
  expect(asked?.headers).toMatchObject({ 'x-one': 'client', 'x-common': 'common', 'x-own': 'own' });
  expect(asked?.headers).not.toHaveProperty('x-later');
  await client.post('/x', {}, { headers: new Headers({ 'X-Later': 'given' }) });
  expect(asked?.headers).toMatchObject({ 'x-common': 'post', 'x-later': 'given' });
});

test('interceptors find headers in whatever case, and change them', async () => {
  const found: unknown[] = [];
  client = createAxiosClient({ baseURL, headers: { 'X-One': '1', 'x-two': '2' } });
  client.interceptors.request.use((config) => {
    const { headers } = config;
    found.push(config.method, headers.get('x-one'), headers.has('X-None'));
    headers.set('X-TWO', 'two').set({ 'X-Three': 'three' });
    headers['x-four'] = 'four';
    headers.delete('x-one');
    return config;
  });
  await client.get('/x');
  expect(found).toEqual(['get', '1', false]);
  expect(asked?.headers).toMatchObject({ 'x-two': 'two', 'x-three': 'three', 'x-four': 'four' });
  expect(asked?.headers).not.toHaveProperty('x-one');
});

test('what a request interceptor throws comes to the response interceptors', async () => {
  client.interceptors.request.use(() => {
    throw new Error('stopped');
  });
  client.interceptors.response.use(null, (error) => ({
    data: `caught ${(error as Error).message}`,
  }));
  expect((await client.get('/x')).data).toBe('caught stopped');
  expect(asked).toBeUndefined();
});

test('HEAD answers headers', async () => {
  answer = (_request, response) => response.setHeader('X-Total', '7').end();
  const { status, headers, data } = await client.head('/x');
  expect([asked?.method, status, headers['x-total'], data]).toEqual(['HEAD', 200, '7', '']);
});

test('which statuses are good can be said', async () => {
  answer = (_request, response) => response.writeHead(404).end('{"gone":true}');
  const found = await client.get('/x', { validateStatus: (status) => status < 500 });
  expect(found).toMatchObject({ status: 404, statusText: 'Not Found', data: { gone: true } });
  expect((await client.get('/x', { validateStatus: null })).status).toBe(404);
  answer = (_request, response) => response.writeHead(201).end('{}');
  await expect(
    client.get('/x', { validateStatus: (status) => status === 200 }),
  ).rejects.toMatchObject({
    isAxiosError: true,
    response: { status: 201, data: {} },
  });
});

test('a token with a line break is in no message', async () => {
  const api = new EnvoyUserAPI({ accessToken: 'very\nsecret', baseUrl: baseURL });
  const error = await api.me().catch((thrown) => thrown);
  expect(error).toMatchObject({
    code: 'wrong_header',
    message: expect.stringMatching(/authorization/),
  });
  let sent = '';
  const response = {
    headersSent: false,
    statusCode: 0,
    setHeader: () => undefined,
    end: (text: string) => (sent = text),
  };
  errorMiddleware()(error, {}, response, () => undefined);
  for (const text of [sent, String(error.stack), JSON.stringify(error)]) {
    expect(text).not.toContain('secret');
  }
});
