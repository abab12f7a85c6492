import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { startFaultyWay } from '../support/faulty-way.ts';
import { clientOf, type LogLine, spawnServer } from '../support/processes.ts';
import { waitFor } from '../support/wait-for.ts';

const ERROR = 50;
const CALLS = 60;

const failed = (line: LogLine): boolean => line.level === ERROR && line.msg === 'requests failed';

test('an outage that refuses many is a line when it begins, and one when it is over', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const way = await startFaultyWay(database.url);
  onTestFinished(way.close);
  const server = await spawnServer({
    DATABASE_URL: way.url,
    PLUGBOARD_DATABASE_CONNECT_TIMEOUT_MS: '1500',
    PLUGBOARD_DATABASE_STATEMENT_TIMEOUT_MS: '1000',
    PLUGBOARD_DATABASE_LOCK_TIMEOUT_MS: '1000',
  });
  const client = clientOf(() => server.url);
  const call = async () => (await client.api('GET', '/platform/v1/jobs')).status;
  way.deafen();
  await waitFor(async () => (await call()) === 503, { describe: 'the first to be refused' });
  const statuses = await Promise.all(Array.from({ length: CALLS }, call));
  expect(statuses).toEqual(statuses.map(() => 503));
  way.hear();
  await waitFor(async () => (await call()) === 200, { describe: 'requests to be served' });
  const over = await server.logged(
    ({ msg }) => msg === 'requests failed: it is over',
    'the end to be told',
  );
  expect(over).toMatchObject({ reason: expect.stringMatching(/^The database /) });
  // It says one of a few things, by how far each got.
  const lines = server.lines();
  expect(lines.filter(failed).length).toBeGreaterThan(0);
  expect(lines.filter(failed).length).toBeLessThanOrEqual(3);
  const told = lines.filter(({ level }) => Number(level) >= ERROR);
  expect(told.length).toBeLessThan(CALLS / 3);
});

test('a database that cannot be reached for long does not fill the log of a worker', async () => {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const way = await startFaultyWay(database.url);
  const server = await spawnServer({ DATABASE_URL: way.url, PLUGBOARD_POLL_MS: '50' }, 'worker');
  const { port } = new URL(way.url);
  await way.close();
  // Each try is a connection: it is cut, as by a proxy whose database is gone.
  let tries = 0;
  const cutting = createServer((socket) => {
    tries++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => cutting.listen(Number(port), '127.0.0.1', resolve));
  onTestFinished(() => void cutting.close());
  await waitFor(() => tries > 200, {
    describe: 'the worker to try again and again',
    progress: () => tries,
  });
  // That it goes on is told by the clock, however many tries there are.
  const loud = server
    .lines()
    .filter(({ level, msg }) => Number(level) > 30 && !msg.endsWith('it goes on'));
  expect(loud.length).toBeGreaterThan(0);
  expect(loud.length).toBeLessThan(tries / 4);
});
