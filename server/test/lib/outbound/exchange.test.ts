import { getEventListeners, once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOutbound } from '../../../src/lib/outbound/client.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  developmentOutbound,
  failureOf,
  ok,
  onRequest,
  post,
  receiver,
  replying,
  stageAndCode,
} from './support.ts';

describe('a request', () => {
  it('carries method, path, query, headers and body as given, and nothing of its own beyond framing', async () => {
    const plugin = await replying(ok);
    await developmentOutbound().send({
      url: `http://127.0.0.1:${plugin.port}/a/b?c=d%20e#f`,
      method: 'PUT',
      headers: { 'x-one': '1', 'Content-Type': 'text/plain' },
      body: 'héllo',
    });
    expect(plugin.requests).toEqual([
      [
        'PUT /a/b?c=d%20e HTTP/1.1',
        `host: 127.0.0.1:${plugin.port}`,
        'connection: keep-alive',
        'x-one: 1',
        'Content-Type: text/plain',
        'content-length: 6',
        '',
        Buffer.from('héllo').toString('latin1'),
      ].join('\r\n'),
    ]);
  });

  it('takes URL objects, buffers and no body at all', async () => {
    const plugin = await replying(ok);
    const outbound = developmentOutbound();
    const url = new URL(plugin.url);
    const body = Buffer.from([0, 255, 10]);
    expect((await outbound.send({ url, method: 'POST', headers: {}, body })).status).toBe(200);
    expect((await outbound.send({ url, method: 'GET', headers: {} })).status).toBe(200);
    expect(plugin.requests[0]?.endsWith(`\r\n\r\n${body.toString('latin1')}`)).toBe(true);
    expect(plugin.requests[1]).not.toContain('content-length');
  });

  it.each<[string, Record<string, string>]>([
    ['a line break in a header', { 'x-a': 'b\r\nx-injected: 1' }],
    ['a header name with a space', { 'x a': 'b' }],
    ['a host header', { Host: 'internal.test' }],
    ['a transfer-encoding header', { 'transfer-encoding': 'chunked' }],
    ['an expect header', { expect: '100-continue' }],
  ])('with %s is not sent', async (_name, headers) => {
    const plugin = await replying(ok);
    const outbound = developmentOutbound();
    expect(await stageAndCode(outbound.send({ ...post(plugin.url), headers }))).toBe(
      'send: request_invalid',
    );
    // The pool is none the worse for it.
    expect((await outbound.send(post(plugin.url))).status).toBe(200);
    expect(plugin.requests).toHaveLength(1);
  });

  it('uses a kept connection again when the reply is in, and only then opens no other', async () => {
    const plugin = await replying(ok);
    const outbound = developmentOutbound();
    for (let call = 0; call < 20; call += 1) await outbound.send(post(plugin.url));
    expect(plugin.sockets).toHaveLength(1);
    await Promise.all(Array.from({ length: 3 }, () => outbound.send(post(plugin.url))));
    expect(plugin.sockets).toHaveLength(3);
  });

  it('never shares a connection among more than one call at a time', async () => {
    const held: http.ServerResponse[] = [];
    let inFlight = 0;
    let most = 0;
    const server = http.createServer((request, response) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      request.resume().once('end', () => {
        held.push(response);
        // The first three wait for each other, so that there are three at a time.
        if (most < 3) return;
        for (const answer of held.splice(0)) {
          inFlight -= 1;
          answer.end(answer.req.url);
        }
      });
    });
    server.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const outbound = developmentOutbound({ connectionsPerOrigin: 3 });
    const paths = Array.from({ length: 200 }, (_, index) => `/${index}`);
    const replies = await Promise.all(
      paths.map((path) => outbound.send(post(`http://127.0.0.1:${port}${path}`))),
    );
    // Every caller got the answer to their own question.
    expect(replies.map(({ body }) => body.toString())).toEqual(paths);
    expect(most).toBe(3);
  });
});

