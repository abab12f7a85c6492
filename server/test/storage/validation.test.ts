import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/lib/failures.ts';
import { RawJson } from '../../src/lib/json.ts';
import { LIMITS, refusalOf, setUpStorage } from './harness.ts';

const storage = setUpStorage();
const { run, newHolder } = storage;

const fine = { action: 'get', key: 'a' };

/** What is wrong with a command in second place. */
async function refusal(command: unknown): Promise<unknown[]> {
  return refusalOf(run(newHolder(), fine, command));
}

describe('a command that is wrong is named by its place and field', () => {
  test.each([
    ['no object', 'get', ''],
    ['null', null, ''],
    ['an array', ['get', 'a'], ''],
    ['no action', { key: 'a' }, '/action'],
    ['an unknown action', { action: 'toString', key: 'a' }, '/action'],
    ['an action of another type', { action: ['get'], key: 'a' }, '/action'],
    ['no key', { action: 'get' }, '/key'],
    ['an empty key', { action: 'get', key: '' }, '/key'],
    ['a number as key', { action: 'get', key: 1 }, '/key'],
    ['null as key', { action: 'unset', key: null }, '/key'],
    ['NUL in a key', { action: 'get', key: 'a\0b' }, '/key'],
    ['half a surrogate pair in a key', { action: 'get', key: 'a\ud83d' }, '/key'],
    ['a key of 513 bytes', { action: 'get', key: 'x'.repeat(513) }, '/key'],
    ['a key of 513 bytes in 257 characters', { action: 'get', key: `x${'é'.repeat(256)}` }, '/key'],
    ['an unknown field', { action: 'get', key: 'a', if_abset: true }, '/if_abset'],
    ['a field of another action', { action: 'get', key: 'a', page: 1 }, '/page'],
    ['no value', { action: 'set', key: 'a' }, '/value'],
    [
      'if_absent of another type',
      { action: 'set', key: 'a', value: 1, if_absent: 1 },
      '/if_absent',
    ],
    ['version 0', { action: 'set', key: 'a', value: 1, if_version: 0 }, '/if_version'],
    ['a version as text', { action: 'set', key: 'a', value: 1, if_version: '1' }, '/if_version'],
    ['a life of 0', { action: 'set', key: 'a', value: 1, ttl: 0 }, '/ttl'],
    ['a negative life', { action: 'set', key: 'a', value: 1, ttl: -1 }, '/ttl'],
    ['half a second of life', { action: 'set', key: 'a', value: 1, ttl: 0.5 }, '/ttl'],
    ['an endless life', { action: 'set', key: 'a', value: 1, ttl: 1e300 }, '/ttl'],
    ['an amount as text', { action: 'increment', key: 'a', by: '1' }, '/by'],
    ['page 0', { action: 'list', page: 0 }, '/page'],
    ['page "0"', { action: 'list', page: '0' }, '/page'],
    ['page "01"', { action: 'list', page: '01' }, '/page'],
    ['page ""', { action: 'list', page: '' }, '/page'],
    ['page "2nd"', { action: 'list', page: '2nd' }, '/page'],
    ['min "1e3"', { action: 'set_unique_num', key: 'a', min: '1e3' }, '/min'],
    ['max 2^53 as text', { action: 'set_unique_num', key: 'a', max: '9007199254740992' }, '/max'],
    ['page -1', { action: 'list', page: -1 }, '/page'],
    ['page 1.5', { action: 'list', page: 1.5 }, '/page'],
    ['page 2^53', { action: 'list', page: 2 ** 53 }, '/page'],
    ['limit 0', { action: 'list', limit: 0 }, '/limit'],
    ['limit 1001', { action: 'list', limit: 1001 }, '/limit'],
    ['a list with a key', { action: 'list', key: 'a' }, '/key'],
    ['NUL in a prefix', { action: 'list', prefix: '\0' }, '/prefix'],
    ['half a surrogate pair in after', { action: 'list', after: '\udc00' }, '/after'],
    ['no characters', { action: 'set_unique', key: 'a', chars: '' }, '/chars'],
    ['a character twice', { action: 'set_unique', key: 'a', chars: '0110' }, '/chars'],
    [
      'half a surrogate pair in chars',
      { action: 'set_unique', key: 'a', chars: '\ud83d' },
      '/chars',
    ],
    ['control characters', { action: 'set_unique', key: 'a', chars: 'a\u0001' }, '/chars'],
    ['257 characters', { action: 'set_unique', key: 'a', chars: charsOf(257) }, '/chars'],
    ['size 0', { action: 'set_unique', key: 'a', size: 0 }, '/size'],
    ['size 1.5', { action: 'set_unique', key: 'a', size: 1.5 }, '/size'],
    ['size 513', { action: 'set_unique', key: 'a', size: 513 }, '/size'],
    ['min above max', { action: 'set_unique_num', key: 'a', min: 2, max: 1 }, '/max'],
    ['max below the default min', { action: 'set_unique_num', key: 'a', max: -1 }, '/max'],
    ['a fractional min', { action: 'set_unique_num', key: 'a', min: 0.5 }, '/min'],
    ['max 2^53', { action: 'set_unique_num', key: 'a', max: 2 ** 53 }, '/max'],
    ['min -2^53', { action: 'set_unique_num', key: 'a', min: -(2 ** 53) }, '/min'],
    ['meta of another type', { action: 'get', key: 'a', meta: 'yes' }, '/meta'],
  ])('%s', async (_name, command, field) => {
    expect(await refusal(command)).toEqual([422, 'invalid', `/commands/1${field}`]);
  });

  test.each([[undefined], [null], [{}], ['get'], [{ 0: fine, length: 1 }]])(
    'commands that are %s',
    async (commands) => {
      const refused = storage.storage.pipeline(newHolder(), commands);
      expect(await refusalOf(refused)).toEqual([422, 'invalid', '/commands']);
    },
  );

  test('the message says where, what, and what would be right', async () => {
    const error = await run(newHolder(), fine, { action: 'list', limit: 2000 }).catch((e) => e);
    expect(error).toBeInstanceOf(Failure);
    expect(error.message).toBe('/commands/1/limit must be <= 1000');
    expect(error.violations[0].message).toBe('must be <= 1000');
  });
});

