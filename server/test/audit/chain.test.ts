import { beforeEach, expect, test } from 'vitest';
import { chainEntries, dropOldEntries } from '../../src/audit/chain.ts';
import { BY_ITSELF } from '../../src/audit/doing.ts';
import { record } from '../../src/audit/record.ts';
import { verifyChain } from '../../src/audit/verify.ts';
import { type Database, type Db, openDatabase, type Sql, sql } from '../../src/lib/db.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';
import { countLinks } from './log.ts';

const PATIENCE = { connectMs: 120_000, statementMs: 120_000, lockMs: 120_000 };

let database: TestDatabase;
let nodes: Database[];
beforeEach(async () => {
  database = await createTestDatabase();
  nodes = [1, 2].map(() => openDatabase({ url: database.url, poolSize: 10, limits: PATIENCE }));
  return async () => {
    for (const node of nodes) await node.close();
    await database.drop();
  };
});

const one = (tx: Db, target: number) =>
  record(tx, BY_ITSELF, { action: 'space.created', target, spaceId: target });

async function write(count: number): Promise<void> {
  const writes = Array.from({ length: count }, (_, index) =>
    (nodes[index % 2] as Database).transaction((tx) => one(tx, index + 1)),
  );
  await Promise.all(writes);
}

const chainOnAll = () => Promise.all(nodes.map((node) => chainEntries(node)));
const first = () => nodes[0] as Database;
const second = () => nodes[1] as Database;
const verify = () => verifyChain(first(), 7);
const change = (statement: Sql) => first().query(statement);

test('two nodes make one line of what a thousand writers write meanwhile', async () => {
  let isWriting = true;
  const writing = write(1000).finally(() => {
    isWriting = false;
  });
  const chaining = (async () => {
    while (isWriting) await chainOnAll();
  })();
  await Promise.all([writing, chaining]);
  await chainOnAll();
  expect(await countLinks(first())).toEqual({ chained: 1000, waiting: 0 });
  const numbers = await first().query<{ number: number }>(
    sql`select number from audit_entries order by number`,
  );
  expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, index) => index + 1));
  expect(await verify()).toMatchObject({ fits: true, entries: 1000 });
});

test('who writes waits for nobody who chains', async () => {
  await write(3);
  await first().transaction(async (tx) => {
    await tx.query(sql`select 1 from audit_chain for update`);
    await second().transaction((other) => one(other, 9));
    // And who would chain, too, goes away.
    await chainEntries(second());
  });
  expect(await countLinks(first())).toEqual({ chained: 0, waiting: 4 });
});

test('an empty log fits', async () => {
  expect(await verify()).toMatchObject({ fits: true, entries: 0 });
});

// By their place in the chain.
const idAt = async (number: number): Promise<string> => {
  const [row] = await first().query<{ id: string }>(
    sql`select id from audit_entries where number = ${number}`,
  );
  return row?.id as string;
};

test.each<[string, Sql]>([
  ['when', sql`update audit_entries set at = at - interval '1 ms' where number = 12`],
  ['who', sql`update audit_entries set actor_kind = 'host' where number = 12`],
  ['which', sql`update audit_entries set actor_id = 4 where number = 12`],
  ['what', sql`update audit_entries set action = 'space.deleted' where number = 12`],
  ['to what', sql`update audit_entries set target_id = '21' where number = 12`],
  ['to what kind', sql`update audit_entries set target_type = 'user' where number = 12`],
  ['where', sql`update audit_entries set space_id = null where number = 12`],
  ['by which request', sql`update audit_entries set request_id = 'req-1' where number = 12`],
  ['which members', sql`update audit_entries set changed = '{/a}' where number = 12`],
  ['from where', sql`update audit_entries set details_hash = '' where number = 12`],
])('an entry that says otherwise %s is found', async (_what, forgery) => {
  await write(20);
  await chainOnAll();
  expect(await verify()).toMatchObject({ fits: true });
  const id = await idAt(12);
  await change(forgery);
  expect(await verify()).toEqual({ fits: false, id, reason: 'changed' });
});

test('details that say otherwise are found, and those that are erased are not missed', async () => {
  await write(20);
  await chainOnAll();
  const id = await idAt(9);
  await change(sql`update audit_details set address = '192.0.2.1' where entry_id = ${id}`);
  expect(await verify()).toEqual({ fits: false, id, reason: 'details_changed' });
  await change(sql`delete from audit_details where entry_id = ${id}`);
  expect(await verify()).toMatchObject({ fits: true, entries: 20 });
});

