import { expect, test } from 'vitest';
import { migrationNames } from '../../src/lib/migrate.ts';
import { openConnection, query } from './connection.ts';
import { createTestDatabase } from './database.ts';
import { waitFor } from './wait-for.ts';

test('test databases made at the same time are migrated, apart from each other, and gone once dropped', async () => {
  const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase()));
  const [first, second] = databases as [(typeof databases)[0], (typeof databases)[0]];
  const migrated = await query(first.url, 'select name from migrations order by name');
  expect(migrated.flat()).toEqual(await migrationNames());

  await query(first.url, 'create table mine (id int)');
  await expect(query(second.url, 'select from mine')).rejects.toThrow(/does not exist/);

  await openConnection(first.url);
  await Promise.all(databases.map((database) => database.drop()));
  const isGone = () =>
    query(first.url, 'select 1').then(
      () => false,
      ({ message }: Error) => message.includes('does not exist'),
    );
  await waitFor(isGone, { describe: 'the database to be gone' });
});