describe('limits', () => {
  test('1,000 commands are taken, 1,001 are not', async () => {
    const commands = Array.from({ length: 1000 }, () => fine);
    expect(await run(newHolder(), ...commands)).toHaveLength(1000);
    expect(await refusalOf(run(newHolder(), ...commands, fine))).toEqual([
      422,
      'invalid',
      '/commands',
    ]);
  });

  test('a key of 512 bytes is taken', async () => {
    const holder = newHolder();
    const keys = ['x'.repeat(512), 'é'.repeat(256), '😀'.repeat(128)];
    await run(holder, ...keys.map((key) => ({ action: 'set', key, value: key })));
    expect(await run(holder, ...keys.map((key) => ({ action: 'get', key })))).toEqual(
      keys.map((key) => ({ key, value: key })),
    );
  });

  test.each(['x', 'é'])(
    'a value of the largest size, of %s, is taken; one byte more is not',
    async (char) => {
      const holder = newHolder();
      const text = `"${char.repeat((LIMITS.maxValueBytes - 2) / Buffer.byteLength(char))}"`;
      expect(Buffer.byteLength(text)).toBe(LIMITS.maxValueBytes);
      const set = (value: string) =>
        run(holder, { action: 'set', key: 'a', value: new RawJson(value) });
      await set(text);
      expect(await run(holder, { action: 'get', key: 'a' })).toEqual([
        { key: 'a', value: JSON.parse(text) },
      ]);
      expect(await refusalOf(set(`${text} `))).toEqual([
        413,
        'value_too_large',
        '/commands/0/value',
      ]);
    },
  );
});

function charsOf(count: number): string {
  return String.fromCodePoint(...Array.from({ length: count }, (_, index) => 0x4e00 + index));
}
