import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../src/bytes.ts';
import { createSeal } from '../../src/oauth/seal.ts';

const SECRET = 'a client secret, ümlaut included';
const sealWith = (...secrets: [string, ...string[]]) => createSeal(() => secrets);
const seal = sealWith(SECRET);

afterEach(() => vi.useRealTimers());

const json = fc.jsonValue().filter((value) => value !== null);
const purpose = fc.string({ unit: 'binary' });

test('what was sealed opens for what it was sealed for, and never shows', async () => {
  await fc.assert(
    fc.asyncProperty(json, purpose, async (value, what) => {
      const text = await seal.seal(what, { canary: 'in-the-mine', value }, 60);
      expect(text).toMatch(/^[\w-]+$/);
      expect(text).not.toContain('in-the-mine');
      expect(JSON.stringify(await seal.open(what, text))).toBe(
        JSON.stringify({ canary: 'in-the-mine', value }),
      );
      expect(await seal.seal(what, { canary: 'in-the-mine', value }, 60)).not.toBe(text);
    }),
  );
});

test('it does not open for anything else, nor with another secret', async () => {
  await fc.assert(
    fc.asyncProperty(json, purpose, purpose, async (value, what, other) => {
      const text = await seal.seal(what, value, 60);
      expect(await seal.open(other, text)).toEqual(
        new TextEncoder().encode(what).join() === new TextEncoder().encode(other).join()
          ? JSON.parse(JSON.stringify(value))
          : undefined,
      );
      expect(await sealWith(`${SECRET}!`).open(what, text)).toBeUndefined();
    }),
  );
});

test('each bit that is changed, and each character that is missing or added, is noticed', async () => {
  const text = await seal.seal('session', { user: 7 }, 60);
  const bytes = fromBase64Url(text.slice(1)) as Uint8Array;
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    expect(await seal.open('session', text[0] + toBase64Url(changed))).toBeUndefined();
  }
  for (let length = 0; length < text.length; length++) {
    expect(await seal.open('session', text.slice(0, length))).toBeUndefined();
  }
  for (const more of ['A', '=', '.', ' ', '\0']) {
    expect(await seal.open('session', text + more)).toBeUndefined();
    expect(await seal.open('session', more + text)).toBeUndefined();
  }
  expect(await seal.open('session', text)).toEqual({ user: 7 });
});

test('whatever is opened, it is ours or nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), purpose, async (text, what) => {
      expect(await seal.open(what, text)).toBeUndefined();
      expect(await seal.open(what, `1${toBase64Url(new TextEncoder().encode(text))}`)).toBe(
        undefined,
      );
    }),
  );
  expect(await seal.open('session', undefined)).toBeUndefined();
});

test('it opens for as long as it was sealed for', async () => {
  const now = 1_750_000_000_000;
  vi.useFakeTimers({ toFake: ['Date'], now });
  const text = await seal.seal('session', 'kept', 60);
  vi.setSystemTime(now + 59_999);
  expect(await seal.open('session', text)).toBe('kept');
  vi.setSystemTime(now + 60_000);
  expect(await seal.open('session', text)).toBeUndefined();
});

test('while a secret is replaced, what the old one sealed stays good', async () => {
  const old = await seal.seal('session', 'kept', 60);
  const both = sealWith('the new one', SECRET);
  expect(await both.open('session', old)).toBe('kept');
  const text = await both.seal('session', 'new', 60);
  expect(await sealWith('the new one').open('session', text)).toBe('new');
  expect(await seal.open('session', text)).toBeUndefined();
});