describe('a reply', () => {
  it('is given with status, headers, body and where it came from', async () => {
    const plugin = await replying(
      'HTTP/1.1 418 Teapot\r\nX-One: 1\r\nset-cookie: a\r\nset-cookie: b\r\n__proto__: x\r\ncontent-length: 3\r\n\r\nno!',
    );
    const reply = await developmentOutbound().send(post(plugin.url));
    expect(reply).toMatchObject({ status: 418, truncated: false, remoteAddress: '127.0.0.1' });
    expect(reply.headers).toMatchObject({
      'x-one': '1',
      'set-cookie': ['a', 'b'],
      'content-length': '3',
    });
    expect(reply.body.toString()).toBe('no!');
    expect(reply.ms).toBeGreaterThanOrEqual(0);
    expect(Object.getPrototypeOf(reply.headers)).toBe(Object.prototype);
  });

  it('may be empty', async () => {
    const plugin = await replying('HTTP/1.1 204 No Content\r\n\r\n');
    const outbound = developmentOutbound();
    for (let call = 0; call < 2; call += 1) {
      expect(await outbound.send(post(plugin.url))).toMatchObject({
        status: 204,
        body: Buffer.alloc(0),
      });
    }
    expect(plugin.sockets).toHaveLength(1);
  });

  it('may come in pieces', async () => {
    const plugin = await receiver((socket) =>
      onRequest(socket, async () => {
        for (const byte of 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n') {
          await new Promise((written) => socket.write(byte, written));
        }
      }),
    );
    expect((await developmentOutbound().send(post(plugin.url))).body.toString()).toBe('abcdefg');
  });

  it('may end with the connection', async () => {
    const plugin = await receiver((socket) =>
      onRequest(socket, () => socket.end('HTTP/1.0 200 OK\r\n\r\nto the end')),
    );
    const reply = await developmentOutbound().send(post(plugin.url));
    expect(reply).toMatchObject({ status: 200, truncated: false });
    expect(reply.body.toString()).toBe('to the end');
  });

  it('may be announced by early hints', async () => {
    const plugin = await replying(
      `HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n${ok}`,
    );
    const reply = await developmentOutbound().send(post(plugin.url));
    expect(reply.status).toBe(200);
    expect(reply.headers).toEqual({ 'content-length': '2' });
  });

  it('may come before the request is sent: the connection is not used again', async () => {
    const plugin = await receiver((socket) => {
      socket.pause();
      socket.write(ok.replace('200 OK', '413 Content Too Large'));
    });
    const outbound = developmentOutbound();
    const large = { ...post(plugin.url), body: Buffer.alloc(16_000_000) };
    for (let call = 0; call < 2; call += 1) {
      expect(await outbound.send(large)).toMatchObject({ status: 413, truncated: false });
    }
    expect(plugin.sockets).toHaveLength(2);
  });

  it.each([301, 302, 303, 307, 308])(
    'of %d is handed on, its location never called',
    async (status) => {
      const target = await receiver();
      const location = `http://127.0.0.1:${target.port}/`;
      const plugin = await replying(
        `HTTP/1.1 ${status} Moved\r\nlocation: ${location}\r\ncontent-length: 0\r\n\r\n`,
      );
      const reply = await developmentOutbound().send(post(plugin.url));
      expect(reply).toMatchObject({ status, headers: { location } });
      expect(await target.connections()).toBe(0);
    },
  );
});

