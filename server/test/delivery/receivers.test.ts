import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { emit, installListener, type TestInstall } from '../support/plugins.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';
import { jobIn, jobWaits, openScene } from './scene.ts';

const env = {
  PLUGBOARD_RETRY_SCHEDULE: '0,0.02',
  PLUGBOARD_POLL_MS: '20',
};

let server: TestServer;
let sockets: Set<Socket>;
let listener: Server;

beforeAll(async () => {
  server = await startTestServer({ delivery: true, env });
  return () => server.close();
});
afterEach(async () => {
  if (!listener?.listening) return;
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => listener.close(resolve));
});

/** Listens and hands each connection over as soon as a request begins to arrive. Answers the port. */
async function listen(onRequest: (socket: Socket) => void): Promise<number> {
  sockets = new Set();
  listener = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => onRequest(socket));
    socket.resume();
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return (listener.address() as AddressInfo).port;
}

let events = 0;

/** The job of an event that goes to such a receiver, as soon as it has that status. */
async function delivered(onRequest: (socket: Socket) => void, status: string, by = server) {
  const event = `odd_receiver_${++events}`;
  const url = `http://127.0.0.1:${await listen(onRequest)}/hook`;
  const { spaceId } = await installListener(by, event, url);
  const { jobs } = await emit(by, spaceId, event);
  return jobIn(by, jobs[0]?.id as string, status);
}

describe('a receiver that', () => {
  test('accepts and never answers costs an attempt its time', async () => {
    const impatient = await startTestServer({
      delivery: true,
      env: { ...env, PLUGBOARD_ATTEMPT_TIMEOUT_MS: '500' },
    });
    onTestFinished(() => impatient.close());
    const job = await delivered(() => undefined, 'failed', impatient);
    expect(job.attempts).toMatchObject([
      { number: 1, stage: 'timeout', status_code: null },
      { number: 2, stage: 'timeout', status_code: null },
    ]);
    expect(job).toMatchObject({ settled_by: 'platform', parked_reason: 'attempts_exhausted' });
  });

  test('resets the connection fails the attempt', async () => {
    const job = await delivered((socket) => socket.resetAndDestroy(), 'failed');
    expect(job.attempts).toHaveLength(2);
    expect(job.attempts[0]).toMatchObject({
      stage: 'response',
      error: expect.stringContaining('connection_reset'),
    });
  });

  test('talks no HTTP fails the attempt', async () => {
    const job = await delivered((socket) => socket.end('220 mail ready\r\n\r\n'), 'failed');
    expect(job.attempts).toHaveLength(2);
    expect(job.attempts[0]).toMatchObject({ stage: 'response', status_code: null });
  });

  test('never ends its body is cut off, and its status counts', async () => {
    const pour = (socket: Socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
      const more = () => {
        while (!socket.destroyed && socket.write('x'.repeat(16_384)));
      };
      socket.on('drain', more);
      more();
    };
    const job = await delivered(pour, 'done');
    expect(job).toMatchObject({ settled_by: 'plugin', status_message: null });
    expect(job.attempts).toMatchObject([{ stage: 'answered', status_code: 200 }]);
    expect(job.attempts[0].reply_body).toHaveLength(16_384);
    await waitFor(() => [...sockets].every((socket) => socket.destroyed), {
      describe: 'the connection to be closed',
    });
  });
});

describe('Retry-After of a 503', () => {
  const STEP = 1000;
  // What the test itself takes, added to the longest wait: seconds, against the hundreds that the cases differ by.
  const SLACK = 60;

  test.each([
    ['1', STEP],
    ['1500', 1500],
    ['999999', 2 * STEP],
    ['tomorrow', undefined],
  ])('of %s stretches the wait to at most twice the step', async (value, asked) => {
    const { receiver, install, ...scene } = await openScene(server);
    try {
      const path = `/platform/v1/plugins/${install.plugin.id}/retry_schedule`;
      await server.api('PUT', path, { steps: [0, STEP] });
      receiver.answer = () => ({ status: 503, headers: { 'retry-after': value } });
      const job = await jobWaits(server, await scene.emit(), 'scheduled');
      const wait =
        (Date.parse(job.delivery.due_at) - Date.parse(job.attempts[0].started_at)) / 1000;
      expect(wait).toBeGreaterThanOrEqual(asked ?? STEP * 0.8);
      expect(wait).toBeLessThanOrEqual((asked ?? STEP) * 1.2 + SLACK);
    } finally {
      await receiver.close();
    }
  });
});

describe('without access to private networks', () => {
  let strict: TestServer;
  let install: TestInstall;

  beforeAll(async () => {
    strict = await startTestServer({
      delivery: true,
      env: { ...env, PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'off' },
    });
    install = await installListener(strict, 'told_strictly', 'https://plugin.example.com/hook');
    return () => strict.close();
  });

  test.each(['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost'])(
    '%s is refused at each attempt, and no connection is made',
    async (host) => {
      const port = await listen(() => undefined);
      await strict.db.query(sql`
        update endpoints set url = ${`http://${host}:${port}/hook`} where plugin_id = ${install.plugin.id}`);
      const { jobs } = await emit(strict, install.spaceId, 'told_strictly');
      const job = await jobIn(strict, jobs[0]?.id as string, 'failed');
      expect(job.attempts).toHaveLength(2);
      for (const attempt of job.attempts) {
        expect(attempt).toMatchObject({ stage: 'refused', status_code: null });
        expect(attempt.error).toMatch(/^(address|host)_not_allowed: /);
      }
      expect(sockets.size).toBe(0);
    },
  );
});
