import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { type Database, openDatabase, sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { pauseAfterCount } from '../../src/operations/metrics.ts';
import { type ProcessRole, type Server, startServer } from '../../src/server.ts';
import { createTestDatabase } from '../support/database.ts';
import { send, TEST_SECRET_KEY } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let db: Database;
let start: (role: ProcessRole) => Promise<Server>;
beforeAll(async () => {
  const database = await createTestDatabase();
  const config = readConfig({
    PORT: '0',
    PUBLIC_URL: 'http://plugboard.test',
    PLUGBOARD_SECRET_KEY: TEST_SECRET_KEY,
  });
  db = openDatabase({ url: database.url });
  start = (role) =>
    startServer({
      config,
      databaseUrl: database.url,
      role,
      log: createLogger('silent'),
    });
  return async () => {
    await db.close();
    await database.drop();
  };
});

test('the age of the queue is that of some seconds ago, also when the queue is empty', async () => {
  const server = await start('api');
  const oldest = async () => {
    const { text } = await send(`${server.url}/metrics`, 'GET');
    return Number(/^plugboard_queue_oldest_seconds (.*)$/m.exec(text)?.[1]);
  };
  const until = (is: (age: number) => boolean) =>
    waitFor(async () => is(await oldest()), { describe: 'the age of the queue' });
  const queue = (state: string, due: string) =>
    db.query(sql`
      insert into job_queue (install_id, job_id, event_id, endpoint_id, in_lane, state, due_at)
      values (1, gen_random_uuid(), gen_random_uuid(), 1, false, ${state}, now() + ${due}::interval)`);
  await queue('scheduled', '1 hour');
  expect(await oldest()).toBe(0);
  await queue('leased', '-100 seconds');
  await until((age) => age >= 100);
  await db.query(sql`delete from job_queue`);
  await until((age) => age === 0);
  await server.close();
});

test('whoever asks for metrics costs the database no statement', async () => {
  const server = await start('api');
  // The one that counts the queue is held up, so that any other that asks for it would be, too.
  await db.transaction(async (tx) => {
    await tx.query(sql`lock table job_queue in access exclusive mode`);
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send(`${server.url}/metrics`, 'GET')),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const waiting = await tx.query(sql`
      select 1 from pg_locks where relation = 'job_queue'::regclass and not granted`);
    expect(waiting.length).toBeLessThanOrEqual(1);
  });
  await server.close();
});

test('a worker has its health, readiness and metrics, and nothing else', async () => {
  const worker = await start('worker');
  const get = (path: string) => send(worker.url + path, 'GET');
  expect((await get('/healthz')).body).toEqual({ status: 'ok' });
  expect((await get('/readyz')).body).toEqual({ status: 'ready' });
  expect((await get('/metrics')).text).toContain('plugboard_attempts_total');
  for (const path of ['/openapi.json', '/docs', '/platform/v1/spaces', '/a/auth/v0/token']) {
    expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not_found' } });
  }
  await worker.close();
  await expect(get('/healthz')).rejects.toThrow();
});

// Those of the runtime go by their prefix.
test('every metric is in the guide for operators', async () => {
  const server = await start('all');
  const { text } = await send(`${server.url}/metrics`, 'GET');
  await server.close();
  const guide = await readFile(new URL('../../../docs/operator.md', import.meta.url), 'utf8');
  const names = [...text.matchAll(/^# HELP (\S+)/gm)].map(([, name = '']) => name);
  const own = names.filter((name) => !/^plugboard_(process|nodejs)_/.test(name));
  expect(own.length).toBeGreaterThan(4);
  expect(own.filter((name) => !guide.includes(`| \`${name}\` |`))).toEqual([]);
});

test.each([
  { took: 1, pause: 5000 },
  { took: 800, pause: 16_000 },
  { took: 30_000, pause: 60_000 },
])(
  'a queue that takes $took ms to be counted is counted again after $pause ms',
  ({ took, pause }) => {
    expect(pauseAfterCount(took)).toBe(pause);
  },
);
