import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Database, openDatabase, sql } from '../../src/lib/db.ts';
import { DatabaseUnavailable } from '../../src/lib/unavailable.ts';
import { createTestDatabase } from '../support/database.ts';
import { startPooler } from '../support/pooler.ts';
import { ending } from '../support/wait-for.ts';

const LIMITS = { connectMs: 60_000, statementMs: 1000, lockMs: 300 };
const SETTINGS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'];

type Way = 'past any pooler' | 'behind a pooler that refuses startup parameters';
const WAYS: Way[] = ['past any pooler', 'behind a pooler that refuses startup parameters'];

/** Two ways to the same database: the one of the test, and one without limits. */
async function open(way: Way) {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const other = openDatabase({ url: database.url, poolSize: 1 });
  onTestFinished(other.close);
  await other.query(sql`create table things (id bigint primary key, n bigint not null)`);
  await other.query(sql`insert into things values (1, 0)`);
  if (way === 'past any pooler') return { url: database.url, other };
  const pooler = await startPooler(database.url, {
    connections: 3,
    names: 'translated',
    refused: SETTINGS,
  });
  onTestFinished(pooler.close);
  return { url: pooler.url, other };
}

function limited(url: string, onUnlimited?: (message: string) => void): Database {
  const db = openDatabase({ url, poolSize: 3, limits: LIMITS, onUnlimited });
  onTestFinished(db.close);
  return db;
}

const add = sql`update things set n = n + 1 where id = 1 returning n`;

/** A process that stops for ever while it holds the lock of a row. */
async function stopWithin(url: string): Promise<void> {
  const script = `
    const { openDatabase, sql } = await import(process.argv[1]);
    const db = openDatabase({ url: process.argv[2], poolSize: 1, limits: ${JSON.stringify(LIMITS)} });
    await db.transaction(async (tx) => {
      await tx.query(sql\`update things set n = n + 1 where id = 1\`);
      console.log('locked');
      process.kill(process.pid, 'SIGSTOP');
      await new Promise(() => setInterval(() => {}, 1000));
    });`;
  const module = new URL('../../dist/lib/db.js', import.meta.url).href;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '--eval', script, '--', module, url],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  await ending(once(createInterface({ input: child.stdout }), 'line'), 'the row to be locked');
}

describe.each(WAYS)('%s', (way) => {
  test('a process that is stopped within a transaction does not keep its locks', async () => {
    const { url, other } = await open(way);
    await stopWithin(url);
    // Without limits of its own it waits for as long as the lock is held.
    const [row] = await ending(other.query<{ n: number }>(add), 'the lock to be given up');
    expect(row?.n).toBe(1);
  });

  test('a transaction is ended by PostgreSQL where it waits for a lock, and what follows is served', async () => {
    const { url, other } = await open(way);
    const db = limited(url);
    const blocked = other.transaction(async (tx) => {
      await tx.query(add);
      return db.transaction((own) => own.query(add)).catch((error: unknown) => error);
    });
    const error = await ending(blocked, 'the lock to be given up');
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(error).toMatchObject({ code: '55P03' });
    expect(await db.transaction((tx) => tx.query(add))).toEqual([{ n: 2 }]);
  });

  test('a transaction has every limit', async () => {
    const db = limited((await open(way)).url);
    const settings = await db.transaction((tx) =>
      tx.query<{ name: string; setting: string }>(sql`
        select name, setting from pg_settings where name = any (${SETTINGS}) order by name`),
    );
    expect(settings).toEqual([
      { name: 'idle_in_transaction_session_timeout', setting: '6000' },
      { name: 'lock_timeout', setting: '300' },
      { name: 'statement_timeout', setting: '900' },
    ]);
  });
});

test('a pooler that refuses startup parameters is used without, and what to set is said once', async () => {
  const { url, other } = await open('behind a pooler that refuses startup parameters');
  const said: string[] = [];
  const db = limited(url, (message) => said.push(message));
  // Three connections at once: each is refused.
  const numbers = await Promise.all(
    [1, 2, 3].map((n) => db.query<{ n: number }>(sql`select ${n}::bigint as n, pg_sleep(0.1)`)),
  );
  expect(numbers.flat().map(({ n }) => n)).toEqual([1, 2, 3]);
  expect(said).toHaveLength(1);
  // What it says works as it stands.
  for (const name of SETTINGS) {
    const [, value] =
      new RegExp(`"alter role … set ${name} = ('[0-9]+ms')"`).exec(said[0] ?? '') ?? [];
    expect(value, said[0]).toBeDefined();
    await other.query(sql`select ${value?.slice(1, -1)}::interval`);
  }
});

test('a pooler that refuses what is not ours to leave away is not asked for ever', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const pooler = await startPooler(database.url, {
    connections: 1,
    names: 'translated',
    refused: ['application_name'],
  });
  onTestFinished(pooler.close);
  const asked = limited(pooler.url).query(sql`select 1`);
  await expect(ending(asked, 'an answer')).rejects.toThrow(DatabaseUnavailable);
});

test('whoever locks a whole table says for how long they may be cut off meanwhile', () => {
  const source = new URL('../../src/', import.meta.url);
  const locking = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(new URL(file, source), 'utf8') }))
    .filter(({ text }) => /sql`\s*lock table/.test(text));
  expect(locking.length).toBeGreaterThan(0);
  const LIMITED = /limitIdleTime\(tx\)|set_config\('idle_in_transaction_session_timeout'/;
  for (const { file, text } of locking) expect(text, file).toMatch(LIMITED);
});
