import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { clientOf, type ServerProcess, spawnServer } from '../support/processes.ts';
import { holdMany, letGo } from './holders.ts';

const HOLDERS = 5000;
const MOST_MIB = 250;

const residentMib = ({ pid }: ServerProcess): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;

// Linux says how much memory a process has in /proc.
test.runIf(process.platform === 'linux')(
  '5,000 connections that are held cost less than 250 MiB, and SIGTERM ends with them open',
  async () => {
    const database = await createTestDatabase();
    onTestFinished(database.drop);
    const server = await spawnServer({
      DATABASE_URL: database.url,
      PLUGBOARD_SHUTDOWN_GRACE_SECONDS: '1',
      PLUGBOARD_REQUEST_SECONDS: '600',
    });
    const client = clientOf(() => server.url);
    const before = residentMib(server);
    const holders = await holdMany(server.url, HOLDERS);
    onTestFinished(() => letGo(holders));
    expect((await client.api('POST', '/platform/v1/spaces', { name: 'Beside' })).status).toBe(201);
    const more = residentMib(server) - before;
    console.info(`${HOLDERS} held connections: ${Math.round(more)} MiB more`);
    expect(more).toBeLessThan(MOST_MIB);
    server.signal('SIGTERM');
    expect(await server.exited()).toBe(0);
  },
);
