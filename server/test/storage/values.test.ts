import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandsOf, refusalOf, setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

/** Stores JSON text under a key and answers what a get and a list then show, as text. */
async function roundTrip(key: string, text: string): Promise<string[]> {
  const holder = newHolder();
  const name = JSON.stringify(key);
  await storage.storage.pipeline(
    holder,
    commandsOf(`[{"action":"set","key":${name},"value":${text}}]`),
  );
  return [
    await storage.storage.pipeline(holder, [{ action: 'get', key }]),
    await storage.storage.pipeline(holder, [{ action: 'list' }]),
  ];
}

const shown = (key: string, text: string) => {
  const item = `{"key":${JSON.stringify(key)},"value":${text}}`;
  return [`[${item}]`, `[[${item}]]`];
};

describe('a value comes back byte for byte', () => {
  test.each([
    ['null', 'null'],
    ['minus zero', '-0'],
    ['an integer beyond 2^53', '9007199254740993'],
    ['40 digits', '1234567890123456789012345678901234567890'],
    ['40 decimals', '0.1234567890123456789012345678901234567890'],
    ['spaces and line ends', '{ "a" :\n\t[ 1 , 2 ]\r\n}'],
    ['keys in their order', '{"b":1,"1":2,"a":3,"0":4}'],
    ['__proto__', '{"__proto__":{"x":1},"constructor":1,"toString":null}'],
    ['an escaped NUL', '"\\u0000"'],
    ['escaped lone surrogates', '"\\ud800 \\udfff"'],
    ['escapes as they were written', '"\\u0041\\/\\u00e9"'],
    ['emoji and combining characters', '"😀 \u00e9 e\u0301 👨\u200d👩\u200d👧"'],
    ['quotes and backslashes', '"\\"\\\\\\""'],
    ['SQL', '"\'; drop table installs; --"'],
    ['60 levels', `${'['.repeat(60)}${']'.repeat(60)}`],
  ])('%s', async (_name, text) => {
    expect(await roundTrip('a', text)).toEqual(shown('a', text));
  });

  test('any JSON, under any key', async () => {
    const key = fc
      .string({ unit: 'binary', minLength: 1, maxLength: 60 })
      .filter((text) => !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(key, fc.json(), async (name, text) => {
        expect(await roundTrip(name, text)).toEqual(shown(name, text));
      }),
      { numRuns: 50 },
    );
  });
});

describe('keys', () => {
  test('that look alike are different', async () => {
    const holder = newHolder();
    const keys = [
      'a',
      'A',
      ' a',
      'a ',
      '\u00e9',
      'e\u0301',
      'ß',
      'ss',
      'i',
      'İ',
      '%00',
      '\\0',
      '..',
      '../a',
      '/',
      '/a',
      'a/',
      '1',
      '01',
      '1.0',
      '__proto__',
      'constructor',
      'toString',
      '😀',
      '👨‍👩‍👧',
      '\n',
      '\u007f',
      '$1',
      "'",
    ];
    await run(holder, ...keys.map((key, value) => ({ action: 'set', key, value })));
    expect(await run(holder, ...keys.map((key) => ({ action: 'get', key })))).toEqual(
      keys.map((key, value) => ({ key, value })),
    );
    expect(
      await run(holder, ...keys.map((key) => ({ action: 'increment', key, by: 100 }))),
    ).toEqual(keys.map((key, value) => ({ key, value: value + 100 })));
    expect(await run(holder, ...keys.map((key) => ({ action: 'unset', key })))).toEqual(
      keys.map((key, value) => ({ key, value: value + 100 })),
    );
    expect(await run(holder, { action: 'list' })).toEqual([[]]);
  });
});

describe('a counter is never rounded:', () => {
  const set = (holder: ReturnType<typeof newHolder>, text: string) =>
    storage.storage.pipeline(holder, commandsOf(`[{"action":"set","key":"n","value":${text}}]`));

  test.each([
    '9007199254740993',
    '-9007199254740992',
    '12345678901234567890',
    '1e22',
    '1.5e308',
    '0.1000000000000000055511151231257827',
    '1e-400',
  ])('%s is not reckoned with', async (text) => {
    const holder = newHolder();
    await set(holder, text);
    const refused = run(holder, { action: 'get', key: 'n' }, { action: 'increment', key: 'n' });
    expect(await refusalOf(refused)).toEqual([422, 'invalid', '/commands/1/key']);
    expect(await storage.storage.pipeline(holder, [{ action: 'get', key: 'n' }])).toContain(text);
  });

  test.each([
    ['9007199254740990', 1, '9007199254740991'],
    ['-9007199254740990', -1, '-9007199254740991'],
    ['-9007199254740991', Number.MAX_SAFE_INTEGER, '0'],
    ['1.0', 1, '2'],
    ['1E2', -0.5, '99.5'],
    ['-0', 0, '0'],
  ])('%s and %s are %s', async (text, by, sum) => {
    const holder = newHolder();
    await set(holder, text);
    const counted = storage.storage.pipeline(holder, [{ action: 'increment', key: 'n', by }]);
    expect(await counted).toBe(`[{"key":"n","value":${sum}}]`);
  });

  test.each([
    ['9007199254740991', 1],
    ['-9007199254740991', -1],
    ['1', Number.MAX_SAFE_INTEGER],
  ])('%s and %s are too much', async (text, by) => {
    const holder = newHolder();
    await set(holder, text);
    const refused = run(holder, { action: 'increment', key: 'n', by });
    expect(await refusalOf(refused)).toEqual([422, 'invalid', '/commands/0/by']);
    expect(await run(holder, { action: 'get', key: 'n' })).toEqual([
      { key: 'n', value: Number(text) },
    ]);
  });

  test('no more is added than can be counted', async () => {
    const refused = run(newHolder(), { action: 'increment', key: 'n', by: 2 ** 53 });
    expect(await refusalOf(refused)).toEqual([422, 'invalid', '/commands/0/by']);
  });
});

test('a value that only looks like a number cannot be incremented', async () => {
  const holder = newHolder();
  for (const value of [null, true, '', '1', [], [1], {}]) {
    await run(holder, { action: 'set', key: 'a', value });
    const refused = run(holder, { action: 'increment', key: 'a' });
    expect(await refusalOf(refused)).toEqual([422, 'invalid', '/commands/0/key']);
  }
});
