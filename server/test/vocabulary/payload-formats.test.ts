import { expect, test } from 'vitest';
import { MAX_FORMATTED_CHARACTERS, payloadFormats } from '../../src/vocabulary/payload-formats.ts';
import { compilePayloadSchema } from '../../src/vocabulary/payload-schema.ts';
import { growth } from '../lib/growth.ts';

const right: Record<string, string> = {
  date: '2026-11-28',
  time: '10:00:00Z',
  'date-time': '2026-11-28T10:00:00Z',
  'iso-time': '10:00:00',
  'iso-date-time': '2026-11-28T10:00:00',
  duration: 'P1DT2H',
  uri: 'https://user@a.example:80/b;c?d=e%20f#g',
  'uri-reference': '../b?c=d#e',
  'uri-template': '/a/{b,c*}',
  email: 'a.b+c@d-e.example.com',
  hostname: 'a-b.example.com',
  ipv4: '203.0.113.7',
  ipv6: '2001:db8::203.0.113.7',
  uuid: '019a0000-0000-7000-8000-000000000000',
  'json-pointer': '/a~0b/~1c/0',
  'json-pointer-uri-fragment': '#/a~0b/%20c',
  'relative-json-pointer': '1/a~0b',
  url: 'https://user:secret@a.example:80/b?c=d#e',
  byte: 'YWJjZA==',
  password: 'x',
  binary: 'x',
};
const texts = Object.keys(right);

const checkOf = (format: string) => compilePayloadSchema({ format });

test('every format that a schema may name is here', () => {
  const numbers = ['int32', 'int64', 'float', 'double'];
  expect([...payloadFormats.keys()].sort()).toEqual([...texts, ...numbers].sort());
});

test.each(texts)('what is right passes as %s, and what is wrong does not', (format) => {
  const check = checkOf(format);
  expect(check(right[format])).toEqual([]);
  if (format !== 'password' && format !== 'binary') expect(check('no \n{such')).toHaveLength(1);
});

test.each([
  ['ftp://files.example/x', true],
  ['HTTPS://A.EXAMPLE', true],
  ['https://müller.example/ä', true],
  ['https://127.0.0.1/', true],
  ['javascript:alert(1)', false],
  ['mailto:a@b.example', false],
  ['https://', false],
  ['https://a b/', false],
  [' https://a.example', false],
  ['https://a.example:99999/', false],
  ['//a.example', false],
])('url: %s', (text, fits) => {
  expect(checkOf('url')(text).length === 0).toBe(fits);
});

test('an address with letters beyond ASCII is one, however often addresses are looked at', () => {
  const check = checkOf('url');
  // Until V8 compiles what looks at them: then `URL.canParse` of Node.js 20 says no.
  for (let n = 0; n < 200_000; n++) check(`https://a.example/${n % 97}`);
  expect(check('https://müller.example/ä')).toEqual([]);
});

test.each(['regex', 'idn-email', 'x', 'constructor', '__proto__', 7])(
  'the format %s is refused, with those that there are',
  (format) => {
    expect(() => compilePayloadSchema({ properties: { a: { format } } })).toThrow(
      /\/payload_schema\/properties\/a\/format must be one of date, .*url/,
    );
  },
);

// Each character of what is right, and each stretch of it, again and again; ended by what fits nowhere.
function hostileTexts(sample: string): ((size: number) => string)[] {
  const pieces = new Set<string>([
    'a',
    '0',
    ' ',
    '/',
    '.',
    '%',
    '1a',
    'a.',
    'a:',
    ':@',
    '@a',
    'a-',
    '{a',
    '~0',
  ]);
  for (let at = 0; at < sample.length; at++) {
    for (let length = 1; length <= 4; length++) pieces.add(sample.slice(at, at + length));
  }
  const starts = [
    '',
    sample.slice(0, 4),
    sample.slice(0, sample.length >> 1),
    'http://',
    'a@',
    '//',
    '#/',
  ];
  return starts.flatMap((start) =>
    [...pieces].map(
      (piece) => (size: number) =>
        `${start}${piece.repeat(size).slice(0, size - start.length - 1)}\u0000`,
    ),
  );
}

test.each(texts)('checking %s takes a time at most linear in the text', (format) => {
  const check = checkOf(format);
  const size = MAX_FORMATTED_CHARACTERS / 4;
  for (const hostile of hostileTexts(right[format] as string)) {
    const short = hostile(size);
    const long = hostile(4 * size);
    const grown = growth((n) => {
      const text = n === size ? short : long;
      for (let turn = 0; turn < 20; turn++) check(text);
    }, size);
    expect(grown, JSON.stringify(long.slice(0, 60))).toBeLessThan(8);
  }
});

const LONGEST = 4 * 1024 * 1024;

test.each(texts)('a text as long as a body may be ends no check of %s with a failure', (format) => {
  const check = checkOf(format);
  for (const piece of ['a', '/a', 'a.', '~0']) check(piece.repeat(LONGEST / piece.length));
});
