import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { prepareLayout } from '../../src/embedded/layout.ts';
import { stopLeftover } from '../../src/embedded/leftover.ts';
import { silentLogger } from '../../src/embedded/logger.ts';
import { query } from '../support/connection.ts';
import { HANG_MS, waitFor } from '../support/wait-for.ts';
import { copyOf, makeUsedDirectory, start } from './data-directory.ts';
import { isRunning, kill, type ServerProcess, spawnServer } from './processes.ts';

let dataDir: string;
let nextId = 1;

beforeAll(async () => {
  dataDir = await makeUsedDirectory();
});

afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** Commits a row of its own, to be there after the crash. */
async function keep(url: string): Promise<number> {
  nextId += 1;
  await query(url, `insert into kept values (${nextId})`);
  return nextId;
}

async function kept(url: string): Promise<unknown[]> {
  return (await query(url, 'select id from kept')).flat();
}

test('a SIGKILL of the server ends its PostgreSQL, though nobody starts another', async () => {
  const killed = await spawnServer(dataDir);
  const backend = openConnection(killed.url);
  await kill(killed.child);
  await waitFor(() => !isRunning(killed.pid), { describe: 'PostgreSQL to end' });
  expect(await readFile(join(dataDir, 'postgres', 'postgres.log'), 'utf8')).toMatch(
    /received fast shutdown request[\s\S]*database system is shut down/,
  );
  await backend;
});

test('what guards PostgreSQL ends with it, and again guards the one that is started after a crash', async () => {
  const server = await spawnServer(dataDir);
  const [guard] = guardsOf(server);
  process.kill(server.pid, 'SIGKILL');
  await waitFor(() => guardsOf(server).some((pid) => pid !== guard), { describe: 'a new guard' });
  await waitFor(() => !isRunning(guard as number), { describe: 'the old guard to end' });
  const pid = await waitFor(() => readyPidAfter(server.pid, dataDir), {
    describe: 'PostgreSQL to serve again',
  });
  await kill(server.child);
  await waitFor(() => !isRunning(pid), { describe: 'PostgreSQL to end' });
});

test('after a SIGKILL of the server and of its guard the next start stops the PostgreSQL left behind and has the data', async () => {
  const killed = await spawnServer(dataDir);
  const id = await keep(killed.url);
  for (const guard of guardsOf(killed)) process.kill(guard, 'SIGKILL');
  await kill(killed.child);
  expect(isRunning(killed.pid)).toBe(true);

  const next = await start(dataDir);
  expect(isRunning(killed.pid)).toBe(false);
  expect(next.url).toBe(killed.url);
  expect(await kept(next.url)).toContain(id);
});

test('a PostgreSQL left behind that does not react is ended all the same', async () => {
  const killed = await spawnServer(dataDir);
  // While it is stopped only SIGKILL reaches it.
  process.kill(killed.pid, 'SIGSTOP');
  await kill(killed.child);
  const steps = (['SIGINT', 'SIGQUIT', 'SIGKILL'] as const).map((signal) => ({
    signal,
    graceMs: signal === 'SIGKILL' ? HANG_MS : 50,
  }));
  await stopLeftover(prepareLayout(dataDir), silentLogger, steps);
  await waitFor(() => !isRunning(killed.pid), { describe: 'the leftover to be gone' });
  const next = await start(dataDir);
  expect(await kept(next.url)).toContain(1);
});

test('a server that ends without a stop takes its PostgreSQL along', async () => {
  const { child, pid } = await spawnServer(dataDir);
  child.kill('SIGUSR2');
  await once(child, 'exit');
  await waitFor(() => !isRunning(pid), { describe: 'PostgreSQL to stop' });
});

test('PostgreSQL killed together with the server leaves lock files that block nothing', async () => {
  const killed = await spawnServer(dataDir);
  const id = await keep(killed.url);
  await kill(killed.child);
  process.kill(killed.pid, 'SIGKILL');
  await waitFor(() => !isRunning(killed.pid), { describe: 'PostgreSQL to be gone' });
  expect(existsSync(pidFile(dataDir))).toBe(true);

  const next = await start(dataDir);
  expect(await kept(next.url)).toContain(id);
});

