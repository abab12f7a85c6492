import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { announce } from '../../src/lib/changes.ts';
import { type Database, type Db, openDatabase, raw, sql } from '../../src/lib/db.ts';
import { createTestDatabase, endConnections, type TestDatabase } from '../support/database.ts';
import { startFaultyWay } from '../support/faulty-way.ts';
import { addMember, createPerson, openBrowser, signIn } from '../support/people.ts';
import { asPlugin, installListener, login, requestToken } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { ending, waitFor } from '../support/wait-for.ts';

/** So short that a test waits for their end. */
const LIMITS = {
  PLUGBOARD_DATABASE_CONNECT_TIMEOUT_MS: '1500',
  PLUGBOARD_DATABASE_STATEMENT_TIMEOUT_MS: '1000',
  PLUGBOARD_DATABASE_LOCK_TIMEOUT_MS: '300',
};

type Calls = Record<string, () => Promise<Answer>>;

/**
 * Each surface is asked for something: what is written, what is read, who is asking.
 *
 * @param database what is there is put into it by another server, which is patient.
 */
async function callsOf(server: TestServer, database: TestDatabase): Promise<Calls> {
  const patient = await startTestServer({ database });
  const install = await installListener(patient, 'trouble', 'http://127.0.0.1:8090/hook');
  const token = await login(patient, install.plugin);
  const person = await createPerson(patient, { password: 'a long enough password' });
  await addMember(patient, install.spaceId, person.id);
  const { cookies } = await signIn(patient, person.id);
  const browser = openBrowser(server);
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  const personal = await patient.api('POST', '/platform/v1/personal_access_tokens', {
    user_id: person.id,
    name: 'trouble',
  });
  expect(personal.status, personal.text).toBe(201);
  await patient.close();
  let n = 0;
  return {
    event: () =>
      server.api(
        'POST',
        '/platform/v1/events',
        { space_id: install.spaceId, name: 'trouble', identifier: 'lane', payload: {} },
        { 'idempotency-key': `trouble-${++n}` },
      ),
    jobs: () => server.api('GET', '/platform/v1/jobs'),
    storage: () =>
      asPlugin(server, token, 'POST', '/storage', {
        install_id: install.id,
        commands: [{ action: 'set', key: 'n', value: ++n }],
      }),
    config: () => asPlugin(server, token, 'GET', `/installs/${install.id}/config`),
    token: () => requestToken(server, install.plugin, { grant_type: 'client_credentials' }),
    space: () =>
      send(`${server.url}/v1/spaces/`, 'GET', undefined, { authorization: personal.body.token }),
    page: () => browser.get(`/spaces/${install.spaceId}`),
    // Reads nothing but the session.
    account: () => browser.get('/account'),
  };
}

/** How each surface says that it cannot now. */
function isUnavailable(name: string, { status, headers, body, text }: Answer): boolean {
  if (status !== 503) return false;
  expect(headers.get('retry-after')).toBe('1');
  switch (name) {
    case 'page':
    case 'account':
      expect(headers.get('content-type')).toContain('text/html');
      break;
    case 'token':
      expect(body).toMatchObject({ error: 'temporarily_unavailable' });
      break;
    case 'space':
      expect(body).toEqual({ error: expect.stringMatching(/^The database .*; try again soon$/) });
      break;
    case 'storage':
    case 'config':
      expect(body.errors, text).toMatchObject([{ status: '503', code: 'unavailable' }]);
      break;
    default:
      expect(body, text).toMatchObject({ code: 'unavailable', detail: expect.any(String) });
  }
  return true;
}

/** Calls everything at once: the names of those that were told to try again. All others have to have worked. */
async function unavailableOf(calls: Calls): Promise<string[]> {
  const answers = await ending(
    Promise.all(Object.entries(calls).map(async ([name, call]) => [name, await call()] as const)),
    'every call to be answered',
  );
  return answers
    .filter(([name, answer]) => {
      if (isUnavailable(name, answer)) return true;
      expect(answer.status, `${name}: ${answer.text}`).toBeLessThan(300);
      return false;
    })
    .map(([name]) => name);
}

const untilUnavailable = (calls: Calls, name: string) =>
  waitFor(async () => (await unavailableOf(calls)).includes(name), {
    describe: `${name} to be unavailable`,
  });

const untilAllServe = (calls: Calls) =>
  waitFor(async () => (await unavailableOf(calls)).length === 0, {
    describe: 'everything to be served',
  });

