import { describe, expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../src/lib/migrate.ts';
import { audit, NOTHING_WRONG } from '../crash/audit.ts';
import { EVENT, QUICK_LEASES, startLoad } from '../crash/load.ts';
import { asPlugin, defineEventType, login } from '../support/plugins.ts';
import { clientOf, spawnServer } from '../support/processes.ts';
import { type Answer, send } from '../support/server.ts';
import { type OnSmallDisk, startOnSmallDisk, whyNoSmallDisk } from '../support/small-disk.ts';
import { waitFor } from '../support/wait-for.ts';

const why = whyNoSmallDisk();
const LARGE = 'x'.repeat(50_000);

/** A server under load, on a PostgreSQL whose disk can be filled. */
async function start(what: OnSmallDisk) {
  const disk = await startOnSmallDisk(what);
  await migrate(disk.url);
  const server = await spawnServer({ ...QUICK_LEASES, DATABASE_URL: disk.url });
  const client = clientOf(() => server.url);
  const load = await startLoad(client);
  onTestFinished(load.close);
  await load.more(20);
  const token = await login(client, load.install.plugin);
  let n = 0;
  /** Each surface that writes, with so much that it needs room. */
  const writes: Record<string, () => Promise<Answer>> = {
    event: () =>
      client.api(
        'POST',
        '/platform/v1/events',
        { space_id: load.install.spaceId, name: `${EVENT}_large`, payload: { LARGE } },
        { 'idempotency-key': `large-${++n}` },
      ),
    storage: () =>
      asPlugin(client, token, 'POST', '/storage', {
        install_id: load.install.id,
        commands: [{ action: 'set', key: `large-${++n}`, value: randomText() }],
      }),
    space: () =>
      client.api('POST', '/platform/v1/spaces', {
        name: 'Large',
        attributes: { text: randomText() },
      }),
  };
  const readiness = () => send(`${server.url}/readyz`, 'GET');
  return { disk, server, client, load, writes, readiness, token };
}

// What PostgreSQL cannot press together.
const randomText = (): string =>
  Array.from({ length: 2000 }, () => Math.random().toString(36).slice(2)).join('');

const untilRefused = (name: string, write: () => Promise<Answer>): Promise<Answer> =>
  waitFor(
    async () => {
      const answer = await write();
      if (answer.status < 300) return undefined;
      // Whatever it is, it is told.
      return answer;
    },
    { describe: `${name} to be refused` },
  );

describe.skipIf(why !== undefined)(
  `a full disk${why === undefined ? '' : ` (skipped: ${why})`}`,
  () => {
    test('under the tables: what is written is to be tried again, what is read is served, and nothing is lost', async () => {
      const { disk, server, client, load, writes, readiness, token } = await start('base');
      await defineEventType(client, `${EVENT}_large`);
      disk.fill();
      for (const [name, write] of Object.entries(writes)) {
        const answer = await untilRefused(name, write);
        expect([name, answer.status, answer.headers.get('retry-after')]).toEqual([name, 503, '1']);
        expect(answer.text).toContain('The database has no room left on its disk');
      }
      const said = await waitFor(
        async () => {
          const answer = await readiness();
          return answer.status === 503 ? answer : undefined;
        },
        { describe: 'readiness to say so' },
      );
      expect(said.body).toEqual({
        status: 'not ready',
        check: 'database',
        reason: 'The database has no room left on its disk',
      });
      expect((await client.api('GET', '/platform/v1/jobs')).status).toBe(200);
      const read = { install_id: load.install.id, commands: [{ action: 'get', key: 'large-1' }] };
      expect((await asPlugin(client, token, 'POST', '/storage', read)).status).toBe(200);
      expect((await send(`${server.url}/healthz`, 'GET')).status).toBe(200);

      disk.makeRoom();
      await waitFor(async () => (await readiness()).status === 200, {
        describe: 'the server to be ready again',
      });
      for (const write of Object.values(writes)) expect((await write()).status).toBeLessThan(300);
      await load.more(20);
      expect(await audit(client, load)).toEqual(NOTHING_WRONG);
      expect(load.ledger.refusals.filter((status) => status !== 503)).toEqual([]);
    });

    test('under its log: PostgreSQL stops itself and cannot start, and when there is room all serves by itself', async () => {
      const { disk, server, client, load, writes, readiness } = await start('pg_wal');
      disk.fill();
      const { storage } = writes as { storage: () => Promise<Answer> };
      const answer = await untilRefused('storage', storage);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
      await waitFor(async () => (await readiness()).status === 503, {
        describe: 'readiness to say so',
      });
      await waitFor(() => /PANIC:.*No space left on device/.test(disk.log()), {
        describe: 'PostgreSQL to stop itself',
      });
      disk.makeRoom();
      await waitFor(async () => (await readiness()).status === 200, {
        describe: 'the server to be ready again',
      });
      await waitFor(async () => (await storage()).status === 200, {
        describe: 'a write to be taken',
      });
      await load.more(20);
      expect(await audit(client, load)).toEqual(NOTHING_WRONG);
      expect(load.ledger.refusals.filter((status) => status !== 503)).toEqual([]);
      expect(server.running()).toBe(true);
    });
  },
);
