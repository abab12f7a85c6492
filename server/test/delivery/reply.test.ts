import { describe, expect, test } from 'vitest';
import { signingSecret } from '../../src/auth/client-secrets.ts';
import { dueWarning } from '../../src/delivery/endpoint-health.ts';
import { createPace } from '../../src/delivery/pace.ts';
import { parseRetryAfter, readReply, verdictOf } from '../../src/delivery/reply.ts';
import { dashCase } from '../../src/lib/text.ts';

const NOW = Date.UTC(2026, 0, 1, 12);

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['1', 1],
    [' 120 ', 120],
    ['1000000000', 1e9],
    ['Thu, 01 Jan 2026 12:01:00 GMT', 60],
    ['Thu, 01 Jan 2026 11:00:00 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    ['9'.repeat(400), undefined],
    ['2026-01-01', undefined],
    [undefined, undefined],
  ])('%j is %j seconds', (value, seconds) => {
    expect(parseRetryAfter(value, NOW)).toBe(seconds);
  });

  test('counts only where the endpoint is busy', () => {
    expect(verdictOf(503, '7', NOW)).toEqual({ kind: 'failed_attempt', retryAfter: 7, busy: true });
    expect(verdictOf(500, '7', NOW)).toEqual({
      kind: 'failed_attempt',
      retryAfter: undefined,
      busy: false,
    });
  });
});

describe("a reply's body", () => {
  const read = (text: string) =>
    readReply({ body: Buffer.from(text), truncated: false, encoding: undefined }, 64);

  test.each(['', 'ok', '<html>', '[{}]', 'null', '"{}"', ' ', '\0', 'x{"effects":', '1e400'])(
    '%j asks for nothing',
    (text) => {
      expect(read(text)).toEqual({
        message: null,
        debugInfo: null,
        attachments: [],
        effects: null,
      });
    },
  );

  test('may have a message, debug information, attachments and effects', () => {
    const reply = read(
      ' {"message":"m","debugInfo":{"n":-0},"attachments":[{"label":"l","value":1.0}],' +
        '"effects":{"config":{"a":1.50}}}',
    );
    expect(reply).toMatchObject({
      message: 'm',
      debugInfo: '{"n":-0}',
      attachments: ['{"type":"text","label":"l","value":1.0}'],
      effects: { config: { text: '{"a":1.50}' } },
    });
  });

  test.each([
    ['{"attachments":"x"}', '/attachments'],
    ['{"attachments":[{"label":1}]}', '/attachments/0/label'],
    ['{"attachments":[{"type":"link","label":"l","url":"java\\nscript:x"}]}', '/attachments/0/url'],
  ])('%s is refused with a pointer', (text, pointer) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ violations: [expect.objectContaining({ pointer })] }),
    );
  });
});

test('an endpoint that struggles gets half as much at a time, down to one, and recovers step by step', () => {
  const pace = createPace(8);
  const limits = [pace.limit()];
  for (let i = 0; i < 5; i++) {
    pace.struggled();
    limits.push(pace.limit());
  }
  expect(limits).toEqual([8, 4, 2, 1, 1, 1]);
  for (let i = 0; i < 100; i++) pace.succeeded();
  expect(pace.limit()).toBe(8);
});

test.each([
  ['timeZone', 'time-zone'],
  ['time_zone', 'time-zone'],
  ['Already-Dashed', 'already-dashed'],
  ['a b', 'a-b'],
])('the attribute %s is %s on the wire', (key, dashed) => {
  expect(dashCase(key)).toBe(dashed);
});

test.each([
  [[{ proved: false }], 0],
  [[{ proved: true }], 0],
  [[{ proved: false }, { proved: true }], 1],
  [[{ proved: true }, { proved: true }], 0],
  [[{ proved: false }, { proved: false }], 1],
])('of the secrets %j, newest first, number %i signs alone', (secrets, index) => {
  expect(signingSecret(secrets)).toBe(secrets[index]);
});

test.each([
  [0, 0],
  [59.9, 0],
  [60, 50],
  [83, 50],
  [84, 70],
  [108, 90],
  [120, 100],
  [1000, 100],
])('after %d hours of failing the warning at %d percent is due', (hours, percent) => {
  expect(dueWarning(hours, 120)).toBe(percent);
});
