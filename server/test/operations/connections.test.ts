import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Scene, setScene } from '../isolation/scene.ts';
import { createTestDatabase } from '../support/database.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { send, startTestServer, type TestServer } from '../support/server.ts';
import { ending, waitFor } from '../support/wait-for.ts';
import { BEGINNINGS, headOf, hold, holdMany, letGo, type Manner } from './holders.ts';

const MANNERS: Manner[] = ['silent', 'trickling'];

describe('a request that never ends', () => {
  let server: TestServer;
  let scene: Scene;
  beforeAll(async () => {
    const database = await createTestDatabase();
    const env = { PLUGBOARD_REQUEST_SECONDS: '1' };
    server = await startTestServer({ database, env });
    // By one that waits for what is slow.
    const patient = await startTestServer({ database });
    scene = await setScene(patient);
    await patient.close();
    return async () => {
      await server.close();
      await database.drop();
    };
  });

  const json = 'application/json';
  const form = 'application/x-www-form-urlencoded';
  const surfaces: Record<string, () => [line: string, type: string, token?: string]> = {
    'application/vnd.api+json': () => [
      'POST /api/v2/plugin-services/storage',
      json,
      scene.pluginToken,
    ],
    'application/problem+json': () => ['POST /platform/v1/spaces', json, server.hostKey],
    '"error":"The request did not arrive': () => ['POST /v1/partner_apps', json, scene.adminToken],
    '"error":"The request did not': () => [
      'POST /v1/partner_apps/upload_image',
      'multipart/form-data; boundary=x',
      scene.adminToken,
    ],
    '"error":"invalid_request"': () => ['POST /oauth/token', form],
    '<!doctype html>': () => ['POST /sign-in', form],
  };

  test.each(Object.keys(surfaces))('is answered in the shape of its surface: %s', async (shape) => {
    const [line, type, token] = surfaces[shape]?.() ?? ['', ''];
    const authorization: Record<string, string> =
      token === undefined ? {} : { authorization: `Bearer ${token}` };
    const headers = { 'content-type': type, accept: `text/html,${shape}`, ...authorization };
    for (const answer of await answersTo([headOf(line, headers)])) {
      expect(answer).toMatch(/^HTTP\/1\.1 408 /);
      expect(answer).toContain(shape);
    }
  });

  const cut = BEGINNINGS.filter(
    (beginning) => beginning.includes(' ') && !beginning.includes('\r\n\r\n'),
  );
  test.each(['', ...cut])('is cut before its headers are in: %j', async (beginning) => {
    const { closed } = await hold(server.url, beginning, 'silent');
    const answer = await ending(closed, 'the connection to be cut');
    expect(answer).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n/);
    expect(answer).toContain('"code":"request_timeout"');
  });

  test('is cut while its headers trickle in', async () => {
    const { closed } = await hold(server.url, cut.at(-1) as string, 'trickling');
    expect(await ending(closed, 'the connection to be cut')).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('holds no connection after it was refused', async () => {
    const type = { 'content-type': 'application/json' };
    const beginnings = ['POST /platform/v1/spaces', 'POST /nowhere'].map((line) =>
      headOf(line, type),
    );
    const statuses = (await answersTo(beginnings)).map((answer) => answer.slice(0, 12));
    expect(statuses).toEqual(['HTTP/1.1 401', 'HTTP/1.1 401', 'HTTP/1.1 404', 'HTTP/1.1 404']);
  });

  /** What each beginning is answered, held in each manner, all at once: each of them lasts until it is cut. */
  function answersTo(beginnings: string[]): Promise<string[]> {
    return Promise.all(
      beginnings.flatMap((beginning) =>
        MANNERS.map(async (manner) => {
          const { closed } = await hold(server.url, beginning, manner);
          return ending(closed, 'the connection to be cut');
        }),
      ),
    );
  }
});

describe('more connections than there may be', () => {
  const MOST = 50;
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ env: { PLUGBOARD_MAX_CONNECTIONS: String(MOST) } });
    return () => server.close();
  });

  const open = () =>
    new Promise<number>((resolve, reject) => {
      server.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)));
    });

  test('take the places of those that wait, and requests are answered', async () => {
    const holders = await holdMany(server.url, 4 * MOST);
    expect((await send(`${server.url}/openapi.json`, 'GET')).status).toBe(200);
    expect((await server.api('POST', '/platform/v1/spaces', { name: 'Between' })).status).toBe(201);
    await waitFor(async () => (await open()) <= MOST, { describe: 'the connections to be few' });
    letGo(holders);
  });

  test('do not take the place of a request that is at work', async () => {
    const whole = send(`${server.url}/docs`, 'GET');
    const holders = await holdMany(server.url, 2 * MOST);
    expect((await whole).status).toBe(200);
    letGo(holders);
  });
});

