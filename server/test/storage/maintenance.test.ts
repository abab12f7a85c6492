import { expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { eraseInstallStorage, sweepExpired } from '../../src/storage/maintenance.ts';
import { setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

test('sweeping removes the items whose life is over, however many, and no others', async () => {
  const holder = newHolder();
  await run(holder, { action: 'set', key: 'stays', value: 1 });
  await run(holder, { action: 'set', key: 'lives', value: 1, ttl: 60 });
  await storage.db.query(sql`
    insert into install_storage_items (install_id, key, value, expires_at)
    select 1000, 'key ' || n, '1', now() - n * interval '1 second' from generate_series(1, 2500) n`);
  await storage.db.query(sql`
    insert into plugin_storage_items (plugin_id, key, value, expires_at)
    values (1000, 'a', '1', now() - interval '1 second')`);
  expect(await sweepExpired(storage.db)).toBe(2501);
  expect(await sweepExpired(storage.db)).toBe(0);
  expect(await run(holder, { action: 'list' })).toMatchObject([
    [{ key: 'lives' }, { key: 'stays' }],
  ]);
});

test('sweeping does not wait for items in use', async () => {
  const holder = newHolder();
  await storage.db.query(sql`
    insert into install_storage_items (install_id, key, value, expires_at) values
    (2000, 'used', '1', now() - interval '1 second'), (2000, 'free', '1', now() - interval '1 second')`);
  await storage.db.transaction(async (tx) => {
    const used = { kind: 'install', installId: 2000 } as const;
    await storage.storage.pipelineIn(tx, used, [{ action: 'increment', key: 'used' }]);
    expect(await sweepExpired(storage.db)).toBe(1);
  });
  expect(await run({ kind: 'install', installId: 2000 }, { action: 'list' })).toEqual([
    [{ key: 'used', value: 1 }],
  ]);
  expect(await run(holder, { action: 'list' })).toEqual([[]]);
});

test('erasing removes all of one install, and frees its unique values', async () => {
  const [holder, neighbour] = [newHolder(), newHolder()];
  const unique = { action: 'set_unique_num', key: 'u', min: 3, max: 3 };
  for (const each of [holder, neighbour]) {
    await run(each, { action: 'set', key: 'a', value: 1 }, unique);
  }
  const erased = await storage.db.transaction((tx) =>
    eraseInstallStorage(tx, holder.kind === 'install' ? holder.installId : 0),
  );
  expect(erased).toBe(2);
  expect(await run(holder, { action: 'list' })).toEqual([[]]);
  expect(await run(neighbour, { action: 'list' })).toMatchObject([{ length: 2 }]);
  expect(await run(holder, { ...unique, key: 'other' })).toEqual([{ key: 'other', value: 3 }]);
});
