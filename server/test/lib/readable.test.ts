import fc from 'fast-check';
import { expect, test } from 'vitest';
import { foldLine, hidesSomething, isLine, isText } from '../../src/lib/readable.ts';

const REFUSED_EVERYWHERE = [
  ...['\u0000', '\u0007', '\u000b', '\u001b', '\u001f', '\u007f', '\u0080', '\u009b', '\u009f'],
  ...['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'],
  ...['\u206a', '\u206f', '\ud800', '\udfff'],
];
const REFUSED_IN_A_LINE = [
  ...['\t', '\n', '\r', '\u0085', '\u2028', '\u2029', '\u200e', '\u200f', '\u061c'],
];
const BLANK = [
  ...[' ', '\u00a0', '\u3000', '\u200b', '\u200c\u200d', '\u2060', '\ufeff', '\u00ad', '\u3164'],
  ...['\u115f', '\u2800', '\ufe0f', '\u{e0041}', '\u200b \u200b'],
];
const NAMES = [
  ...[
    'Acme',
    'Zoë O’Neil',
    '李小龍',
    'دانش\u200cآموز',
    '👩\u200d👩\u200d👧',
    '❤\ufe0f',
    'नमस्ते',
    '\u05d0\u05d1',
  ],
  ...['-', '1', 'e\u0301'],
];

test.each(REFUSED_EVERYWHERE)('%j is in no text', (character) => {
  for (const text of [character, `a${character}b`, `${character}a`, `a${character}`]) {
    expect([isLine(text), isText(text)]).toEqual([false, false]);
  }
});

test.each(REFUSED_IN_A_LINE)('%j is in texts only, and in no line', (character) => {
  expect(isLine(`a${character}b`)).toBe(false);
  // (U+0085 is a control character all the same.)
  expect(isText(`a${character}b`)).toBe(character !== '\u0085');
});

test.each(BLANK)('%j is no name', (text) => {
  expect(isLine(text)).toBe(false);
  expect(foldLine(text, 10)).toBeUndefined();
});

test.each(NAMES)('%j is a name', (text) => {
  expect(isLine(text)).toBe(true);
  expect(foldLine(text, 100)).toBe(text);
  for (const space of [' ', '\u00a0', '\u3000']) {
    expect([isLine(text + space), isLine(space + text)]).toEqual([false, false]);
  }
});

const anything = fc.string({ unit: 'binary', maxLength: 40 });

test('what is folded is a line, of at most so many characters, and a line stays as it is', () => {
  fc.assert(
    fc.property(anything, fc.integer({ min: 1, max: 10 }), (text, maxLength) => {
      const folded = foldLine(text, maxLength);
      if (folded === undefined) return;
      expect(isLine(folded)).toBe(true);
      expect(folded.isWellFormed()).toBe(true);
      expect([...folded].length).toBeLessThanOrEqual(maxLength);
      expect(foldLine(folded, maxLength)).toBe(folded);
    }),
  );
});

test('every line is a text', () => {
  fc.assert(fc.property(anything, (text) => !isLine(text) || isText(text)));
});

test('an address hides nothing', () => {
  expect(['a@b.example', 'ü@例え.jp'].map(hidesSomething)).toEqual([false, false]);
  const hidden = ['a\u200b@b.example', 'a b@c.example', 'a\u00ad@b.example', '\u2800@b.example'];
  expect(hidden.map(hidesSomething)).toEqual([true, true, true, true]);
});