async function start(database: TestDatabase): Promise<{ server: TestServer; calls: Calls }> {
  const server = await startTestServer({ database, env: LIMITS });
  onTestFinished(() => server.close());
  const calls = await callsOf(server, database);
  await untilAllServe(calls);
  return { server, calls };
}

async function otherClient(database: TestDatabase): Promise<Database> {
  const other = openDatabase({ url: database.url, poolSize: 1 });
  onTestFinished(other.close);
  return other;
}

async function newDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  return database;
}

/** Who cannot go on without a table, and who has to. */
const HOT: Record<string, { needs: string; goesOn: string }> = {
  events: { needs: 'event', goesOn: 'storage' },
  jobs: { needs: 'jobs', goesOn: 'storage' },
  job_queue: { needs: 'event', goesOn: 'storage' },
  install_storage_items: { needs: 'storage', goesOn: 'event' },
  idempotency_keys: { needs: 'event', goesOn: 'storage' },
  tokens: { needs: 'token', goesOn: 'event' },
  sessions: { needs: 'page', goesOn: 'event' },
  personal_tokens: { needs: 'space', goesOn: 'event' },
  installs: { needs: 'event', goesOn: 'account' },
};

describe('a foreign lock', () => {
  let server: TestServer;
  let calls: Calls;
  let other: Database;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
    server = await startTestServer({ database, env: LIMITS });
    calls = await callsOf(server, database);
    await untilAllServe(calls);
    other = openDatabase({ url: database.url, poolSize: 1 });
    return async () => {
      await other.close();
      await server.close();
      await database.drop();
    };
  });

  const whileLocked = (table: string, work: () => Promise<unknown>) =>
    other.transaction(async (tx: Db) => {
      await tx.query(sql`lock table ${raw(table)} in access exclusive mode`);
      await work();
    });

  test('on any table: whoever needs it is told to try again, nobody is told of an error', async () => {
    const tables = await other.query<{ name: string }>(sql`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`);
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(HOT)));
    for (const { name } of tables) await whileLocked(name, () => unavailableOf(calls));
    await untilAllServe(calls);
  });

  test.each(Object.entries(HOT))('on %s: other work goes on', async (table, { needs, goesOn }) => {
    await whileLocked(table, async () => {
      // Who is remembered is not looked up.
      await announce(server.pool, 'people');
      await untilUnavailable(calls, needs);
      await untilAllServe({ [goesOn]: calls[goesOn] as () => Promise<Answer> });
    });
    await untilAllServe(calls);
  });
});

const nameOf = ({ url }: TestDatabase) => raw(new URL(url).pathname.slice(1));

test('a database that is read-only: what is read is served, what is written is to be tried again', async () => {
  const database = await newDatabase();
  const { calls } = await start(database);
  const other = await otherClient(database);
  const set = (value: string) =>
    other.query(
      sql`alter database ${nameOf(database)} set default_transaction_read_only = ${raw(value)}`,
    );
  await set('on');
  await endConnections(other);
  const answer = await waitFor(
    async () => {
      const given = await calls.event?.();
      return given?.body.detail === 'The database is read-only; try again soon' ? given : undefined;
    },
    { describe: 'the event to be refused' },
  );
  expect(isUnavailable('event', answer)).toBe(true);
  const refused = await unavailableOf(calls);
  expect(refused).toEqual(expect.arrayContaining(['event', 'storage', 'token']));
  await untilAllServe({ jobs: calls.jobs as () => Promise<Answer> });
  await set('off');
  await endConnections(other);
  await untilAllServe(calls);
});

test('a database without a free connection', async () => {
  const database = await newDatabase();
  const { calls } = await start(database);
  const other = await otherClient(database);
  const limit = (value: string) =>
    other.query(sql`alter database ${nameOf(database)} connection limit ${raw(value)}`);
  await limit('1');
  await endConnections(other);
  await untilUnavailable(calls, 'event');
  await untilUnavailable(calls, 'page');
  await limit('-1');
  await untilAllServe(calls);
});

test('a database that does not answer any more, as behind a connection whose other end is gone', async () => {
  const database = await newDatabase();
  const way = await startFaultyWay(database.url);
  onTestFinished(way.close);
  const { calls } = await start({ ...database, url: way.url });
  way.deafen();
  for (let times = 0; times < 2; times++) {
    const refused = await unavailableOf(calls);
    expect(refused).toEqual(expect.arrayContaining(['event', 'jobs', 'storage', 'page']));
  }
  way.hear();
  await untilAllServe(calls);
});
