import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { createLogger } from '../../src/log.ts';
import { maintain } from '../../src/operations/maintenance.ts';
import { createPlugin, installIn, logIn } from '../installs/fixtures.ts';
import { startTestServer, type TestServer } from '../support/server.ts';
import { waitFor } from '../support/wait-for.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { PLUGBOARD_RETENTION_DAYS: '7' } });
  return () => server.close();
});

test('notifications are kept as long as retention says', async () => {
  const { db, vault, config } = server;
  const round = () => maintain({ db, vault, config, log: createLogger('silent') });
  // As at the start of a worker: partitions are made before there is anything to put in them.
  await round();
  const plugin = await createPlugin(server);
  const { id } = await installIn(server, plugin);
  const call = await logIn(server, plugin);
  for (const message of ['8 days', '6 days']) {
    await call('POST', `/installs/${id}/notifications`, { message });
    await db.query(sql`
      update notifications set created_at = now() - message::interval where message = ${message}`);
  }
  await round();
  const { body } = await server.api('GET', `/platform/v1/installs/${id}/notifications`);
  expect(body.data.map(({ message }: { message: string }) => message)).toEqual(['6 days']);
});

test('expired tokens are removed, however many there came to be since the last round', async () => {
  const { db, vault, config } = server;
  await db.query(sql`
    insert into tokens (hash, kind, grant_type, plugin_id, secret_generation, scopes, expires_at)
    select sha256(n::text::bytea), 'access', 'client_credentials', 1, 1, '{}', now() - interval '1 hour'
    from generate_series(1, 12000) n`);
  await maintain({ db, vault, config, log: createLogger('silent') });
  expect(await db.query(sql`select 1 from tokens where expires_at < now()`)).toEqual([]);
});

test('partitions are made of one table at a time: who uses two tables meanwhile is in no deadlock', async () => {
  const { db, vault, config } = await startWithoutPartitions();
  let maintained: Promise<void> | undefined;
  await db.transaction(async (tx) => {
    await tx.query(sql`lock table attempts in row exclusive mode`);
    maintained = maintain({ db, vault, config, log: createLogger('silent') });
    await waitFor(
      async () =>
        (
          await tx.query(
            sql`select 1 from pg_locks where relation = 'attempts'::regclass and not granted`,
          )
        ).length > 0,
      { describe: 'maintenance to wait for the attempts' },
    );
    await tx.query(sql`lock table jobs in row exclusive mode`);
  });
  await maintained;
});

/** A server on its first day: there are no daily partitions yet. */
async function startWithoutPartitions(): Promise<TestServer> {
  const fresh = await startTestServer();
  onTestFinished(() => fresh.close());
  return fresh;
}