test('an entry that is removed is found by the one behind it', async () => {
  await write(20);
  await chainOnAll();
  const id = await idAt(13);
  await change(sql`delete from audit_entries where number = 12`);
  expect(await verify()).toEqual({ fits: false, id, reason: 'misplaced' });
});

test('the first and the newest entries that are removed are found', async () => {
  await write(20);
  await chainOnAll();
  const second = await idAt(2);
  await change(sql`delete from audit_entries where number = 20`);
  expect(await verify()).toEqual({ fits: false, id: null, reason: 'end_missing' });
  await change(sql`delete from audit_entries where number = 1`);
  expect(await verify()).toEqual({ fits: false, id: second, reason: 'misplaced' });
});

test('entries that change places are found', async () => {
  await write(20);
  await chainOnAll();
  const id = await idAt(7);
  await change(sql`update audit_entries set number = -number where number in (6, 7)`);
  await change(sql`update audit_entries set number = 13 + number where number in (-6, -7)`);
  expect(await verify()).toEqual({ fits: false, id, reason: 'misplaced' });
});

test('an entry that is put behind the end is found, and one in between', async () => {
  await write(20);
  await chainOnAll();
  const copy = (number: number) => sql`
    insert into audit_entries (id, at, actor_kind, action, target_type, target_id, changed, details_hash, number,
      prev_hash, hash)
    select gen_random_uuid(), at, actor_kind, action, target_type, target_id, changed, details_hash, ${number}::bigint,
      prev_hash, hash from audit_entries where number = 5
    returning id`;
  const [behind] = await first().query<{ id: string }>(copy(21));
  expect(await verify()).toEqual({ fits: false, id: behind?.id, reason: 'misplaced' });
  await change(sql`delete from audit_entries where number = 21`);
  await change(sql`update audit_entries set number = -number where number > 8`);
  await change(sql`update audit_entries set number = 1 - number where number < 0`);
  await change(sql`update audit_chain set number = 21`);
  const [between] = await first().query<{ id: string }>(copy(9));
  expect(await verify()).toEqual({ fits: false, id: between?.id, reason: 'misplaced' });
});

test('what is over is dropped in slices from the oldest on, and the rest still fits', async () => {
  await write(2500);
  await chainOnAll();
  await change(sql`
    update audit_entries set at = at - interval '30 days' where number <= 2200`);
  const entries = await first().query<{ id: string }>(sql`select id from audit_entries`);
  expect(entries).toHaveLength(2500);
  await dropOldEntries(first(), 40);
  expect(await countLinks(first())).toEqual({ chained: 2500, waiting: 0 });
  await Promise.all(nodes.map((node) => dropOldEntries(node, 20)));
  await dropOldEntries(first(), 20);
  expect(await countLinks(first())).toEqual({ chained: 300, waiting: 0 });
  expect(await verify()).toMatchObject({ fits: true, entries: 300 });
  const details = await first().query(sql`select 1 from audit_details`);
  expect(details).toHaveLength(300);

  await write(5);
  await chainOnAll();
  expect(await verify()).toMatchObject({ fits: true, entries: 305 });
  await change(sql`delete from audit_entries where number = 2201`);
  expect(await verify()).toMatchObject({ fits: false, reason: 'misplaced' });
});

test('what is not in the chain yet is not dropped', async () => {
  await write(3);
  await change(sql`update audit_entries set at = at - interval '30 days'`);
  await dropOldEntries(first(), 20);
  expect(await countLinks(first())).toEqual({ chained: 0, waiting: 3 });
});

test('old entries are dropped while somebody verifies', async () => {
  await write(30);
  await change(sql`update audit_entries set at = at - interval '30 days'`);
  await chainOnAll();
  await write(10);
  await chainOnAll();
  let slices = 0;
  const dropping: Db = {
    async query(statement) {
      const isSlice = statement.text.includes('left join audit_details');
      if (isSlice && ++slices === 3) await dropOldEntries(second(), 20);
      return first().query(statement);
    },
  };
  expect(await verifyChain(dropping, 7)).toMatchObject({ fits: true, entries: 24 });
  expect(await countLinks(first())).toEqual({ chained: 10, waiting: 0 });
});