describe('a call', () => {
  it('can be cancelled, before and during', async () => {
    const silent = await receiver();
    const outbound = developmentOutbound();
    const before = AbortSignal.abort();
    expect(await stageAndCode(outbound.send({ ...post(silent.url), signal: before }))).toBe(
      'aborted: aborted',
    );
    expect(await silent.connections()).toBe(0);

    const during = new AbortController();
    const call = outbound.send({ ...post(silent.url), signal: during.signal });
    await waitFor(() => silent.sockets.length > 1, { describe: 'the request to arrive' });
    during.abort();
    expect(await stageAndCode(call)).toBe('aborted: aborted');
    silent.sockets.at(-1)?.resume();
    await waitFor(() => silent.sockets.at(-1)?.destroyed, {
      describe: 'the connection to be closed',
    });
  });

  it('is not cancelled by a signal that fires after the reply', async () => {
    const plugin = await replying(ok);
    const outbound = developmentOutbound();
    const controller = new AbortController();
    await outbound.send({ ...post(plugin.url), signal: controller.signal });
    controller.abort();
    await outbound.send(post(plugin.url));
    expect(plugin.sockets).toHaveLength(1);
  });

  it('leaves no timer and no listener behind', async () => {
    const plugin = await replying(ok);
    const outbound = developmentOutbound();
    const { signal } = new AbortController();
    const timers = () =>
      process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    for (let call = 0; call < 50; call += 1) await outbound.send({ ...post(plugin.url), signal });
    expect(timers() - before).toBeLessThan(10);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('gets errors whose text shows nothing the receiver or resolver said', async () => {
    const plugin = await replying('SECRET/1.1 canary\r\n\r\n');
    const outbound = developmentOutbound({ lookup: async () => ['127.0.0.1'] });
    const failure = await failureOf(outbound.send(post(`http://plugin.test:${plugin.port}/`)));
    expect(failure.message).not.toMatch(/canary|SECRET|127\.0\.0\.1/);
    expect(failure.cause).toBeInstanceOf(Error);
  });
});

describe('closing', () => {
  it('waits for calls under way, refuses new ones, and leaves no connection', async () => {
    let answer = () => undefined as unknown;
    const plugin = await receiver((socket) =>
      onRequest(socket, () => {
        answer = () => socket.write(ok);
      }),
    );
    const idle = await replying(ok);
    const outbound = createOutbound({ allowPrivateNetwork: true });
    await outbound.send(post(idle.url));
    const call = outbound.send(post(plugin.url));
    await waitFor(() => plugin.sockets.length === 1, { describe: 'the request to arrive' });
    const closing = outbound.close();
    expect(await stageAndCode(outbound.send(post(plugin.url)))).toBe('aborted: outbound_closed');
    await waitFor(() => (answer() === undefined ? undefined : true), {
      describe: 'the answer to be sent',
    });
    expect((await call).status).toBe(200);
    await closing;
    await waitFor(() => [...plugin.sockets, ...idle.sockets].every((socket) => socket.destroyed), {
      describe: 'all connections to be closed',
    });
    await outbound.close();
  });

  it('cuts short the connections nobody waits for any more', async () => {
    const silent = await receiver((socket) => socket.resume());
    const outbound = createOutbound({ allowPrivateNetwork: true, connectTimeoutMs: 60_000 });
    const call = outbound.send({ ...post(`https://127.0.0.1:${silent.port}/`), timeoutMs: 200 });
    expect(await stageAndCode(call)).toBe('timeout: deadline_exceeded');
    await waitFor(() => silent.sockets.length === 1, { describe: 'the connection to be accepted' });
    await outbound.close();
    await waitFor(() => silent.sockets[0]?.destroyed, {
      describe: 'the handshake to be cut short',
    });
  });

  it('opens no connection for a name that is resolved too late', async () => {
    const plugin = await replying(ok);
    let answer = (_addresses: string[]): void => undefined;
    const lookup = () =>
      new Promise<string[]>((resolve) => {
        answer = resolve;
      });
    const outbound = createOutbound({ allowPrivateNetwork: true, lookup });
    const call = outbound.send({ ...post(`http://late.test:${plugin.port}/`), timeoutMs: 50 });
    expect(await stageAndCode(call)).toBe('timeout: deadline_exceeded');
    await outbound.close();
    answer(['127.0.0.1']);
    // A connection would be opened before the event loop turns.
    await new Promise((resolve) => setImmediate(resolve));
    expect(await plugin.connections()).toBe(0);
  });
});

it('keeps connections to so many origins only, closing the one unused for longest', async () => {
  const receivers = await Promise.all(Array.from({ length: 3 }, () => replying(ok)));
  const outbound = developmentOutbound({ maxOrigins: 2 });
  for (const { url } of receivers) await outbound.send(post(url));
  const [first, second, third] = receivers;
  await waitFor(() => first?.sockets[0]?.destroyed, {
    describe: 'the oldest connection to be closed',
  });
  expect([second, third].map((kept) => kept?.sockets[0]?.destroyed)).toEqual([false, false]);
  await outbound.send(post(first?.url ?? ''));
  expect(first?.sockets).toHaveLength(2);
});

it('does not close an origin with a call under way to make room for another', async () => {
  let answer = (): unknown => undefined;
  const slow = await receiver((socket) =>
    onRequest(socket, () => {
      answer = () => socket.write(ok);
    }),
  );
  const quick = await replying(ok);
  const outbound = developmentOutbound({ maxOrigins: 1 });
  const call = outbound.send(post(slow.url));
  await waitFor(() => slow.sockets.length === 1, { describe: 'the request to arrive' });
  expect((await outbound.send(post(quick.url))).status).toBe(200);
  await waitFor(() => answer() !== undefined, { describe: 'the answer to be sent' });
  expect((await call).status).toBe(200);
});

it('closes the connections to an origin that was not called for half a minute', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const plugin = await replying(ok.replace('\r\n', '\r\nkeep-alive: timeout=600\r\n'));
  const outbound = developmentOutbound();
  await outbound.send(post(plugin.url));
  const now = vi.spyOn(performance, 'now');
  onTestFinished(() => now.mockRestore());
  const start = performance.now();

  now.mockReturnValue(start + 29_000);
  vi.advanceTimersByTime(30_000);
  await outbound.send(post(plugin.url));
  expect(plugin.sockets).toHaveLength(1);

  now.mockReturnValue(start + 60_000);
  vi.advanceTimersByTime(30_000);
  await outbound.send(post(plugin.url));
  expect(plugin.sockets).toHaveLength(2);
});
