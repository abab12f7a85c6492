import { once } from 'node:events';
import { request as ask, createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FetchHandler, type PagesOptions, toNodeListener } from '@plugboard/sdk/node';
import { afterEach, expect, test } from 'vitest';
import { waitFor } from '../../server/test/support/wait-for.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

async function serve(handler: FetchHandler, options?: PagesOptions): Promise<string> {
  const server = createServer(toNodeListener(handler, options));
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a request comes as it was sent', async () => {
  const url = await serve(async (request) =>
    Response.json({
      method: request.method,
      url: request.url,
      header: request.headers.get('x-header'),
      body: await request.text(),
    }),
  );
  const headers = { 'x-header': 'value' };
  const sent = await fetch(`${url}/a%20b?c=d`, { method: 'POST', body: 'Grüße', headers });
  expect(await sent.json()).toEqual({
    method: 'POST',
    url: `${url}/a%20b?c=d`,
    header: 'value',
    body: 'Grüße',
  });
});

test('behind a proxy it has the address that browsers know', async () => {
  const url = await serve((request) => new Response(request.url), {
    origin: 'https://plugin.example.com',
  });
  expect(await (await fetch(`${url}/app?x`)).text()).toBe('https://plugin.example.com/app?x');
});

test('a response goes as it was answered: status, several cookies, chunks as they come', async () => {
  let go: () => void = () => undefined;
  const url = await serve(() => {
    const encoder = new TextEncoder();
    const body = new ReadableStream({
      async start(controller) {
        controller.enqueue(encoder.encode('one '));
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        controller.enqueue(encoder.encode('two'));
        controller.close();
      },
    });
    const response = new Response(body, { status: 201, headers: { 'x-header': 'value' } });
    for (const cookie of ['a=1; Path=/', 'b=2, 3']) response.headers.append('set-cookie', cookie);
    return response;
  });
  const response = await fetch(url);
  expect([response.status, response.headers.get('x-header')]).toEqual([201, 'value']);
  expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2, 3']);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('one ');
  go();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('two');
});

test('more than a connection takes at once arrives whole', async () => {
  const chunk = new Uint8Array(1024 * 1024).fill(7);
  let left = 20;
  const url = await serve(
    () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            if (left-- > 0) controller.enqueue(chunk);
            else controller.close();
          },
        }),
      ),
  );
  expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(20 * chunk.length);
});

test('what a handler throws is told, and answered vaguely', async () => {
  const told: unknown[] = [];
  const url = await serve(
    () => {
      throw new Error('a secret');
    },
    { onError: (error) => told.push(error) },
  );
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([
    500,
    'The plugin failed; its own log says why',
  ]);
  expect(told).toMatchObject([{ message: 'a secret' }]);
});

test('a response that breaks off is no whole one', async () => {
  const told: unknown[] = [];
  const body = () =>
    new ReadableStream({
      pull: (controller) => controller.error(new Error('broke off')),
    });
  const url = await serve(() => new Response(body()), { onError: (error) => told.push(error) });
  await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
  expect(told).toMatchObject([{ message: 'broke off' }]);
});

test('a handler hears that the browser has gone', async () => {
  let signal: AbortSignal | undefined;
  const url = await serve((request) => {
    signal = request.signal;
    return new Promise<Response>(() => undefined);
  });
  const gone = new AbortController();
  const asked = fetch(url, { signal: gone.signal }).catch(() => undefined);
  await waitFor(() => signal !== undefined, { describe: 'the request to arrive' });
  gone.abort();
  await asked;
  await waitFor(() => signal?.aborted, { describe: 'the signal to fire' });
});

test('so does the stream that it answers with, also where nothing is to be sent', async () => {
  let cancelled = 0;
  const told: unknown[] = [];
  const url = await serve(
    () =>
      new Response(
        new ReadableStream({
          start: (controller) => controller.enqueue(new TextEncoder().encode(': hello\n\n')),
          cancel() {
            cancelled++;
            throw new Error('in cancelling');
          },
        }),
      ),
    { onError: (error) => told.push(error) },
  );
  const gone = new AbortController();
  const answer = await fetch(url, { signal: gone.signal });
  await answer.body?.getReader().read();
  gone.abort();
  await waitFor(() => cancelled === 1, { describe: 'the stream to be cancelled' });
  expect(told).toEqual([]);
});

test('a stream that is answered too late is cancelled, too', async () => {
  let cancelled = 0;
  let isAsked = false;
  const url = await serve(async ({ signal }) => {
    isAsked = true;
    await once(signal, 'abort');
    return new Response(new ReadableStream({ cancel: () => void cancelled++ }));
  });
  const gone = new AbortController();
  const asked = fetch(url, { signal: gone.signal }).catch(() => undefined);
  await waitFor(() => isAsked, { describe: 'the request to arrive' });
  gone.abort();
  await asked;
  await waitFor(() => cancelled === 1, { describe: 'the stream to be cancelled' });
});

test('nobody makes a body for HEAD: it may have no end', async () => {
  let cancelled = 0;
  const url = await serve(
    () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new TextEncoder().encode(': still here\n\n')),
          cancel: () => void cancelled++,
        }),
        { headers: { 'content-type': 'text/event-stream' } },
      ),
  );
  const answer = await fetch(url, { method: 'HEAD' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  await waitFor(() => cancelled === 1, { describe: 'the stream to be cancelled' });
});

test.each([
  ['GET http://evil.example/ HTTP/1.1\r\nHost: x', 400],
  ['GET * HTTP/1.1\r\nHost: x', 400],
  ['GET / HTTP/1.1\r\nHost: a b', 400],
  ['POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999', 413],
  ['TRACE / HTTP/1.1\r\nHost: x', 405],
])('what cannot be handed on is refused: %s', async (head, status) => {
  const { port } = new URL(await serve(() => new Response('reached')));
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${head}\r\nConnection: close\r\n\r\n`);
  expect(await text(socket)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test('HEAD and 204 have no body', async () => {
  const url = await serve(({ method }) =>
    method === 'HEAD' ? new Response('page') : new Response(null, { status: 204 }),
  );
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    ask(url, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(answer).toBe(204);
});
