import { chmod, chown, mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query } from '../support/connection.ts';
import { makeUsedDirectory, start, temporaryDirectory } from './data-directory.ts';
import { isRunning, kill, spawnServer } from './processes.ts';

const isRoot = process.getuid?.() === 0;
// A user every Linux has.
const DAEMON = 1;
const DAC_OVERRIDE = 1n << 1n;
const DAC_READ_SEARCH = 1n << 2n;

describe.runIf(isRoot && process.platform === 'linux')('started by root', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await makeUsedDirectory();
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  test('PostgreSQL runs as another user, below a directory that is closed to it, with one capability', async () => {
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    const { url, pid } = await start(dataDir);
    expect(await query(url, 'select id from kept')).toEqual([[1]]);
    const { uid, capabilities } = await credentials(pid);
    expect(uid).not.toBe(0);
    expect(capabilities).toBe(DAC_READ_SEARCH);
  });

  test('the first start works there too', async () => {
    const { url } = await start(join(await temporaryDirectory(), 'new', 'deep'));
    expect(await query(url, 'select current_user')).toEqual([['plugboard']]);
  });

  test('where root lacks the usual capabilities, as in a container, the start and the recovery work', async () => {
    const prefix = ['setpriv', '--bounding-set=-dac_read_search,-sys_ptrace', '--'];
    const killed = await spawnServer(dataDir, { prefix });
    expect((await credentials(killed.pid)).capabilities).toBe(DAC_OVERRIDE);
    await query(killed.url, 'insert into kept values (2)');
    await kill(killed.child);
    const next = await spawnServer(dataDir, { prefix });
    expect(isRunning(killed.pid)).toBe(false);
    expect(await query(next.url, 'select id from kept order by id')).toEqual([[1], [2]]);
    await kill(next.child);
    await start(dataDir);
  });

  test('where root cannot pass capabilities on, the closed directory is named with what to do', async () => {
    // The first one on the way: the checkout's own, where that is closed too.
    await expect(spawnServer(dataDir, { env: { PATH: '/nowhere' } })).rejects.toThrow(
      /cannot enter \/\S+\. Install setpriv/,
    );
  });

  test('files of an ordinary user stay that user’s, who can start PostgreSQL as well', async () => {
    const parent = await temporaryDirectory();
    await chmod(parent, 0o711);
    const users = join(parent, 'data');
    await mkdir(users);
    await chown(users, DAEMON, DAEMON);
    const { pid } = await start(users);
    expect((await credentials(pid)).uid).toBe(DAEMON);
    expect((await stat(join(users, 'postgres', 'passwords.json'))).uid).toBe(DAEMON);
  });
});

async function credentials(pid: number): Promise<{ uid: number; capabilities: bigint }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const field = (name: string) => new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(status)?.[1] ?? '';
  return { uid: Number(field('Uid')), capabilities: BigInt(`0x${field('CapEff')}`) };
}
