import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RawJson, readExactly } from '../../src/lib/json.ts';
import { matchesFilter, readFilter, validateFilter } from '../../src/manifest/filter.ts';

const payload = {
  visitor: { name: 'Ada', email: 'ada@example.com', badge: null, tags: ['vip', 'press'] },
  floor: 3,
  signed: true,
  hosts: [
    { name: 'Bob', floor: 1 },
    { name: 'Eve', floor: 9 },
  ],
  nothing: [],
};

describe('a filter', () => {
  test.each<[string, object, boolean]>([
    ['equals a text', { visitor: { name: ['Ada'] } }, true],
    ['is exact about case', { visitor: { name: ['ada'] } }, false],
    ['takes one of several values', { floor: [1, 2, 3] }, true],
    ['tells a number from its text', { floor: ['3'] }, false],
    ['tells true from "true"', { signed: ['true'] }, false],
    ['equals null', { visitor: { badge: [null] } }, true],
    ['does not take a missing field for null', { visitor: { phone: [null] } }, false],
    ['needs every field it names', { floor: [3], signed: [false] }, false],
    ['knows prefixes', { visitor: { email: [{ prefix: 'ada@' }] } }, true],
    ['knows suffixes', { visitor: { email: [{ suffix: '@example.org' }] } }, false],
    ['has no prefix of a number', { floor: [{ prefix: '3' }] }, false],
    ['knows what exists', { visitor: { badge: [{ exists: true }] } }, true],
    ['knows what is missing', { visitor: { phone: [{ exists: false }] } }, true],
    ['finds nothing below what is missing', { guest: { name: [{ exists: false }] } }, true],
    ['finds no fields in a text', { signed: { by: [{ exists: false }] } }, true],
    ['refuses what it is anything but', { floor: [{ anything_but: [2, 3] }] }, false],
    ['takes anything else', { floor: [{ anything_but: [1, 2] }] }, true],
    ['takes nothing missing for anything else', { phone: [{ anything_but: [1] }] }, false],
    ['compares numbers', { floor: [{ numeric: ['>', 2, '<=', 3] }] }, true],
    ['excludes a bound', { floor: [{ numeric: ['>', 3] }] }, false],
    ['equals a number', { floor: [{ numeric: ['=', 3] }] }, true],
    ['compares no texts', { visitor: { name: [{ numeric: ['>', 0] }] } }, false],
    ['needs one element of an array', { visitor: { tags: ['press'] } }, true],
    ['needs at least one element', { visitor: { tags: ['staff'] } }, false],
    ['descends into the objects of an array', { hosts: { name: ['Eve'], floor: [9] } }, true],
    ['wants one object to match as a whole', { hosts: { name: ['Eve'], floor: [1] } }, false],
    ['takes an empty array for something', { nothing: [{ exists: true }] }, true],
    ['finds no value in an empty array', { nothing: [{ anything_but: ['x'] }] }, false],
    ['mixes values and operators', { floor: ['lobby', { numeric: ['<', 0] }, 3] }, true],
    ['does not see what objects inherit', { constructor: [{ exists: true }] }, false],
    ['does not see methods of texts', { visitor: { name: { length: [3] } } }, false],
  ])('%s', (_name, filter, matches) => {
    expect(validateFilter(filter)).toEqual([]);
    expect(matchesFilter(filter, payload)).toBe(matches);
  });

  // Numbers are decimals, however they are written and however many digits they have.
  test.each<[string, string, boolean]>([
    ['9007199254740993', '9007199254740993', true],
    ['9007199254740993', '9007199254740992', false],
    ['9007199254740992', '9007199254740993', false],
    ['12345678901234567890', '12345678901234567890.0', true],
    ['12345678901234567890', '12345678901234567891', false],
    ['-12345678901234567891', '-12345678901234567891', true],
    ['-12345678901234567891', '12345678901234567891', false],
    ['1000', '1E3', true],
    ['1e22', '10000000000000000000000', true],
    ['1e22', '10000000000000000000001', false],
    ['0', '-0.0', true],
    ['0', '1e-400', false],
    ['1e-400', '0.1e-399', true],
    ['1e-400', '2e-400', false],
    ['0.1', '0.1000000000000000055511151231257827', false],
    ['0.1', '0.10000000000000000000000', true],
    ['5e-324', '4e-324', false],
  ])('tells %s and %s apart as they are written', (one, other, same) => {
    for (const [wanted, found] of [
      [one, other],
      [other, one],
    ]) {
      const payload = readExactly(`{"n":${found}}`);
      const passes = (condition: string) =>
        matchesFilter(readFilter(new RawJson(`{"n":[${condition}]}`)), payload);
      expect(passes(wanted as string)).toBe(same);
      expect(passes(`{"anything_but":[true,${wanted}]}`)).toBe(!same);
      expect(passes(`{"numeric":["=",${wanted}]}`)).toBe(same);
      expect(passes(`{"numeric":[">=",${wanted},"<=",${wanted}]}`)).toBe(same);
      expect(passes(`{"numeric":["<",${wanted}]}`) || passes(`{"numeric":[">",${wanted}]}`)).toBe(
        !same,
      );
    }
  });

  test('orders whole numbers of any size, and fractions of any length, as they are', () => {
    const literal = fc
      .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.nat({ max: 45 }))
      .map(([whole, places]) => {
        const digits = String(whole < 0n ? -whole : whole).padStart(places + 1, '0');
        const at = digits.length - places;
        const text = `${whole < 0n ? '-' : ''}${digits.slice(0, at)}`;
        const scaled = whole * 10n ** BigInt(45 - places);
        return { text: places === 0 ? text : `${text}.${digits.slice(at)}`, scaled };
      });
    // Near each other, as doubles they are often the same.
    const pair = fc
      .tuple(literal, literal, fc.boolean(), fc.bigInt({ min: -2n, max: 2n }))
      .map(([one, other, near, step]) => {
        if (!near || one.text.includes('.')) return [one, other] as const;
        const whole = BigInt(one.text) + step;
        return [one, { text: String(whole), scaled: whole * 10n ** 45n }] as const;
      });
    fc.assert(
      fc.property(pair, ([wanted, found]) => {
        const payload = readExactly(`{"n":${found.text}}`);
        const passes = (operator: string) =>
          matchesFilter(
            readFilter(new RawJson(`{"n":[{"numeric":["${operator}",${wanted.text}]}]}`)),
            payload,
          );
        expect(['<', '=', '>'].map(passes)).toEqual([
          found.scaled < wanted.scaled,
          found.scaled === wanted.scaled,
          found.scaled > wanted.scaled,
        ]);
      }),
      { numRuns: 500 },
    );
  });

  test('sees a member that is called __proto__ only when it was sent', () => {
    const filter = JSON.parse('{"__proto__":{"admin":[true]}}');
    expect(validateFilter(filter)).toEqual([]);
    expect(matchesFilter(filter, JSON.parse('{"__proto__":{"admin":true}}'))).toBe(true);
    expect(matchesFilter(filter, { admin: true })).toBe(false);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    ['a text', 'entry', ''],
    ['an array', ['a'], ''],
    ['an empty object', {}, ''],
    ['an empty object inside', { a: {} }, '/a'],
    ['an empty list', { a: [] }, '/a'],
    ['a value outside a list', { 'a/b': { '~': 'x' } }, '/a~1b/~0'],
    ['a list in a list', { a: [['x']] }, '/a/0'],
    ['an unknown operator', { a: [{ matches: '^a' }] }, '/a/0'],
    ['an inherited operator', { a: [{ constructor: 'x' }] }, '/a/0'],
    ['two operators at once', { a: [{ prefix: 'a', suffix: 'b' }] }, '/a/0'],
    ['an empty prefix', { a: ['x', { prefix: '' }] }, '/a/1'],
    ['exists with a text', { a: [{ exists: 'yes' }] }, '/a/0'],
    ['anything_but nothing', { a: [{ anything_but: [] }] }, '/a/0'],
    ['anything_but an object', { a: [{ anything_but: [{}] }] }, '/a/0'],
    ['half a comparison', { a: [{ numeric: ['>'] }] }, '/a/0'],
    ['an unknown comparison', { a: [{ numeric: ['!=', 1] }] }, '/a/0'],
    ['a comparison with a text', { a: [{ numeric: ['>', '1'] }] }, '/a/0'],
    ['eleven levels', nested(11), '/a/a/a/a/a/a/a/a/a/a'],
    ['more values than fit', { a: Array.from({ length: 201 }, (_, n) => n) }, ''],
    ['more refused values than fit', { a: [{ anything_but: Array(201).fill(1) }] }, ''],
    [
      'more fields than fit',
      Object.fromEntries(Array.from({ length: 101 }, (_, n) => [n, [1]])),
      '',
    ],
  ])('cannot be %s', (_name, filter, pointer) => {
    expect(validateFilter(filter).map((violation) => violation.pointer)).toEqual([pointer]);
  });

  test('may be as deep and as large as it is told', () => {
    expect(validateFilter(nested(10))).toEqual([]);
    expect(validateFilter({ a: Array.from({ length: 200 }, (_, n) => n) })).toEqual([]);
  });

  test('never throws, whatever it and the payload are', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (filter, value) => {
        validateFilter(filter);
        expect(typeof matchesFilter(filter, value)).toBe('boolean');
      }),
    );
  });

  test('that lists a value of the payload at its place matches it', () => {
    const scalar = fc.oneof(
      fc.string(),
      fc.double({ noNaN: true }),
      fc.boolean(),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 10 }), scalar, (path, value) => {
        const at = (leaf: unknown) =>
          path.reduceRight<unknown>((inner, key) => ofKey(key, inner), leaf);
        expect(validateFilter(at([value]))).toEqual([]);
        expect(matchesFilter(at([value]), at(value))).toBe(true);
        expect(matchesFilter(at([{ anything_but: [value] }]), at(value))).toBe(false);
      }),
    );
  });
});

const ofKey = (key: string, value: unknown): object =>
  JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(value)}}`);

function nested(levels: number): object {
  return levels === 1 ? { a: ['x'] } : { a: nested(levels - 1) };
}
