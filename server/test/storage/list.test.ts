import { expect, test } from 'vitest';
import { sql } from '../../src/lib/db.ts';
import { endOfPrefix } from '../../src/storage/actions/list.ts';
import { refusalOf, setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

type Items = { key: string; value: unknown }[];

async function keysOf(
  holder: ReturnType<typeof newHolder>,
  options: object = {},
): Promise<string[]> {
  const [items] = (await run(holder, { action: 'list', ...options })) as [Items];
  return items.map(({ key }) => key);
}

async function fill(keys: string[]): Promise<ReturnType<typeof newHolder>> {
  const holder = newHolder();
  await run(holder, ...keys.map((key, value) => ({ action: 'set', key, value })));
  return holder;
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, index) => `key ${String(index).padStart(4, '0')}`);

test('pages have 100 items, without gap or repeat, and end', async () => {
  const keys = numbered(250);
  const holder = await fill(keys.toReversed());
  const pages = await Promise.all([1, 2, 3, 4].map((page) => keysOf(holder, { page })));
  expect(pages.map((page) => page.length)).toEqual([100, 100, 50, 0]);
  expect(pages.flat()).toEqual(keys);
  expect(await keysOf(holder)).toEqual(pages[0]);
  // Envoy's client does not convert what it is given.
  expect(await keysOf(holder, { page: '3' })).toEqual(pages[2]);
  const bounds = { action: 'set_unique_num', key: 'bound', min: '-7', max: '-7' };
  expect(await run(newHolder(), bounds)).toEqual([{ key: 'bound', value: -7 }]);
  expect(await keysOf(holder, { page: 1e9 })).toEqual([]);
  expect(await keysOf(holder, { page: Number.MAX_SAFE_INTEGER, limit: 1000 })).toEqual([]);
});

test('keys are in code-point order', async () => {
  // In UTF-16 order the emoji would stand before the last; by a language's rules é would stand beside e.
  const keys = ['\n', '!', '10', '9', 'B', 'a', 'e', 'z', 'é', '\ufffd', '😀'];
  const holder = await fill(keys.toReversed());
  expect(await keysOf(holder)).toEqual(keys);
});

test('limit sets the size of a page', async () => {
  const keys = numbered(1000);
  const holder = await fill(keys);
  expect(await keysOf(holder, { limit: 1000 })).toEqual(keys);
  expect(await keysOf(holder, { limit: 7, page: 2 })).toEqual(keys.slice(7, 14));
});

test('after goes on behind a key, whether there is one or not', async () => {
  const holder = await fill(['a', 'b', 'c', 'd']);
  expect(await keysOf(holder, { after: 'b' })).toEqual(['c', 'd']);
  expect(await keysOf(holder, { after: 'bb', limit: 1 })).toEqual(['c']);
  expect(await keysOf(holder, { after: 'd' })).toEqual([]);
});

test('prefix is taken literally, and goes together with after and page', async () => {
  const holder = await fill(['%', '%a', '_', 'a', 'a%', 'a_', 'aa', 'ab', 'b', '😀', '😀a']);
  expect(await keysOf(holder, { prefix: '%' })).toEqual(['%', '%a']);
  expect(await keysOf(holder, { prefix: 'a' })).toEqual(['a', 'a%', 'a_', 'aa', 'ab']);
  expect(await keysOf(holder, { prefix: 'a', after: 'a_' })).toEqual(['aa', 'ab']);
  expect(await keysOf(holder, { prefix: 'a', after: '%' })).toHaveLength(5);
  expect(await keysOf(holder, { prefix: 'a', limit: 2, page: 2 })).toEqual(['a_', 'aa']);
  expect(await keysOf(holder, { prefix: '😀' })).toEqual(['😀', '😀a']);
  expect(await keysOf(holder, { prefix: '' })).toHaveLength(11);
});

test.each([
  ['', undefined],
  ['a', 'b'],
  ['az', 'a{'],
  ['\ud7ff', '\ue000'],
  ['\uffff', '\u{10000}'],
  ['a\u{10ffff}', 'b'],
  ['\u{10ffff}\u{10ffff}', undefined],
])('behind what begins with %j is %j', (prefix, end) => {
  expect(endOfPrefix(prefix)).toBe(end);
});

test('lists of one pipeline see the same moment, whatever others do', async () => {
  const holder = await fill(numbered(3));
  const lists = Array.from({ length: 50 }, () => ({ action: 'list' }));
  const writes = Array.from({ length: 50 }, (_, value) =>
    run(holder, { action: 'set', key: `new ${value}`, value }),
  );
  const results = await run(holder, ...lists);
  await Promise.all(writes);
  expect(new Set(results.map((items) => JSON.stringify(items))).size).toBe(1);
});

test('a pipeline whose lists go deep is refused when it has taken too long', async () => {
  const holder = newHolder();
  await storage.db.query(sql`
    insert into install_storage_items (install_id, key, value)
    select ${holder.kind === 'install' ? holder.installId : 0}, 'key ' || n, '1'
    from generate_series(1, 50000) n`);
  const deep = { action: 'list', page: 500 };
  const lists = Array.from({ length: 999 }, () => deep);
  const refused = refusalOf(run(holder, { action: 'set', key: 'a', value: 1 }, ...lists));
  expect(await refused).toEqual([422, 'invalid', expect.stringMatching(/^\/commands\/\d+$/)]);
  expect(await run(holder, { action: 'get', key: 'a' })).toEqual([null]);
  expect(await keysOf(holder, { page: 500 })).toHaveLength(100);
});
