import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createVault } from '../../src/lib/crypto.ts';
import { type Database, openDatabase, raw, sql } from '../../src/lib/db.ts';
import { PARTITIONED } from '../../src/lib/partitions.ts';
import { createLogger } from '../../src/log.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { createTestDatabase } from '../support/database.ts';
import { emit, installListener } from '../support/plugins.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { startReceiver } from '../support/receiver.ts';
import { TEST_SECRET_KEY } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

const DAY_MS = 86_400_000;

/** The clock of a process, as far off as that from its first line on. */
const clockOff = (days: number): Record<string, string> => {
  const shift = `
    const off = ${days * DAY_MS}, now = Date.now.bind(Date), Real = Date;
    globalThis.Date = class extends Real {
      constructor(...given) { given.length === 0 ? super(now() + off) : super(...given); }
      static now() { return now() + off; }
    };`;
  const module = `data:text/javascript;base64,${Buffer.from(shift).toString('base64')}`;
  return { NODE_OPTIONS: `--import=${module}` };
};

describe.each([-40, 40])('a node whose clock is %i days off', (days) => {
  let url: string;
  let db: Database;
  beforeAll(async () => {
    const database = await createTestDatabase();
    url = database.url;
    db = openDatabase({ url, poolSize: 1 });
    return async () => {
      await db.close();
      await database.drop();
    };
  });

  const rowsIn = async (table: string): Promise<number> => {
    const rows = await db.query(sql`select 1 from ${raw(table)}`);
    return rows.length;
  };

  test('its events and jobs are of today, outlast retention, and are delivered with a time that receivers take', async () => {
    const server = await spawnServer({ DATABASE_URL: url, ...clockOff(days) });
    const receiver = await startReceiver();
    onTestFinished(receiver.close);
    const client = clientOf(() => server.url);
    const { spaceId } = await installListener(client, 'off', receiver.url);
    const { jobs } = await emit(client, spaceId, 'off');
    const id = jobs[0]?.id as string;
    const request = await receiver.nth(1);
    const sentAt = Number(request.headers['webhook-timestamp']) * 1000;
    expect(Math.abs(Date.now() - sentAt)).toBeLessThan(DAY_MS);
    await waitFor(
      async () => (await client.api('GET', `/platform/v1/jobs/${id}`)).body.status === 'done',
      { describe: 'the job to be done' },
    );
    const config = readConfig({ PLUGBOARD_RETENTION_DAYS: '7' });
    const vault = createVault([TEST_SECRET_KEY]);
    const log = createLogger('silent');
    // Again where the server was at it, which leaves a table to one at a time.
    await waitFor(
      async () => {
        await maintain({ db, vault, config, log });
        const left = await Promise.all(PARTITIONED.map((table) => rowsIn(`${table}_default`)));
        return left.every((rows) => rows === 0);
      },
      { describe: 'all rows to be in the partitions of their days' },
    );
    const kept = await client.api('GET', `/platform/v1/jobs/${id}`);
    expect(kept.status, kept.text).toBe(200);
    expect(kept.body.attempts).toHaveLength(1);
    expect(await rowsIn('events')).toBeGreaterThan(0);
    const [row] = await db.query<{ today: number }>(sql`
      select count(*) as today from events where occurred_at > now() - interval '1 day'
        and occurred_at < now() + interval '1 day'`);
    expect(row?.today).toBe(await rowsIn('events'));
  });
});
