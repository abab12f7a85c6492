import { randomBytes, randomInt } from 'node:crypto';

/**
 * The values that a `set_unique` may hand out, as JSON texts: `"0417"` and `417` are different values, and different ranges may
 * overlap (`"0417"` is one of the decimal and of the hexadecimal strings of four).
 */
export interface ValueRange {
  /** Commands with the same name choose from the same values. */
  name: string;
  size: bigint;
  /** The value at an index from 0 to `size - 1`. */
  at(index: bigint): string;
  /** Any value, all equally likely. */
  draw(): string;
  contains(value: string): boolean;
}

/** All strings of `size` of the given, distinct characters. */
export function stringRange(chars: readonly string[], size: number): ValueRange {
  const base = BigInt(chars.length);
  const known = new Set(chars);
  return {
    name: `${size} of ${chars.join('')}`,
    size: base ** BigInt(size),
    at: (index) => JSON.stringify(digits(index, base, size, chars)),
    draw: () => {
      let text = '';
      for (let left = size; left > 0; left--) text += chars[randomInt(chars.length)];
      return JSON.stringify(text);
    },
    contains: (value) => {
      if (!value.startsWith('"')) return false;
      const used = [...(JSON.parse(value) as string)];
      return used.length === size && used.every((char) => known.has(char));
    },
  };
}

function digits(index: bigint, base: bigint, size: number, chars: readonly string[]): string {
  let text = '';
  let rest = index;
  for (let left = size; left > 0; left--) {
    text = chars[Number(rest % base)] + text;
    rest /= base;
  }
  return text;
}

/** All whole numbers from `min` to `max`. */
export function numberRange(min: number, max: number): ValueRange {
  const first = BigInt(min);
  // BigInt, since there are more safe integers (2^54 - 1) than a double can count.
  const size = BigInt(max) - first + 1n;
  return {
    name: `${min} to ${max}`,
    size,
    at: (index) => String(first + index),
    draw: () => String(first + randomBelow(size)),
    contains: (value) => !value.startsWith('"') && min <= Number(value) && Number(value) <= max,
  };
}

/** A random whole number from 0 to `bound - 1`, all equally likely up to 2^64, which no larger result exceeds. */
export function randomBelow(bound: bigint): bigint {
  const bits = (bound - 1n).toString(2).length;
  // What is out of range is drawn again rather than folded back, which would favour small numbers. Fewer than two draws on average.
  for (;;) {
    const drawn = BigInt.asUintN(bits, randomBytes(8).readBigUInt64BE());
    if (drawn < bound) return drawn;
  }
}
