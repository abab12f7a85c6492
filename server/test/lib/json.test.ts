import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalNumber, ExactNumber, readNumber } from '../../src/lib/exact-number.ts';
import {
  JsonError,
  objectMembers,
  objectText,
  parseJson,
  RawJson,
  rawParts,
  readExactly,
  toPointer,
  writtenText,
} from '../../src/lib/json.ts';

/** What a text is refused for. */
function problemOf(text: string, options?: Parameters<typeof parseJson>[1]): [string, string] {
  try {
    parseJson(text, options);
  } catch (error) {
    if (error instanceof JsonError) return [error.problem, error.pointer];
    throw error;
  }
  throw new Error(`Taken: ${text}`);
}

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const whole = { raw: rawParts(['']) };

describe('parseJson', () => {
  test('reads any document as JSON.parse does, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, '\t', ' \r\n'), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('takes and refuses the same texts as JSON.parse, but for repeated keys', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '"a"',
        '"b"',
        '\\',
        '\\u00',
        '41',
        'true',
        'fals',
        'e',
      ],
      ...[
        'null',
        '-',
        '0',
        '1',
        '.',
        '5',
        'e',
        'E+',
        ' ',
        '\n',
        '\u00a0',
        '\u0001',
        '/*',
        "'",
        'NaN',
      ],
    );
    const text = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.tuple(fc.json(), fc.nat(), piece).map(([json, at, inserted]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + inserted + json.slice(place);
      }),
      fc.tuple(fc.json(), fc.nat()).map(([json, at]) => json.slice(0, at % json.length)),
    );
    fc.assert(
      fc.property(text, (each) => {
        let taken = true;
        try {
          parseJson(each, { ...whole, maxDepth: 1000 });
        } catch (error) {
          if (!(error instanceof JsonError)) throw error;
          if (error.problem === 'duplicate_key' || error.problem === 'number') return;
          taken = false;
        }
        expect(taken).toBe(parses(each));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['', 'syntax', ''],
    ['{"a":1,}', 'syntax', ''],
    ['[1,]', 'syntax', '/1'],
    ['{"a":[1,{"b":tru}]}', 'syntax', '/a/1/b'],
    ['[01]', 'syntax', ''],
    ['1 2', 'syntax', ''],
    ['\ufeff{}', 'syntax', ''],
    ['"\u0000"', 'syntax', ''],
    ['{"a":1,"b":2,"a":3}', 'duplicate_key', '/a'],
    ['{"a":{"b":1,"\\u0062":2}}', 'duplicate_key', '/a/b'],
    ['{"__proto__":1,"__proto__":2}', 'duplicate_key', '/__proto__'],
    ['[{"a/b":{"c~d":1e400}}]', 'number', '/0/a~1b/c~0d'],
    ['[-1e309]', 'number', '/0'],
  ])('refuses %j: %s at %j', (text, problem, pointer) => {
    expect(problemOf(text)).toEqual([problem, pointer]);
    expect(problemOf(text, whole)).toEqual([problem, pointer]);
  });

  test('refuses text that PostgreSQL cannot hold, save in what is kept as it is', () => {
    for (const text of ['"\\u0000"', '"\\ud800"', '"\\udc00\\ud800"']) {
      expect(problemOf(`{"a":${text}}`)).toEqual(['text', '/a']);
      expect(parseJson(text, whole)).toEqual(new RawJson(text));
    }
    expect(parseJson('"\\ud83d\\ude00"')).toBe('😀');
  });

  test('goes as deep as it may, and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(() => parseJson(nested(64))).not.toThrow();
    expect(problemOf(nested(65))).toEqual(['depth', '/0'.repeat(64)]);
    expect(problemOf(nested(200_000))[0]).toBe('depth');
    expect(problemOf('{"a":'.repeat(200_000))[0]).toBe('depth');
    expect(problemOf(nested(65), whole)[0]).toBe('depth');
    expect(problemOf(nested(4), { maxDepth: 3 })[0]).toBe('depth');
  });

  test('keeps __proto__ and its like as members', () => {
    const value = parseJson('{"__proto__":{"x":1},"constructor":2,"toString":3}') as object;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('x' in value).toBe(false);
  });
});

