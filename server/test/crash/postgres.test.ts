import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../embedded/data-directory.ts';
import { isRunning } from '../embedded/processes.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { waitFor } from '../support/wait-for.ts';
import { QUICK_LEASES, startLoad } from './load.ts';

async function postmasterPid(dataDir: string): Promise<number> {
  const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n', 1)[0]);
}

test('the embedded PostgreSQL, killed twice under load, and then its server: nothing acknowledged is lost', async () => {
  const dataDir = await temporaryDirectory();
  const env = { ...QUICK_LEASES, PLUGBOARD_DATA_DIR: dataDir };
  let server = await spawnServer(env);
  const load = await startLoad(clientOf(() => server.url));
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

  server.signal('SIGKILL');
  await server.exited();
  server = await spawnServer(env);
  await load.more(20);
  await load.stop();
  await load.expectNothingLost();
  // Without its database it says so; it never answers that the request is at fault, or that it broke.
  expect(load.refusals.filter((status) => status !== 503)).toEqual([]);

  server.signal('SIGTERM');
  expect(await server.exited()).toBe(0);
});
