import { randomInt } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../embedded/data-directory.ts';
import { clientOf, spawnServer, startApi } from '../support/processes.ts';
import type { TestServer } from '../support/server.ts';
import { type Audit, audit, NOTHING_WRONG } from './audit.ts';
import { type Kills, killAgainAndAgain, type Member, seeded, startMember } from './killing.ts';
import { type Load, QUICK_LEASES, sharedDatabase, startLoad } from './load.ts';

// The long version sets these: see scripts/trust-kill.js.
const { TRUST_CYCLES = '3', TRUST_SEED, TRUST_RECORD } = process.env;
const cycles = Number(TRUST_CYCLES);
const seed = TRUST_SEED === undefined ? randomInt(2 ** 32) : Number(TRUST_SEED);

const clientOfMember = (api: Member) => clientOf(() => api.server.url);

async function loadOn(client: TestServer) {
  const load = await startLoad(client);
  onTestFinished(load.close);
  return { client, load };
}

test('server and worker, killed again and again under load, lose nothing they acknowledged', async () => {
  const env = await sharedDatabase();
  const api = await startMember('all', env);
  const { client, load } = await loadOn(clientOfMember(api));
  const fleet = [api, await startMember('worker', env)];
  const kills = await killAgainAndAgain(load, fleet, cycles, seeded(seed));
  await load.more(20);
  const found = await audit(client, load);
  if (TRUST_RECORD !== undefined) await writeRecord(TRUST_RECORD, load, kills, found);
  expect({ seed, ...found }).toEqual({ seed, ...NOTHING_WRONG });
  expect(load.ledger.refusals).toEqual([]);
});

test('a server killed on its embedded database loses nothing it acknowledged', async () => {
  const env = { ...QUICK_LEASES, PLUGBOARD_DATA_DIR: await temporaryDirectory() };
  const api = await startMember('all', env);
  const { client, load } = await loadOn(clientOfMember(api));
  await killAgainAndAgain(load, [api], 2, seeded(seed));
  await load.more(20);
  expect({ seed, ...(await audit(client, load)) }).toEqual({ seed, ...NOTHING_WRONG });
  api.server.signal('SIGTERM');
  expect(await api.server.exited()).toBe(0);
});

test('the jobs of a killed worker are run again when their leases end, and the api beside it serves on', async () => {
  const env = await sharedDatabase();
  const { client, load } = await loadOn(await startApi(env.DATABASE_URL as string));
  const worker = await startMember('worker', env);
  await load.whileDelivering(async () => {
    worker.server.signal('SIGKILL');
    expect(await worker.server.exited()).toBe('SIGKILL');
    await load.more(20);
  });
  worker.server = await spawnServer(env, 'worker');
  await killAgainAndAgain(load, [worker], 1, seeded(seed));
  expect({ seed, ...(await audit(client, load)) }).toEqual({ seed, ...NOTHING_WRONG });
  expect(load.worker.repeated().length).toBeGreaterThanOrEqual(3);
  expect(load.ledger.refusals).toEqual([]);
  expect(load.ledger.lostConnections).toBe(0);
});

function writeRecord(file: string, load: Load, kills: Kills, found: Audit): Promise<void> {
  const { ledger, worker } = load;
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const record = {
    writes: sum(ledger.writers.map(({ acknowledged }) => acknowledged.length)),
    jobs: ledger.jobs.size,
    requests: worker.requests(),
    repeated: worker.repeated().length,
    slowestRepeat: worker.slowestRepeat(),
    lostConnections: ledger.lostConnections,
    refusals: ledger.refusals.length,
    ...kills,
    ...found,
  };
  return writeFile(file, JSON.stringify(record));
}