test('lock files whose process id now belongs to another program block nothing and harm no one', async () => {
  const bystander = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => kill(bystander));
  await once(bystander, 'spawn');
  for (const file of [pidFile(dataDir), join(dataDir, 'postgres', 'run', '.s.PGSQL.5432.lock')]) {
    await writeFile(file, `${bystander.pid}\n${join(dataDir, 'postgres', 'data')}\n`);
  }
  const next = await start(dataDir);
  expect(await kept(next.url)).toContain(1);
  expect(isRunning(bystander.pid as number)).toBe(true);
});

test('the PostgreSQL of another data directory is left alone, even if postmaster.pid names it', async () => {
  const neighbour = await start(await copyOf(dataDir));
  await writeFile(pidFile(dataDir), `${neighbour.pid}\n${join(dataDir, 'postgres', 'data')}\n`);
  const next = await start(dataDir);
  expect(await kept(next.url)).toContain(1);
  expect(await kept(neighbour.url)).toContain(1);
});

test('PostgreSQL killed under a running server comes back by itself, with the data, at the same URL', async () => {
  const exits: unknown[] = [];
  const restarts: number[] = [];
  const postgres = await start(dataDir, {
    onExit: (exit) => exits.push(exit.signal),
    onRestart: (pid) => restarts.push(pid),
  });
  for (const times of [1, 2]) {
    const id = await keep(postgres.url);
    const killed = postgres.pid;
    process.kill(killed, 'SIGKILL');
    await waitFor(() => restarts.length === times, { describe: 'PostgreSQL to serve again' });
    expect(postgres.pid).not.toBe(killed);
    expect(await kept(postgres.url)).toContain(id);
  }
  expect(exits).toEqual(['SIGKILL', 'SIGKILL']);
  expect(restarts.at(-1)).toBe(postgres.pid);
});

test('a backend that is too busy to notice that PostgreSQL was killed does not keep it from coming back', async () => {
  const postgres = await start(dataDir);
  const busy = query(
    postgres.url,
    `select pg_backend_pid() from kept where (select count(*) from generate_series(1, 1e12)) > 0`,
  );
  const lost = expect(busy).rejects.toThrow();
  const backend = `select pid from pg_stat_activity where query like '%1e12%' and pid <> pg_backend_pid()`;
  const [pid] = (await waitFor(async () => (await query(postgres.adminUrl, backend))[0], {
    describe: 'the backend to be busy',
  })) as [number];

  process.kill(postgres.pid, 'SIGKILL');
  await lost;
  await waitFor(() => query(postgres.url, 'select id from kept'), { describe: 'PostgreSQL' });
  expect(isRunning(pid)).toBe(false);
});

test('a stop while PostgreSQL is being started again ends it for good', async () => {
  let exited = false;
  const postgres = await start(dataDir, {
    onExit: () => {
      exited = true;
    },
  });
  process.kill(postgres.pid, 'SIGKILL');
  await waitFor(() => exited, { describe: 'the exit to be noticed' });
  await postgres.stop();
  await expect(query(postgres.url, 'select 1')).rejects.toThrow();
  expect(isRunning(postgres.pid)).toBe(false);
  await start(dataDir);
  expect(await readFile(pidFile(dataDir), 'utf8')).toMatch(/ready/);
});

/** Resolves when it is ended. */
function openConnection(url: string): Promise<void> {
  return query(url, 'select pg_sleep(3600)').then(
    () => undefined,
    () => undefined,
  );
}

/** The shells that stop PostgreSQL when their server is gone. */
function guardsOf({ child }: ServerProcess): number[] {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+.*plugboard-guard/.exec(line) ?? [])
    .filter(([, , parent]) => Number(parent) === child.pid)
    .map(([, pid]) => Number(pid));
}

/** The one that serves now; the file of the one that was killed says that it is ready until the next overwrites it. */
async function readyPidAfter(killed: number, dataDir: string): Promise<number | undefined> {
  const text = await readFile(pidFile(dataDir), 'utf8');
  const pid = Number.parseInt(text, 10);
  return /ready/.test(text) && pid !== killed ? pid : undefined;
}

function pidFile(dataDir: string): string {
  return join(dataDir, 'postgres', 'data', 'postmaster.pid');
}
