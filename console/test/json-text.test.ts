import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findIn, openAtFirst, rememberChildren, rowsOf } from '../src/parts/json-rows.ts';
import { childrenOf, kindOf } from '../src/parts/json-text.ts';

/** What a text says, read value by value. */
function read(text: string): unknown {
  const children = childrenOf(text).map(({ key, text: value }) => [key, read(value)] as const);
  if (kindOf(text) === 'object') return Object.fromEntries(children);
  return kindOf(text) === 'array' ? children.map(([, value]) => value) : JSON.parse(text);
}

test('any JSON is read value by value, however it is spaced', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('', ' ', '\t', '\n'), (value, space) => {
      const text = JSON.stringify(value, null, space);
      expect(read(text)).toEqual(JSON.parse(text));
    }),
  );
});

test('numbers keep their digits, members their order and those of the same name their number', () => {
  const text = '{ "b" : 12345678901234567890.50, "1":[ 1e400 ] ,"b":null}';
  expect(childrenOf(text)).toEqual([
    { key: 'b', text: '12345678901234567890.50' },
    { key: '1', text: '[ 1e400 ]' },
    { key: 'b', text: 'null' },
  ]);
});

const LARGE = JSON.stringify(
  Array.from({ length: 10_000 }, (_, id) => ({ id, name: `visitor ${id}`, note: 'x'.repeat(60) })),
);
const shown = (found?: Set<string>) =>
  rowsOf(LARGE, { open: openAtFirst(LARGE), shown: new Map(), found }, rememberChildren());

test('of a megabyte a hundred lines are shown, and that there are more', () => {
  const rows = shown();
  expect(rows.length).toBe(102);
  expect(rows.at(-1)?.more).toBe(9900);
});

test('a search shows what it found and what that is in, wherever it stands', () => {
  const { count, found } = findIn(LARGE, 'Visitor 9876');
  expect(count).toBe(1);
  expect(shown(found).map(({ pointer }) => pointer)).toEqual(['', '/9876', '/9876/name']);
});
