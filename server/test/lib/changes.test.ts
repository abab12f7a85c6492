import { describe, expect, onTestFinished, test } from 'vitest';
import { announce, type Changes, listenForChanges } from '../../src/lib/changes.ts';
import { type Database, openDatabase, type Sql, sql } from '../../src/lib/db.ts';
import { openConnection } from '../support/connection.ts';
import { createTestDatabase } from '../support/database.ts';
import { type FaultyWay, startFaultyWay } from '../support/faulty-way.ts';
import { ending, waitFor } from '../support/wait-for.ts';

/** So soon that a test waits for it. */
const SOON_MS = 500;

/** @param giveUpMs by default so long that nothing is given up on a slow machine. */
async function listen(
  giveUpMs = 60_000,
): Promise<{ changes: Changes; way: FaultyWay; url: string }> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const way = await startFaultyWay(database.url);
  onTestFinished(way.close);
  const changes = await waitFor(() => listenForChanges(way.url, () => undefined, giveUpMs), {
    describe: 'the database to be listened to',
  });
  return { changes, way, url: database.url };
}

test('a connection whose other end is gone is noticed and made anew, and every listener is told', async () => {
  const { changes, way, url } = await listen(SOON_MS);
  onTestFinished(changes.close);
  const db = openDatabase({ url, poolSize: 1 });
  onTestFinished(db.close);
  const told = { tokens: 0, people: 0 };
  changes.on('tokens', () => told.tokens++);
  changes.on('people', () => told.people++);
  way.deafen();
  await announce(db, 'tokens');
  await waitFor(() => way.swallowed() > 0, { describe: 'what is said to be lost' });
  expect(told).toEqual({ tokens: 0, people: 0 });
  way.hear();
  // The old connection stays as deaf as it is until it is given up, since what was lost in it does not come again.
  await waitFor(() => told.tokens > 0 && told.people > 0, { describe: 'listeners to be told' });
  const before = told.people;
  await announce(db, 'people');
  await waitFor(() => told.people > before, { describe: 'the new connection to be listened to' });
});

test('closing does not wait for a database that is silent', async () => {
  const { changes, way } = await listen();
  way.deafen();
  await ending(changes.close(), 'the connection to be closed');
});

test('a database that is not there at the start is told, and not asked for again', async () => {
  const { way } = await listen().then(async (listening) => {
    await listening.changes.close();
    return listening;
  });
  way.deafen();
  await expect(listenForChanges(way.url, () => undefined, SOON_MS)).rejects.toThrow(/timeout/);
});

function open(url: string): Database {
  const db = openDatabase({ url, poolSize: 2 });
  onTestFinished(db.close);
  return db;
}

test('with the answer to a question comes whatever was committed before it was asked', async () => {
  const { url, drop } = await createTestDatabase();
  onTestFinished(drop);
  const [listener, writer, other] = await Promise.all([1, 2, 3].map(() => openConnection(url)));
  if (!listener || !writer || !other) throw new Error('There are three');
  let heard = -1;
  listener.on('notification', ({ payload }) => {
    heard = Number(payload);
  });
  await listener.query('listen plugboard');
  const late: number[] = [];
  for (let n = 0; n < 1000; n++) {
    // Of somebody else, who may be read while ours is committed.
    const noise = other.query(`notify somewhere, '${n}'`);
    await writer.query(`notify plugboard, '${n}'`);
    await listener.query('select pg_listening_channels()');
    if (heard !== n) late.push(n);
    await noise;
  }
  await Promise.all([listener.end(), writer.end(), other.end()]);
  expect(late).toEqual([]);
});

test('what was committed has been heard of by the time until which all is heard', async () => {
  const { changes, url } = await listen();
  onTestFinished(changes.close);
  const db = open(url);
  changes.follow(db);
  const other = open(url);
  for (const id of ['1', '2', '3']) {
    const told: (string | undefined)[] = [];
    changes.on('tokens', (which) => told.push(which));
    await announce(other, 'tokens', id);
    const committedAt = performance.now();
    await waitFor(() => changes.heardUntil() > committedAt, { describe: 'a heartbeat' });
    expect(told).toEqual([id]);
  }
});

test('on a connection that goes silent nothing is heard, and before it is again everybody is told', async () => {
  const { changes, way, url } = await listen(SOON_MS);
  onTestFinished(changes.close);
  changes.follow(open(url));
  await waitFor(() => changes.heardUntil() > 0, { describe: 'a heartbeat' });
  way.deafen();
  const silentFrom = performance.now();
  const when: number[] = [];
  changes.onAtOnce('tokens', () => when.push(changes.heardUntil()));
  await waitFor(() => changes.heardUntil() < 0, { describe: 'the connection to be given up' });
  way.hear();
  await waitFor(() => changes.heardUntil() > silentFrom, { describe: 'a heartbeat' });
  expect(when.length).toBeGreaterThan(0);
  expect(when.filter((heardUntil) => heardUntil > 0)).toEqual([]);
});

test('where notifications do not arrive nothing counts as heard, though questions are answered', async () => {
  const { changes } = await listen();
  onTestFinished(changes.close);
  let greetings = 0;
  const db: Database = {
    // As through a pooler that loses what we listen to.
    query: async () => {
      greetings++;
      return [];
    },
    transaction: () => Promise.reject(new Error('Nobody needs one')),
    onCommitted: () => undefined,
    close: async () => undefined,
    stats: () => ({ total: 0, idle: 0, waiting: 0 }),
  };
  changes.follow(db);
  await waitFor(() => greetings > 3, { describe: 'heartbeats' });
  expect(changes.heardUntil()).toBe(Number.NEGATIVE_INFINITY);
});

describe('whoever changes something', () => {
  async function hearingOwn() {
    const { changes, way, url } = await listen();
    onTestFinished(changes.close);
    const db = open(url);
    changes.follow(db);
    way.deafen();
    const told: (string | undefined)[] = [];
    changes.onAtOnce('installs', (id) => told.push(id));
    return { db, told };
  }

  test('hears of it itself before the transaction is over, and not before the commit', async () => {
    const { db, told } = await hearingOwn();
    await db.transaction(async (tx) => {
      await announce(tx, 'installs', 7);
      await announce(tx, 'installs');
      expect(told).toEqual([]);
    });
    expect(told).toEqual(['7', undefined]);
  });

  test('hears nothing of what is rolled back', async () => {
    const { db, told } = await hearingOwn();
    const failing = db.transaction(async (tx) => {
      await announce(tx, 'installs', 7);
      await tx.query(sql`select 1 / 0` as Sql);
    });
    await expect(failing).rejects.toThrow(/division by zero/);
    expect(told).toEqual([]);
  });

  test('hears of what may have been committed, though its answer is lost', async () => {
    const { db, told } = await hearingOwn();
    const cut = db.transaction(async (tx) => {
      await announce(tx, 'installs', 7);
      // Nothing of ours ends it in between.
      await tx.query(sql`set local idle_in_transaction_session_timeout = 1`);
      await waitFor(
        async () =>
          (
            await db.query(sql`
        select 1 from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`)
          ).length === 0,
        { describe: 'the connection to be ended' },
      );
    });
    await expect(cut).rejects.toThrow();
    expect(told).toEqual(['7']);
  });
});
