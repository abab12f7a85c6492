import type { Random } from './random.ts';

/** What nobody should send. */
const ODD: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  2 ** 53,
  -(2 ** 63),
  1e308,
  5e-324,
  '',
  ' ',
  '1',
  'null',
  '\0',
  'a\u202eb',
  '\r\nx: y',
  'é\u{1f511}',
  '%00',
  "' or 1=1 --",
  '<script>',
  '{{a}}',
  '__proto__',
  'constructor',
  'x'.repeat(300),
  'x'.repeat(70_000),
  '\u0301'.repeat(5000),
  'http://[::1]:5432/',
  'javascript:alert(1)',
  'file:///etc/passwd',
  [],
  {},
  [[]],
  [null],
  { $ref: '#' },
  { length: -1 },
  { toString: 1 },
  JSON.parse('{"__proto__":{"admin":true}}'),
];

/** What only a text of JSON can say. */
const RAW = [
  '1e400',
  '-0',
  '9007199254740993',
  '"\\ud800"',
  '"\\u0000"',
  '1.0000000000000000000001',
  '01',
  'NaN',
];

/** Every place of a document, as its container and key. */
function places(node: unknown): [Record<string, unknown>, string][] {
  if (typeof node !== 'object' || node === null) return [];
  const container = node as Record<string, unknown>;
  return Object.keys(container).flatMap((key) => [[container, key], ...places(container[key])]);
}

/** The text of a body that is spoilt in one way or another. */
export function spoilt(body: unknown, random: Random): string {
  const how = random.below(12);
  if (how < 7) return JSON.stringify(changed(body, random));
  const text = JSON.stringify(body) ?? '';
  switch (how) {
    case 7:
      return text.slice(0, random.below(text.length + 1));
    case 8:
      // A number, a name or a text made into what no number, name or text can be.
      return text.replace(/:("[^"]*"|[\d.]+|null|true)/, `:${random.pick(RAW)}`);
    case 9:
      return text.replace(/^\{("[^"]+":)/, '{$10,$1');
    case 10:
      return random.pick(['', '[', '\ufeff{}', '['.repeat(70), '{"a":'.repeat(100), '"x"', '3']);
    default: {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + random.pick(['\0', '\ud800', ',', '}', '\\']) + text.slice(at);
    }
  }
}

function changed(body: unknown, random: Random): unknown {
  const copy = structuredClone({ body });
  const all = places(copy);
  const [container, key] = random.pick(all);
  switch (random.below(4)) {
    case 0:
      if (key !== 'body') delete container[key];
      break;
    case 1:
      Object.assign(container, {
        [random.pick(['x', 'constructor', 'status', 'id'])]: random.pick(ODD),
      });
      break;
    case 2:
      container[key] = [container[key], container[key]];
      break;
    default:
      container[key] = random.pick(ODD);
  }
  return copy.body;
}

export const ODD_SEGMENTS = [
  '0',
  '-1',
  'x',
  '%00',
  '%20',
  '..%2f',
  '9'.repeat(30),
  'null',
  '1e3',
  '%F0%9F%98%80',
  '__proto__',
  '%zz',
  '9007199254740993',
  'x'.repeat(300),
];
export const ODD_QUERIES = [
  'a[]=1',
  'limit=0',
  'limit=1e9',
  'cursor=eyJ9',
  'page=-1',
  'per_page=1e9',
  'access_token=x',
  '%5f=%zz',
  'constructor=1',
  'limit=1&limit=2',
  '__proto__[x]=1',
];
export const ODD_TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'x',
  'multipart/form-data',
  'application/vnd.api+json',
  'application/xml',
];
