import { fork } from 'node:child_process';
import { once } from 'node:events';
import net, { type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { OutboundError } from '../../../src/lib/outbound/client.ts';
import { waitFor } from '../../support/wait-for.ts';
import {
  developmentOutbound,
  ok,
  onRequest,
  post,
  type Receiver,
  receiver,
  replying,
  stageAndCode,
} from './support.ts';

/** Long enough for everything on loopback that does come, short enough to wait for what does not. */
const shortDeadline = { timeoutMs: 1000 };

describe('a receiver that cannot be reached', () => {
  it('refuses connections', async () => {
    const gone = await receiver();
    gone.close();
    expect(await stageAndCode(developmentOutbound().send(post(gone.url)))).toBe(
      'connect: connection_refused',
    );
  });

  it('refuses connections while other calls wait for one', async () => {
    const gone = await receiver();
    gone.close();
    const outbound = developmentOutbound({ connectionsPerOrigin: 1 });
    const calls = Array.from({ length: 5 }, () => outbound.send(post(gone.url)));
    for (const call of calls) expect(await stageAndCode(call)).toBe('connect: connection_refused');
  });

  it('has a name that does not exist, and later does', async () => {
    const late = await replying(ok);
    const answers: (() => string[])[] = [
      () => {
        throw Object.assign(new Error('queryA ENOTFOUND'), { code: 'ENOTFOUND' });
      },
      () => [],
      () => {
        throw Object.assign(new Error('queryA ESERVFAIL'), { code: 'ESERVFAIL' });
      },
      () => ['127.0.0.1'],
    ];
    const outbound = developmentOutbound({ lookup: async () => answers.shift()?.() ?? [] });
    const call = () => outbound.send(post(`http://late.test:${late.port}/`));
    expect(await stageAndCode(call())).toBe('dns: host_not_found');
    expect(await stageAndCode(call())).toBe('dns: host_not_found');
    expect(await stageAndCode(call())).toBe('dns: dns_failed');
    expect((await call()).status).toBe(200);
  });

  it('has a name server that never answers', async () => {
    const outbound = developmentOutbound({
      lookup: () => new Promise(() => undefined),
      connectTimeoutMs: 100,
    });
    expect(await stageAndCode(outbound.send(post('http://silent.test/')))).toBe(
      'dns: connect_timeout',
    );
  });

  it('answers at one of its addresses only', async () => {
    const reachable = await replying(ok);
    // Nothing listens on this port at the first address.
    const outbound = developmentOutbound({ lookup: async () => ['127.0.0.2', '127.0.0.1'] });
    const reply = await outbound.send(post(`http://several.test:${reachable.port}/`));
    expect(reply).toMatchObject({ status: 200, remoteAddress: '127.0.0.1' });
  });

  // How full a backlog is before SYNs are dropped is Linux's own.
  it.runIf(process.platform === 'linux')('swallows every SYN', async () => {
    const hole = await blackHole();
    const outbound = developmentOutbound({ connectTimeoutMs: 200 });
    expect(await stageAndCode(outbound.send(post(hole.url)))).toBe('connect: connect_timeout');
    expect(await stageAndCode(outbound.send({ ...post(hole.url), timeoutMs: 50 }))).toBe(
      'timeout: deadline_exceeded',
    );
  });
});

describe('a receiver that is slow', () => {
  it('accepts and never answers', async () => {
    const silent = await receiver();
    const call = developmentOutbound().send({ ...post(silent.url), ...shortDeadline });
    expect(await stageAndCode(call)).toBe('timeout: deadline_exceeded');
    await closedByUs(silent);
    expect(await silent.connections()).toBe(1);
  });

  it.each([
    ['in the status line', 'HTTP/1.1 200 '],
    ['in the headers', 'HTTP/1.1 200 OK\r\nx: '],
    ['in a body with a length', 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n'],
    ['in a body without a length', 'HTTP/1.1 200 OK\r\n\r\n'],
  ])('sends byte after byte %s', async (_place, start) => {
    const dripping = await receiver((socket) => {
      onRequest(socket, () => drip(socket, start, '1'));
    });
    const call = developmentOutbound().send({ ...post(dripping.url), ...shortDeadline });
    expect(await stageAndCode(call)).toBe('timeout: deadline_exceeded');
    await closedByUs(dripping);
  });

  it('sends chunk after chunk of one byte', async () => {
    const dripping = await receiver((socket) => {
      const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
      onRequest(socket, () => drip(socket, head, '1\r\nx\r\n'));
    });
    const call = developmentOutbound().send({ ...post(dripping.url), ...shortDeadline });
    expect(await stageAndCode(call)).toBe('timeout: deadline_exceeded');
  });

  it('occupies all connections: who waits in vain is never sent, who comes later is served', async () => {
    let answering = false;
    const requests: string[] = [];
    const busy = await receiver((socket) =>
      onRequest(socket, (request) => {
        requests.push(request.split(' ', 2)[1] ?? '');
        if (answering) socket.write(ok);
      }),
    );
    const outbound = developmentOutbound({ connectionsPerOrigin: 1 });
    const leaving = new AbortController();
    const first = outbound.send({ ...post(`${busy.url}/first`), signal: leaving.signal });
    await waitFor(() => requests.length === 1, { describe: 'the first request' });
    const second = outbound.send({ ...post(`${busy.url}/second`), timeoutMs: 200 });
    expect(await stageAndCode(second)).toBe('timeout: deadline_exceeded');
    answering = true;
    const third = outbound.send(post(`${busy.url}/third`));
    leaving.abort();
    expect(await stageAndCode(first)).toBe('aborted: aborted');
    expect((await third).status).toBe(200);
    expect(requests).toEqual(['/hook/first', '/hook/third']);
  });

  it('takes longer to answer than a connection may take to open', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const slow = await receiver((socket) =>
      onRequest(socket, () => {
        vi.advanceTimersByTime(700);
        socket.write(ok);
      }),
    );
    const reply = await developmentOutbound({ connectTimeoutMs: 500 }).send(post(slow.url));
    expect(reply.status).toBe(200);
  });

  it('is connected too late: the request is not sent, the connection serves the next', async () => {
    const plugin = await replying(ok);
    let answer = (_addresses: string[]): void => undefined;
    const lookup = () =>
      new Promise<string[]>((resolve) => {
        answer = resolve;
      });
    const outbound = developmentOutbound({ lookup });
    const late = { ...post(`http://late.test:${plugin.port}/late`), timeoutMs: 50 };
    expect(await stageAndCode(outbound.send(late))).toBe('timeout: deadline_exceeded');
    const next = outbound.send(post(`http://late.test:${plugin.port}/next`));
    answer(['127.0.0.1']);
    expect((await next).status).toBe(200);
    expect(plugin.requests.map((request) => request.split(' ', 2)[1])).toEqual(['/next']);
    expect(plugin.sockets).toHaveLength(1);
  });

  it('does not hold up other receivers', async () => {
    const silent = await receiver();
    const quick = await replying(ok);
    const outbound = developmentOutbound({ connectionsPerOrigin: 1 });
    const hanging = Array.from({ length: 20 }, () =>
      outbound.send({ ...post(silent.url), ...shortDeadline }),
    );
    expect((await outbound.send(post(quick.url))).status).toBe(200);
    for (const call of hanging) expect(await stageAndCode(call)).toBe('timeout: deadline_exceeded');
  });
});

describe('a receiver that breaks off', () => {
  const reset = (socket: Socket) => socket.resetAndDestroy();

  it.each<[string, (socket: Socket) => void, string[]]>([
    [
      'resets at once',
      reset,
      [
        'connect: connection_reset',
        'response: connection_reset',
        'response: connection_closed',
        'send: send_failed',
      ],
    ],
    [
      'resets instead of answering',
      (socket) => onRequest(socket, resetOnRequest),
      ['response: connection_reset'],
    ],
    [
      'closes instead of answering',
      (socket) => onRequest(socket, () => socket.end()),
      ['response: connection_closed'],
    ],
    [
      'resets within the headers',
      (socket) =>
        onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\nx-a: 1', () => reset(socket))),
      ['response: connection_reset', 'response: connection_closed'],
    ],
    [
      'closes within the headers',
      (socket) => onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nx-a: 1')),
      ['response: connection_closed'],
    ],
    [
      'closes before the promised length',
      (socket) =>
        onRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok')),
      ['response: reply_incomplete'],
    ],
    [
      'closes before the last chunk',
      (socket) =>
        onRequest(socket, () =>
          socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n'),
        ),
      ['response: reply_incomplete'],
    ],
  ])('%s', async (_name, behave, outcomes) => {
    const breaking = await receiver(behave);
    const call = developmentOutbound().send(post(breaking.url));
    expect(outcomes).toContain(await stageAndCode(call));
  });

  it('resets after the headers', async () => {
    const breaking = await receiver((socket) =>
      onRequest(socket, () =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok', () => reset(socket)),
      ),
    );
    const call = developmentOutbound().send(post(breaking.url));
    // The kernel may drop the unread headers on a reset.
    expect(['response: reply_incomplete', 'response: connection_reset']).toContain(
      await stageAndCode(call),
    );
  });

  it('closes a kept connection: the next call opens another one', async () => {
    const closing = await receiver((socket) => onRequest(socket, () => socket.end(ok)));
    const outbound = developmentOutbound();
    expect((await outbound.send(post(closing.url))).status).toBe(200);
    await waitFor(() => closing.sockets[0]?.destroyed, {
      describe: 'the first connection to be gone',
    });
    expect((await outbound.send(post(closing.url))).status).toBe(200);
    expect(closing.sockets).toHaveLength(2);
  });

  it('announces the close: the connection is not used again', async () => {
    const closing = await replying(ok.replace('\r\n', '\r\nconnection: close\r\n'));
    const outbound = developmentOutbound();
    for (let call = 0; call < 3; call += 1)
      expect((await outbound.send(post(closing.url))).status).toBe(200);
    expect(closing.sockets).toHaveLength(3);
  });
});

describe('a receiver that speaks no HTTP', () => {
  it.each([
    ['an SSH banner', 'SSH-2.0-OpenSSH_9.9\r\n'],
    ['HTML', '<html></html>\r\n\r\n'],
    ['HTTP/0.9', 'ok'.padEnd(100, '\n')],
    ['an unknown version', 'HTTP/9.9 200 OK\r\n\r\n'],
    ['a status that is no number', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['a header name with a space', 'HTTP/1.1 200 OK\r\nx y: 1\r\n\r\n'],
    ['a NUL in a header', 'HTTP/1.1 200 OK\r\nx: a\0b\r\n\r\n'],
    ['a bare CR in a header', 'HTTP/1.1 200 OK\r\nx: a\rb\r\n\r\n'],
    ['a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n'],
    [
      'a chunk size that is no number',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    ],
    [
      'an upgrade nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    ],
    ['a 100 Continue nobody asked for', `HTTP/1.1 100 Continue\r\n\r\n${ok}`],
    ['early hints without end', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000)],
  ])('but %s', async (_name, reply) => {
    const confused = await replying(reply);
    const call = developmentOutbound().send(post(confused.url));
    expect(await stageAndCode(call)).toBe('response: malformed_reply');
    await closedByUs(confused);
  });

  it.each([
    ['two lengths', 'content-length: 1\r\ncontent-length: 2\r\n\r\nok'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
  ])('and contradicts itself with %s', async (_name, reply) => {
    const confused = await replying(`HTTP/1.1 200 OK\r\n${reply}`);
    const call = developmentOutbound().send(post(confused.url));
    expect(await stageAndCode(call)).toBe('response: reply_incomplete');
    await closedByUs(confused);
  });

  it('whatever it sends, and however it ends: a reply or a typed error', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'HTTP/1.1 ',
        'HTTP/1.0 ',
        '200 OK',
        '204 No Content',
        '103 Early Hints',
        '100 Continue',
        '101 Switching',
        '\r\n',
        '\r\n\r\n',
        '\n',
        '\0',
        'content-length: 3',
        'content-length: 99',
        'transfer-encoding: chunked',
        'connection: close',
        'connection: keep-alive',
        'keep-alive: timeout=1',
        'upgrade: h2c',
        '0',
        '3',
        'abc',
        ok,
      ),
      fc.string({ maxLength: 20 }),
    );
    const script = fc.record({
      pieces: fc.array(piece, { maxLength: 12 }),
      ending: fc.constantFrom('end', 'reset', 'hang'),
    });
    let next: { pieces: string[]; ending: string } = { pieces: [], ending: 'end' };
    const playing = await receiver((socket) =>
      onRequest(socket, () => {
        const { pieces, ending } = next;
        for (const part of pieces) socket.write(part, 'latin1');
        if (ending === 'end') socket.end();
        if (ending === 'reset') socket.resetAndDestroy();
      }),
    );
    const outbound = developmentOutbound();
    await fc.assert(
      fc.asyncProperty(script, async (played) => {
        next = played;
        const outcome = await outbound
          .send({ ...post(playing.url), timeoutMs: 20 })
          .catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(OutboundError);
        else
          expect(outcome).toMatchObject({ status: expect.any(Number), body: expect.any(Buffer) });
      }),
      { numRuns: 200 },
    );
  });
});

