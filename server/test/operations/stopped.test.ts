import { expect, onTestFinished, test } from 'vitest';
import { audit, NOTHING_WRONG } from '../crash/audit.ts';
import { QUICK_LEASES, startLoad } from '../crash/load.ts';
import { start as startPostgres, temporaryDirectory } from '../embedded/data-directory.ts';
import { freeze } from '../support/frozen.ts';
import { clientOf, type ServerProcess, spawnServer } from '../support/processes.ts';
import { type Answer, send } from '../support/server.ts';
import { ending, waitFor } from '../support/wait-for.ts';

/** So short that a test waits for their end, and so long that a slow machine is none. */
const LIMITS = {
  PLUGBOARD_DATABASE_CONNECT_TIMEOUT_MS: '3000',
  PLUGBOARD_DATABASE_STATEMENT_TIMEOUT_MS: '5000',
  PLUGBOARD_DATABASE_LOCK_TIMEOUT_MS: '2000',
};

/** A PostgreSQL that can be stopped without anybody else standing still, and what uses it. */
async function start(env: Record<string, string>) {
  const postgres = await startPostgres(await temporaryDirectory());
  const { url } = postgres;
  const server = await spawnServer({ ...QUICK_LEASES, ...LIMITS, DATABASE_URL: url, ...env });
  const stop = async () => {
    const frozen = await freeze(postgres.pid);
    onTestFinished(frozen.thaw);
    return frozen;
  };
  return { server, stop };
}

const readiness = ({ url }: ServerProcess): Promise<Answer> => send(`${url}/readyz`, 'GET');

const isToBeTriedAgain = ({ status, headers }: Answer): boolean =>
  status === 503 && headers.get('retry-after') === '1';

test('PostgreSQL, stopped under load: callers are told to try again, then it serves by itself, and nothing acknowledged is lost', async () => {
  const { server, stop } = await start({});
  const client = clientOf(() => server.url);
  const load = await startLoad(client);
  onTestFinished(load.close);
  await load.more(20);
  const before = load.ledger.refusals.length;
  const frozen = await stop();

  const calls = [
    client.api('GET', '/platform/v1/jobs'),
    client.api('POST', '/platform/v1/spaces', { name: 'Never' }),
    client.api('POST', '/platform/v1/plugins', {}),
    send(
      `${server.url}/oauth/token`,
      'POST',
      'grant_type=client_credentials&client_id=a&client_secret=b',
      {
        'content-type': 'application/x-www-form-urlencoded',
      },
    ),
  ];
  const answers = await ending(Promise.all(calls), 'every call to be answered');
  expect(answers.map(isToBeTriedAgain)).toEqual(answers.map(() => true));
  const unready = await waitFor(
    async () => {
      const answer = await readiness(server);
      return answer.status === 503 ? answer : undefined;
    },
    { describe: 'readiness to say so' },
  );
  expect(unready.body).toMatchObject({ status: 'not ready', check: 'database' });
  expect(unready.headers.get('retry-after')).toBe('1');
  expect((await send(`${server.url}/healthz`, 'GET')).status).toBe(200);

  frozen.thaw();
  await waitFor(async () => (await readiness(server)).status === 200, {
    describe: 'the server to be ready again',
  });
  await load.more(20);
  expect(await audit(client, load)).toEqual(NOTHING_WRONG);
  const refusals = load.ledger.refusals.slice(before);
  expect(refusals.filter((status) => status !== 503)).toEqual([]);
  expect(load.ledger.lostConnections).toBe(0);
  server.signal('SIGTERM');
  expect(await server.exited()).toBe(0);
});

test('processes that are told to stop while PostgreSQL is stopped end, whatever their role', async () => {
  const postgres = await startPostgres(await temporaryDirectory());
  const env = { ...LIMITS, PLUGBOARD_SHUTDOWN_GRACE_SECONDS: '2', DATABASE_URL: postgres.url };
  // It migrates, which the others then need not.
  const all = await spawnServer(env, 'all');
  const others = await Promise.all([spawnServer(env, 'api'), spawnServer(env, 'worker')]);
  const servers = [all, ...others];
  const frozen = await freeze(postgres.pid);
  onTestFinished(frozen.thaw);
  // Maintenance, the worker, the metrics and the listener meet it, each in the midst of its own.
  const [api] = others;
  await Promise.all(
    [all, api].map((server) => clientOf(() => server.url).api('GET', '/platform/v1/jobs')),
  );
  for (const server of servers) {
    await waitFor(async () => (await readiness(server)).status === 503, {
      describe: 'it to notice',
    });
  }
  for (const server of servers) server.signal('SIGTERM');
  expect(await Promise.all(servers.map((server) => server.exited()))).toEqual([0, 0, 0]);
});