describe('raw parts', () => {
  test('are kept byte for byte, wherever they stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.json(), fc.constantFrom('', ' ', '\r\n\t')), { maxLength: 5 }),
        (values) => {
          const commands = values.map(
            ([value, space]) => `{"n":1,${space}"value"${space}:${space}${value}${space}}`,
          );
          const parsed = parseJson(`{"commands":[${commands.join(',')}],"value":[1]}`, {
            raw: rawParts(['commands/*/value']),
          });
          expect(parsed).toEqual({
            commands: values.map(([value]) => ({ n: 1, value: new RawJson(value) })),
            value: [1],
          });
        },
      ),
    );
  });

  test.each([
    '-0',
    '9007199254740993',
    '1e-400',
    '1.10',
    '"\\u0041\\/"',
    '{ "b" : 1, "1":2 }',
    'null',
  ])('keep %s as it was written', (text) => {
    expect((parseJson(text, whole) as RawJson).text).toBe(text);
  });

  test('can be read as well', () => {
    const text = '{ "n":1.0,"s":"\\u0000" }';
    const { list } = parseJson(`{"list":[${text},7, {}]}`, {
      raw: rawParts([], ['list/*']),
    }) as { list: object[] };
    expect(list).toEqual([{ n: 1, s: '\0' }, 7, {}]);
    expect([list[0], list[2]].map((one) => writtenText(one as object))).toEqual([text, '{}']);
    expect(writtenText(list)).toBeUndefined();
  });

  test('can be any member of an object', () => {
    const parsed = parseJson('{"a":{"x":[1 ]},"b":{"x":2},"c":3}', { raw: rawParts(['*/x']) });
    expect(parsed).toEqual({ a: { x: new RawJson('[1 ]') }, b: { x: new RawJson('2') }, c: 3 });
  });
});

test('what is kept as it was written cannot be printed anew by mistake', () => {
  expect(() => JSON.stringify({ value: new RawJson('1.0') })).toThrow('spliced');
});

describe('readExactly', () => {
  test('reads as JSON.parse does what doubles hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        expect(readExactly(text)).toEqual(JSON.parse(text));
        // With what it cannot be read by JSON.parse.
        expect(readExactly(`[9007199254740993,"\\u0000\\ud800",${text}]`)).toEqual([
          expect.any(ExactNumber),
          '\0\ud800',
          JSON.parse(text),
        ]);
      }),
    );
  });

  test('gives one text to all ways to write one number, and each number another', () => {
    const canonical = (literal: string) => canonicalNumber(readNumber(literal));
    const same = [
      ['0', '-0', '0.0', '0e5', '-0.000e-999999999999999999999'],
      ['100', '1e2', '1E+2', '100.000', '0.1e3'],
      ['12345678901234567890', '12345678901234567890.0', '1.234567890123456789e19'],
      ['9007199254740993', '900719925474099.3e1'],
      ['1e-400', '0.01e-398', '10e-401'],
      ['0.1'],
      ['0.1000000000000000055511151231257827', '1000000000000000055511151231257827e-34'],
      ['-9007199254740993'],
      ['12345678901234567891'],
    ].map((group) => [...new Set(group.map(canonical))]);
    expect(same.filter((group) => group.length > 1)).toEqual([]);
    expect(new Set(same.flat()).size).toBe(same.length);
  });
});

describe('objectMembers', () => {
  test('gives each member as it was written, in order; objectText puts them together', () => {
    const text = '{ "b" : -0 , "10":[1, 2],"a":{"x" : 1},"2":null,"__proto__":"\\u0041" }';
    const members = objectMembers(text);
    expect([...members]).toEqual([
      ['b', '-0'],
      ['10', '[1, 2]'],
      ['a', '{"x" : 1}'],
      ['2', 'null'],
      ['__proto__', '"\\u0041"'],
    ]);
    expect(objectText(members)).toBe(
      '{"b":-0,"10":[1, 2],"a":{"x" : 1},"2":null,"__proto__":"\\u0041"}',
    );
  });

  test('goes round with objectText, for any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const text = JSON.stringify(object);
        expect(objectText(objectMembers(text))).toBe(text);
      }),
    );
  });

  test.each(['[]', '1', '', '{} {}', '{"a":1', '{"a":1,"a":1}'])('refuses %j', (text) => {
    expect(() => objectMembers(text)).toThrow(JsonError);
  });
});

test('a pointer escapes what has a meaning in it (RFC 6901)', () => {
  expect(toPointer([])).toBe('');
  expect(toPointer(['a/b', 0, 'm~n', ''])).toBe('/a~1b/0/m~0n/');
});