describe('a receiver that says too much', () => {
  it('has 1 MB of headers', async () => {
    const talkative = await replying(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(1_000_000)}\r\n\r\n`);
    expect(await stageAndCode(developmentOutbound().send(post(talkative.url)))).toBe(
      'response: headers_too_large',
    );
    await closedByUs(talkative);
  });

  it('has 10,000 headers', async () => {
    const talkative = await replying(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}\r\n`);
    expect(await stageAndCode(developmentOutbound().send(post(talkative.url)))).toBe(
      'response: headers_too_large',
    );
  });

  it.each([
    ['with a huge length', 'content-length: 1073741824\r\n\r\n', 'x'.repeat(1000)],
    ['without a length', '\r\n', 'x'.repeat(1000)],
    ['in chunks', 'transfer-encoding: chunked\r\n\r\n', `3e8\r\n${'x'.repeat(1000)}\r\n`],
    ['in chunks of one byte', 'transfer-encoding: chunked\r\n\r\n', '1\r\nx\r\n'.repeat(200)],
  ])('has an endless body %s: it is cut off at the limit', async (_name, head, part) => {
    const endless = await receiver((socket) =>
      onRequest(socket, () => {
        socket.write(`HTTP/1.1 200 OK\r\n${head}`);
        const flood = () => {
          while (!socket.destroyed && socket.write(part));
        };
        socket.on('drain', flood);
        flood();
      }),
    );
    const reply = await developmentOutbound().send({
      ...post(endless.url),
      maxResponseBytes: 5_000,
    });
    expect(reply).toMatchObject({ status: 200, truncated: true });
    expect(reply.body.toString()).toBe('x'.repeat(5_000));
    await closedByUs(endless);
  });

  it.each([
    [64 * 1024 - 1, false],
    [64 * 1024, false],
    [64 * 1024 + 1, true],
  ])('has a body of %d bytes, with the default limit', async (length, truncated) => {
    const large = await replying(
      `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n${'x'.repeat(length)}`,
    );
    const outbound = developmentOutbound();
    for (let call = 1; call <= 2; call += 1) {
      const reply = await outbound.send(post(large.url));
      expect(reply.truncated).toBe(truncated);
      expect(reply.body).toHaveLength(Math.min(length, 64 * 1024));
    }
    expect(large.sockets).toHaveLength(truncated ? 2 : 1);
  });

  it('sends a compressed bomb, which stays compressed', async () => {
    const bomb = gzipSync(Buffer.alloc(10_000_000));
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: ${bomb.length}\r\n\r\n`;
    const compressing = await replying(head + bomb.toString('latin1'));
    const reply = await developmentOutbound().send(post(compressing.url));
    expect(reply.body.equals(bomb)).toBe(true);
    expect(compressing.requests[0]?.toLowerCase()).not.toContain('accept-encoding');
  });
});

/** Waits until the caller has closed every connection to this receiver. */
async function closedByUs({ sockets }: Receiver): Promise<void> {
  for (const socket of sockets) socket.resume();
  await waitFor(() => sockets.length > 0 && sockets.every((socket) => socket.destroyed), {
    describe: 'the connections to be closed',
  });
}

/** Writes the start, then the part again and again, until the connection is closed. */
function drip(socket: Socket, start: string, part: string): void {
  socket.write(start);
  const dripping = setInterval(() => socket.write(part), 20);
  socket.once('close', () => clearInterval(dripping));
}

function resetOnRequest(_request: string, socket: Socket): void {
  socket.resetAndDestroy();
}

/** A listener that is stopped and whose backlog is full: the kernel drops every further SYN. */
async function blackHole(): Promise<{ url: string }> {
  const listening = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 },
    function () { process.send(this.address().port) })`;
  const child = fork('-e', [listening], { execArgv: [] });
  const fillers: Socket[] = [];
  onTestFinished(() => {
    child.kill('SIGKILL');
    for (const filler of fillers) filler.destroy();
  });
  const [port] = (await once(child, 'message')) as [number];
  child.kill('SIGSTOP');
  // A backlog of one holds two connections that nobody has accepted.
  for (let count = 0; count < 2; count += 1) {
    const filler = net.connect(port, '127.0.0.1');
    fillers.push(filler);
    await once(filler, 'connect');
  }
  return { url: `http://127.0.0.1:${port}/` };
}
