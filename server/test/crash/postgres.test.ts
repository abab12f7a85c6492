import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../embedded/data-directory.ts';
import { isRunning } from '../embedded/processes.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { waitFor } from '../support/wait-for.ts';
import { audit, NOTHING_WRONG } from './audit.ts';
import { QUICK_LEASES, startLoad } from './load.ts';

async function postmasterPid(dataDir: string): Promise<number> {
  const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n', 1)[0]);
}

test('the embedded PostgreSQL, killed twice under load: nothing acknowledged is lost', async () => {
  const dataDir = await temporaryDirectory();
  const server = await spawnServer({ ...QUICK_LEASES, PLUGBOARD_DATA_DIR: dataDir });
  const client = clientOf(() => server.url);
  const load = await startLoad(client);
  onTestFinished(load.close);
  for (let times = 0; times < 2; times++) {
    await load.more(20);
    const pid = await postmasterPid(dataDir);
    await load.whileDelivering(async () => {
      process.kill(pid, 'SIGKILL');
      await waitFor(() => !isRunning(pid), { describe: 'PostgreSQL to be gone' });
    });
  }
  await load.more(20);
  expect(server.running()).toBe(true);
  expect(await audit(client, load)).toEqual(NOTHING_WRONG);
  // Without its database it says so; it never answers that the request is at fault, or that it broke.
  expect(load.ledger.refusals.filter((status) => status !== 503)).toEqual([]);
  expect(load.ledger.lostConnections).toBe(0);

  server.signal('SIGTERM');
  expect(await server.exited()).toBe(0);
});
