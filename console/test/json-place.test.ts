import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineAt, placeOf } from '../src/parts/json-place.ts';

const TEXT = '\n{\n  "door": "door",\n  "rooms": [1, {"a/b": 2}]\n}';
const at = (pointer: string) => {
  const { from, to } = placeOf(TEXT, pointer);
  return TEXT.slice(from, to);
};

test('the value of a pointer is found where it stands, and not its name that reads the same', () => {
  expect(at('/door')).toBe('"door"');
  expect(lineAt(TEXT, placeOf(TEXT, '/door').from)).toBe(3);
  expect(TEXT.slice(0, placeOf(TEXT, '/door').from)).toContain('"door": ');
  expect(at('/rooms/1/a~1b')).toBe('2');
  expect(at('')).toBe(TEXT.trim());
});

test('of what is missing, the beginning is found of what it would be part of', () => {
  expect(at('/window')).toBe('{');
  expect(placeOf(TEXT, '/window').from).toBe(1);
  expect(at('/rooms/5')).toBe('[');
  expect(at('/door/handle')).toBe('"door"');
});

test('whatever the text and the pointer, the place is within the text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.array(fc.string()), (value, keys) => {
      const text = JSON.stringify(value, null, 1);
      const { from, to } = placeOf(text, keys.map((key) => `/${key}`).join(''));
      expect(from).toBeGreaterThanOrEqual(0);
      expect(to).toBeGreaterThanOrEqual(from);
      expect(to).toBeLessThanOrEqual(text.length);
    }),
  );
});
