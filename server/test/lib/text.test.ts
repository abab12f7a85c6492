import fc from 'fast-check';
import { expect, test } from 'vitest';
import { messageOf, shorten, shortenBytes, storable } from '../../src/lib/text.ts';

// Any code units, with those that texts break at far more often than chance would have them.
const units = fc.oneof(
  fc.nat(0xffff),
  fc.constantFrom(0, 0x41, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xfffd, 0xfeff),
);
const anyText = fc.array(units, { maxLength: 40 }).map((codes) => String.fromCharCode(...codes));
const limits = fc.nat(45);

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

test('any text, cut at any limit, is well-formed, has no NUL, and is within the limit', () => {
  fc.assert(
    fc.property(anyText, limits, (text, limit) => {
      const cut = shorten(text, limit);
      expect(isStorable(cut)).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(limit);
      // No more than one character is missing that would have had room.
      expect(cut.length).toBeGreaterThanOrEqual(Math.min(text.length, limit - 1));
      expect(storable(text).startsWith(cut)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('text that can be stored stays as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
      const plain = text.replaceAll('\0', '');
      expect(storable(plain)).toBe(plain);
      expect(shorten(plain, plain.length)).toBe(plain);
    }),
  );
});

test('any bytes, cut at any limit, are text that can be stored', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), limits, (bytes, limit) => {
      expect(isStorable(shortenBytes(Buffer.from(bytes), limit))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('UTF-8 that is cut in the middle of a character ends before it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), limits, (text, limit) => {
      const plain = text.replaceAll('\0', '');
      const cut = shortenBytes(Buffer.from(plain), limit);
      expect(plain.startsWith(cut)).toBe(true);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(limit);
      expect(Buffer.byteLength(cut)).toBeGreaterThanOrEqual(
        Math.min(Buffer.byteLength(plain), limit - 3),
      );
    }),
    { numRuns: 2000 },
  );
});

test('whatever is thrown has a message that can be stored', () => {
  for (const thrown of [new Error(''), new Error('a\0\uD83D'), 'text', undefined, null, 7]) {
    const message = messageOf(thrown);
    expect(message).not.toBe('');
    expect(isStorable(message)).toBe(true);
  }
});
