import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import type pg from 'pg';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { migrate, migrationNames } from '../../src/lib/migrate.ts';
import { openConnection } from '../support/connection.ts';
import { createTestDatabase } from '../support/database.ts';
import { spawnServer } from '../support/processes.ts';
import { send } from '../support/server.ts';
import { ending, waitFor } from '../support/wait-for.ts';

const COMPILED = new URL('../../dist/lib/migrate.js', import.meta.url);

let url: string;
let session: pg.Client;
beforeEach(async () => {
  const database = await createTestDatabase();
  url = database.url;
  session = await openConnection(url);
  return async () => {
    await session.end();
    await database.drop();
  };
});

/** A process that migrates, and is caught within its first statement: a table of that name is being made here. */
async function caughtMigrating() {
  await session.query('drop schema public cascade; create schema public');
  await session.query('begin; create table migrations (unused int)');
  const code = `import { migrate } from '${COMPILED}'; await migrate('${url}', { frozenAfterMs: 3000 });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const errors = text(child.stderr);
  const exited = once(child, 'exit');
  await waitFor(async () => (await states()).includes('active Lock'), { describe: 'the wait' });
  return { child, errors, exited };
}

/** What the other sessions of the database do. */
async function states(): Promise<string[]> {
  // Within a transaction, which this one may be in, it would stay as it was first seen.
  await session.query('select pg_stat_clear_snapshot()');
  const { rows } = await session.query(`
    select concat_ws(' ', state, wait_event_type) as doing from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`);
  return rows.map(({ doing }) => doing);
}

test('a process that stands still within a migration is thrown out, and another goes on', async () => {
  const { child, errors, exited } = await caughtMigrating();
  child.kill('SIGSTOP');
  await session.query('rollback');
  await ending(migrate(url), 'the other process to migrate');
  const { rows } = await session.query('select name from migrations order by name');
  expect(rows.map(({ name }) => name)).toEqual(await migrationNames());
  child.kill('SIGCONT');
  await ending(exited, 'the process that stood still to end');
  expect(child.exitCode).toBe(1);
  expect(await errors).toMatch(/failed and was rolled back/);
});

test('whoever holds the lock keeps nobody from starting where nothing is to be migrated', async () => {
  await session.query('select pg_advisory_lock(7526489001)');
  await ending(migrate(url), 'a database that is up to date to be left alone');
});

test('a server that stands still keeps no other from starting', async () => {
  const frozen = await spawnServer({ DATABASE_URL: url });
  frozen.signal('SIGSTOP');
  const other = await spawnServer({ DATABASE_URL: url });
  expect((await send(`${other.url}/readyz`, 'GET')).body).toEqual({ status: 'ready' });
});

test('a PostgreSQL that does not answer is told, in place of waiting for ever', async () => {
  const silent = createServer();
  await once(silent.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void silent.close());
  const { port } = silent.address() as AddressInfo;
  await expect(migrate(`postgres://a:b@127.0.0.1:${port}/c`)).rejects.toThrow(
    `PostgreSQL does not answer within 10 s (127.0.0.1, port ${port})`,
  );
});
