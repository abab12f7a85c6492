import { expect, onTestFinished, test } from 'vitest';
import { announce, type Changes, listenForChanges } from '../../src/lib/changes.ts';
import { openDatabase } from '../../src/lib/db.ts';
import { createTestDatabase } from '../support/database.ts';
import { type FaultyWay, startFaultyWay } from '../support/faulty-way.ts';
import { ending, waitFor } from '../support/wait-for.ts';

async function listen(): Promise<{ changes: Changes; way: FaultyWay; url: string }> {
  const database = await createTestDatabase();
  onTestFinished(database.drop);
  const way = await startFaultyWay(database.url);
  onTestFinished(way.close);
  const changes = await listenForChanges(way.url, () => undefined, 500);
  return { changes, way, url: database.url };
}

test('a connection whose other end is gone is noticed and made anew, and every listener is told', async () => {
  const { changes, way, url } = await listen();
  onTestFinished(changes.close);
  const db = openDatabase({ url, poolSize: 1 });
  onTestFinished(db.close);
  const told = { tokens: 0, people: 0 };
  changes.on('tokens', () => told.tokens++);
  changes.on('people', () => told.people++);
  way.deafen();
  await announce(db, 'tokens');
  await waitFor(() => way.swallowed() > 0, { describe: 'what is said to be lost' });
  expect(told).toEqual({ tokens: 0, people: 0 });
  way.hear();
  // The old connection stays as deaf as it is until it is given up, since what was lost in it does not come again.
  await waitFor(() => told.tokens > 0 && told.people > 0, { describe: 'listeners to be told' });
  const before = told.people;
  await announce(db, 'people');
  await waitFor(() => told.people > before, { describe: 'the new connection to be listened to' });
});

test('closing does not wait for a database that is silent', async () => {
  const { changes, way } = await listen();
  way.deafen();
  await ending(changes.close(), 'the connection to be closed');
});

test('a database that is not there at the start is told, and not asked for again', async () => {
  const { way } = await listen().then(async (listening) => {
    await listening.changes.close();
    return listening;
  });
  way.deafen();
  await expect(listenForChanges(way.url, () => undefined, 500)).rejects.toThrow(/timeout/);
});
