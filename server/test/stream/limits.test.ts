import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { addMember, createPerson } from '../support/people.ts';
import { createSpace } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { listen, open } from './listen.ts';

let server: TestServer;
let spaceId: number;
beforeEach(async () => {
  server = await startTestServer({ env: { PLUGBOARD_MAX_STREAMS: '7' } });
  spaceId = await createSpace(server);
});
let isClosed = false;
afterEach(async () => {
  if (!isClosed) await server.close();
  isClosed = false;
});

test('a sixth stream of one person is refused, and an eighth of the process', async () => {
  const person = await createPerson(server);
  await addMember(server, spaceId, person.id);
  const { body } = await server.api('POST', '/platform/v1/personal_access_tokens', {
    user_id: person.id,
    name: 'own',
  });
  const query = `space_id=${spaceId}`;
  const own = { authorization: `Bearer ${body.token}` };
  const listeners = [];
  for (let n = 0; n < 5; n++) listeners.push(await open(server, query, own));
  const sixth = await open(server, query, own);
  expect([sixth.status, sixth.headers.get('retry-after')]).toEqual([429, '15']);
  for (let n = 0; n < 2; n++) listeners.push(await open(server, query));
  expect(listeners.map(({ status }) => status)).toEqual(Array(7).fill(200));
  const eighth = await open(server, query);
  expect([eighth.status, eighth.headers.get('retry-after')]).toEqual([429, '15']);
  // A place is free again when somebody leaves.
  listeners[0]?.close();
  await waitFor(
    async () => {
      const next = await open(server, query, own);
      next.close();
      return next.status === 200;
    },
    { describe: 'the place to be free' },
  );
});

/** A client that sends its request, and then reads nothing. */
function openUnread(): Promise<{ isCut(): boolean }> {
  const { port, hostname } = new URL(server.url);
  return new Promise((resolve) => {
    let cut = false;
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `GET /platform/v1/stream?space_id=${spaceId} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${server.hostKey}\r\n\r\n`,
      );
    });
    socket.once('data', () => {
      socket.pause();
      resolve({ isCut: () => cut });
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      cut = true;
    });
  });
}

async function openStreams(): Promise<number> {
  return new Promise((resolve, reject) =>
    server.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );
}

test('who does not read is dropped, and the others hear on', async () => {
  const reader = await listen(server, `space_id=${spaceId}`);
  const before = await openStreams();
  await openUnread();
  expect(await openStreams()).toBeGreaterThan(before);
  let written = 0;
  await waitFor(
    async () => {
      await server.db.query(sql`
        insert into stream_changes (kind, watched_id, type, job_id, install_id, status)
        select 'space', ${spaceId}::bigint, 'job.updated', gen_random_uuid(), n, 'done'
        from generate_series(1, 1500) n`);
      written += 1500;
      await waitFor(
        () =>
          reader.heard.length > written ||
          reader.heard.some(({ event }, at) => at > 0 && event === 'reset'),
        {
          describe: 'the reader to hear of it',
        },
      );
      return (await openStreams()) <= before;
    },
    { describe: 'who does not read to be dropped', progress: () => written },
  );
  expect(reader.ended()).toBeUndefined();
  reader.close();
});

test('a server that stops ends its streams, and waits for none', async () => {
  const reader = await listen(server, `space_id=${spaceId}`);
  await openUnread();
  await server.close();
  isClosed = true;
  expect(reader.ended()).toBe('end');
});