describe('SIGTERM while connections are held', () => {
  let databaseUrl: string;
  beforeAll(async () => {
    const database = await createTestDatabase();
    databaseUrl = database.url;
    return database.drop;
  });

  const HOLDERS = 200;

  test.each(['all', 'api', 'worker'] as const)('ends a process with the role %s', async (role) => {
    const env = { DATABASE_URL: databaseUrl, PLUGBOARD_SHUTDOWN_GRACE_SECONDS: '1' };
    const server = await spawnServer(env, role);
    const holders = await holdMany(server.url, HOLDERS);
    onTestFinished(() => letGo(holders));
    server.signal('SIGTERM');
    expect(await server.exited()).toBe(0);
  });

  test('lets a request that was accepted end before it cuts', async () => {
    const env = { DATABASE_URL: databaseUrl, PLUGBOARD_SHUTDOWN_GRACE_SECONDS: '600' };
    const server = await spawnServer(env);
    const holders = await holdMany(server.url, HOLDERS);
    onTestFinished(() => letGo(holders));
    const answered = await acceptedSpace(server.url);
    server.signal('SIGTERM');
    await server.logged(({ msg }) => msg === 'stopping', 'the signal to be noticed');
    expect(await answered()).toBe(201);
    letGo(holders);
    expect(await server.exited()).toBe(0);
  });

  test('closes at once what was never used, and streams, while a request is under way', async () => {
    const env = { DATABASE_URL: databaseUrl, PLUGBOARD_SHUTDOWN_GRACE_SECONDS: '600' };
    const server = await spawnServer(env);
    const client = clientOf(() => server.url);
    const { body } = await client.api('POST', '/platform/v1/spaces', { name: 'Heard' });
    const listening = `GET /platform/v1/stream?space_id=${body.id} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${client.hostKey}\r\n\r\n`;
    const unused = await hold(server.url, '', 'silent');
    const stream = await hold(server.url, listening, 'silent');
    onTestFinished(() => letGo([unused, stream]));
    await once(stream.socket, 'data');
    const answered = await acceptedSpace(server.url);
    server.signal('SIGTERM');
    expect(await ending(unused.closed, 'what was never used to be closed')).toBe('');
    expect(await ending(stream.closed, 'the stream to be closed')).toMatch(/\r\n0\r\n\r\n$/);
    expect(await answered()).toBe(201);
    expect(await server.exited()).toBe(0);
  });

  test('ends it at once when it comes again', async () => {
    const env = { DATABASE_URL: databaseUrl, PLUGBOARD_SHUTDOWN_GRACE_SECONDS: '600' };
    const server = await spawnServer(env);
    const holders = await holdMany(server.url, HOLDERS);
    onTestFinished(() => letGo(holders));
    server.signal('SIGTERM');
    await server.logged(({ msg }) => msg === 'stopping', 'the signal to be noticed');
    server.signal('SIGTERM');
    expect(await server.exited()).toBe(1);
  });

  /** A request whose headers the server has read; calling what is returned sends the rest. */
  async function acceptedSpace(url: string): Promise<() => Promise<number | undefined>> {
    const { hostKey } = clientOf(() => url);
    const space = request(`${url}/platform/v1/spaces`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${hostKey}`,
        'content-type': 'application/json',
        expect: '100-continue',
      },
    });
    space.flushHeaders();
    await once(space, 'continue');
    return async () => {
      space.end(JSON.stringify({ name: 'Last' }));
      const [answer] = (await once(space, 'response')) as [IncomingMessage];
      await text(answer);
      return answer.statusCode;
    };
  }
});
