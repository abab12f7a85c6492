import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { beforeAll, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createSpace } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { listen } from './listen.ts';

let server: TestServer;
let spaceId: number;
beforeAll(async () => {
  server = await startTestServer();
  spaceId = await createSpace(server);
  return () => server.close();
});

/** Tells who listens to the space of as many changes; their statuses are numbers from `first` on. */
const change = (first: number, count: number) =>
  server.db.query(sql`
    insert into stream_changes (kind, watched_id, type, job_id, install_id, status)
    select 'space', ${spaceId}::bigint, 'job.updated', gen_random_uuid(), 1, n::text
    from generate_series(${first}::integer, ${first + count - 1}::integer) n`);

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/"status":"(\d+)"/g)].map(([, number]) => Number(number));

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n + 1);

/** Requests as bytes; answers all that came back so far. */
function ask(text: string): { received(): string; leave(): void } {
  const { port, hostname } = new URL(server.url);
  let received = '';
  const socket = connect(Number(port), hostname, () => socket.write(text));
  socket.setEncoding('latin1').on('data', (more: string) => {
    received += more;
  });
  return { received: () => received, leave: () => socket.destroy() };
}

const request = (version: string): string =>
  `GET /platform/v1/stream?space_id=${spaceId} HTTP/${version}\r\nhost: x\r\nauthorization: Bearer ${server.hostKey}\r\n\r\n`;

test('who read nothing for a moment misses nothing, and hears it in order', async () => {
  const reader = await listen(server, `space_id=${spaceId}`);
  const headers = { authorization: `Bearer ${server.hostKey}` };
  const late = await new Promise<IncomingMessage>((resolve) =>
    get(`${server.url}/platform/v1/stream?space_id=${spaceId}`, { headers }, resolve),
  );
  let heard = '';
  late.setEncoding('utf8').on('data', (text: string) => {
    heard += text;
  });
  await waitFor(() => heard.includes('event: reset'), { describe: 'the stream to begin' });
  late.pause();
  // More than the connection takes, less than what nobody may leave unread.
  for (let lot = 0; lot < 3; lot++) {
    await change(lot * 1500 + 1, 1500);
    await waitFor(() => reader.changes().length === (lot + 1) * 1500, { describe: 'the reader' });
  }
  late.resume();
  await waitFor(() => numbersIn(heard).length >= 4500, { describe: 'who was late' });
  expect(numbersIn(heard)).toEqual(upTo(4500));
  await change(4501, 1);
  await waitFor(() => numbersIn(heard).length > 4500, { describe: 'what comes after' });
  expect(numbersIn(heard)).toEqual(upTo(4501));
  late.destroy();
  reader.close();
});

test('a client of HTTP/1.0 gets the text as it is', async () => {
  const client = ask(request('1.0'));
  await waitFor(() => client.received().includes('event: reset'), { describe: 'the beginning' });
  for (let n = 1; n <= 3; n++) {
    await change(n, 1);
    await waitFor(() => numbersIn(client.received()).length === n, { describe: 'the change' });
  }
  const [head = '', ...body] = client.received().split('\r\n\r\n');
  expect(head).not.toContain('transfer-encoding');
  // No sizes of chunks between the events.
  expect(body.join('\r\n\r\n')).toMatch(
    /^: listening\n\n(?:(?:(?::|id: .*|event: .*|data: .*)\n)+\n)+$/,
  );
  client.leave();
});

test('a stream that was asked for behind another request comes behind its answer', async () => {
  const first = request('1.1').replace(/stream\S+/, 'spaces');
  const client = ask(first + request('1.1'));
  await waitFor(() => client.received().includes('event: reset'), { describe: 'the beginning' });
  await change(1, 1);
  await waitFor(() => numbersIn(client.received()).length === 1, { describe: 'the change' });
  const [, ...answers] = client.received().split('HTTP/1.1 ');
  expect(answers.map((text) => text.slice(0, 3))).toEqual(['200', '200']);
  expect(answers[1]).toContain('text/event-stream');
  client.leave();
});
