import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded/start.ts';
import { query } from '../support/connection.ts';
import { waitFor } from '../support/wait-for.ts';
import { copyOf, makeUsedDirectory, start, temporaryDirectory } from './data-directory.ts';
import { isRunning, kill, spawnServer, spawnStarting } from './processes.ts';

/** Nobody's between the tests. */
let dataDir: string;
/** Of the one that runs throughout. */
let sharedDir: string;
let shared: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = await makeUsedDirectory();
  sharedDir = await copyOf(dataDir, await mkdtemp(join(tmpdir(), 'pb-')));
  shared = await startEmbeddedPostgres({ dataDir: sharedDir });
});

afterAll(async () => {
  await shared.stop();
  for (const directory of [dataDir, sharedDir])
    await rm(directory, { recursive: true, force: true });
});

test('data outlives a stop, and a stop leaves no process', async () => {
  const first = await startEmbeddedPostgres({ dataDir });
  await query(first.url, 'insert into kept values (2)');
  await first.stop();
  expect(isRunning(first.pid)).toBe(false);

  const second = await start(dataDir);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select id from kept order by id')).toEqual([[1], [2]]);
});

test('acknowledged writes are on disk: fsync, synchronous commit and full pages are on', async () => {
  const settings = ['fsync', 'synchronous_commit', 'full_page_writes'];
  const values = settings.map((name) => `current_setting('${name}')`).join(', ');
  expect(await query(shared.url, `select ${values}`)).toEqual([['on', 'on', 'on']]);
});

test('the guide says which PostgreSQL it is', async () => {
  const guide = await readFile(new URL('../../../docs/operator.md', import.meta.url), 'utf8');
  const [[number]] = (await query(shared.url, `select current_setting('server_version_num')`)) as [
    [string],
  ];
  expect(guide).toContain(`runs a PostgreSQL ${(Number(number) / 10_000) | 0} of its own`);
});

test('text sorts by code point in UTF-8 on every machine', async () => {
  const { url } = shared;
  const rows = await query(
    url,
    `select v from unnest(array['é', 'b', 'Z', 'a', '😀']) v order by v`,
  );
  expect(rows.flat()).toEqual(['Z', 'a', 'b', 'é', '😀']);
  expect(await query(url, `select current_setting('server_encoding'), upper('é')`)).toEqual([
    ['UTF8', 'É'],
  ]);
});

test('Plugboard works as the owner of its database, not as superuser', async () => {
  const { url, adminUrl } = shared;
  const text = `select current_user, current_database(), current_setting('is_superuser')`;
  expect(await query(url, text)).toEqual([['plugboard', 'plugboard', 'off']]);
  expect(await query(adminUrl, text)).toEqual([['postgres', 'postgres', 'on']]);
});

test('libpq reads the URL as pg does, and needs the password in it', async () => {
  const { url, adminUrl } = shared;
  await query(adminUrl, 'create extension dblink');
  const ask = (to: string) =>
    query(adminUrl, `select * from dblink('${to}', 'select current_user') as t(name text)`);
  expect(await ask(url)).toEqual([['plugboard']]);
  await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'))).rejects.toHaveProperty(
    'detail',
    expect.stringContaining('password authentication'),
  );
});

test.skipIf(process.platform === 'win32')('secrets and sockets are closed to others', async () => {
  const mode = async (name: string) => (await stat(join(sharedDir, 'postgres', name))).mode & 0o777;
  expect(await mode('passwords.json')).toBe(0o600);
  expect(await mode('postgres.log')).toBe(0o600);
  expect(await mode('run')).toBe(0o700);
  expect(await mode('.')).toBe(0o700);
});

test.skipIf(process.platform === 'win32').each([
  ['too long for a socket', 'x'.repeat(100)],
  ['with characters that mean something in URLs and settings', `a "b", c'd%20é ?#&`],
])('a data directory with a path %s works, and is locked', async (_, name) => {
  let sockets = '';
  onTestFinished(() => rm(sockets, { recursive: true, force: true }));
  const strange = join(await temporaryDirectory(), name);
  await mkdir(strange);
  const { url } = await start(await copyOf(dataDir, strange));
  sockets = new URL(url).searchParams.get('host') ?? '';
  expect(await query(url, 'select min(id) from kept')).toEqual([[1]]);
  await expect(startEmbeddedPostgres({ dataDir: strange })).rejects.toThrow(/Another Plugboard/);
});

test('a caller may change settings', async () => {
  const { url } = await start(dataDir, { settings: { work_mem: '3MB' } });
  expect(await query(url, 'show work_mem')).toEqual([['3MB']]);
});

test('a second server on the same data directory is refused by name, and the first serves on', async () => {
  const first = await spawnServer(dataDir);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(
    `Another Plugboard (process ${first.child.pid}) is using this data directory`,
  );
  await expect(spawnServer(dataDir)).rejects.toThrow(/Another Plugboard/);
  expect(await query(first.url, 'select count(*) > 0 from kept')).toEqual([[true]]);
  await kill(first.child);
  await start(dataDir);
});

test('a start that fails shows the end of the log and leaves the directory free', async () => {
  const failing = startEmbeddedPostgres({ dataDir, settings: { shared_buffers: 'lots' } });
  await expect(failing).rejects.toThrow(
    /exit code 1.*invalid value for parameter "shared_buffers"/s,
  );
  await start(dataDir);
  expect(await readFile(join(dataDir, 'postgres', 'postgres.log.1'), 'utf8')).toContain('"lots"');
});

test('data of another major version is refused', async () => {
  const old = await temporaryDirectory();
  await mkdir(join(old, 'postgres', 'data'), { recursive: true, mode: 0o700 });
  await writeFile(join(old, 'postgres', 'data', 'PG_VERSION'), '9\n');
  await expect(startEmbeddedPostgres({ dataDir: old })).rejects.toThrow(
    /is of PostgreSQL 9, and this Plugboard brings PostgreSQL \d+/,
  );
});

test('a directory with other files in the place of the data is refused', async () => {
  const foreign = await temporaryDirectory();
  await mkdir(join(foreign, 'postgres', 'data'), { recursive: true, mode: 0o700 });
  await writeFile(join(foreign, 'postgres', 'data', 'diary.txt'), '');
  await expect(startEmbeddedPostgres({ dataDir: foreign })).rejects.toThrow(
    /holds no PostgreSQL cluster/,
  );
});

test('lost and wrong passwords are reported as such', async () => {
  const file = join(dataDir, 'postgres', 'passwords.json');
  const right = await readFile(file);
  onTestFinished(() => writeFile(file, right));
  await rm(file);
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/Restore that file/);
  await writeFile(file, JSON.stringify({ postgres: 'wrong', plugboard: 'wrong' }));
  await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(/refuses the password/);
});

test('a first start that was killed half way does not spoil the next', async () => {
  const fresh = await temporaryDirectory();
  const half = spawnStarting(fresh);
  const unfinished = async () =>
    (await readdir(join(fresh, 'postgres'))).some((name) => /^data\.new-\w+$/.test(name));
  await waitFor(unfinished, { describe: 'initdb to begin' });
  await kill(half);
  const { url } = await start(fresh);
  expect(await query(url, 'select 1 as one')).toEqual([[1]]);
});
