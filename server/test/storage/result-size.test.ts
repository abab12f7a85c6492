import { expect, test } from 'vitest';
import { LIMITS, refusalOf, setUpStorage } from './harness.ts';

const MAX_RESULT = 100_000;
const { run, newHolder } = setUpStorage({ ...LIMITS, maxResultBytes: MAX_RESULT });

const large = 'x'.repeat(20_000);
const tooLarge = (index: number) => [413, 'value_too_large', `/commands/${index}`];
const repeat = (count: number, command: unknown) => Array.from({ length: count }, () => command);

test('results that are too large together are refused, from many gets of one value', async () => {
  const holder = newHolder();
  await run(holder, { action: 'set', key: 'a', value: large });
  expect(await run(holder, ...repeat(4, { action: 'get', key: 'a' }))).toHaveLength(4);
  expect(await refusalOf(run(holder, ...repeat(5, { action: 'get', key: 'a' })))).toEqual(
    tooLarge(4),
  );
});

test('… from gets of many values, before they are read', async () => {
  const holder = newHolder();
  const keys = ['a', 'b', 'c', 'd', 'e'];
  for (const key of keys) await run(holder, { action: 'set', key, value: large });
  const gets = keys.map((key) => ({ action: 'get', key }));
  expect(await refusalOf(run(holder, ...gets))).toEqual([413, 'value_too_large', '/commands']);
});

test('… from a list, and a smaller page is answered', async () => {
  const holder = newHolder();
  for (const key of ['a', 'b', 'c', 'd', 'e'])
    await run(holder, { action: 'set', key, value: large });
  expect(await refusalOf(run(holder, { action: 'list' }))).toEqual(tooLarge(0));
  expect(await run(holder, { action: 'list', limit: 4 })).toMatchObject([{ length: 4 }]);
});

test('… and then nothing of the pipeline was done', async () => {
  const holder = newHolder();
  const get = { action: 'get', key: 'a' };
  const set = { action: 'set', key: 'a', value: large };
  expect(await refusalOf(run(holder, set, get, get, get, get))).toEqual(tooLarge(4));
  expect(await run(holder, { action: 'get', key: 'a' })).toEqual([null]);
});

test('characters are counted as the bytes they are', async () => {
  const holder = newHolder();
  await run(holder, { action: 'set', key: 'a', value: 'é'.repeat(10_000) });
  expect(await refusalOf(run(holder, ...repeat(5, { action: 'get', key: 'a' })))).toEqual(
    tooLarge(4),
  );
});
