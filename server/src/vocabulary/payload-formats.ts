import type { Ajv, Format } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { parseUrl } from '../lib/parse-url.ts';

// What `ajv-formats` checks in a time linear in the text, which server/test/vocabulary/payload-formats.test.ts holds them to. Not its
// `url`, which is worse than quadratic (48 KB took 9.4 s), and not `regex`, which compiles what end users typed.
const LINEAR = [
  'date',
  'time',
  'date-time',
  'iso-time',
  'iso-date-time',
  'duration',
  'uri',
  'uri-reference',
  'uri-template',
  'email',
  'hostname',
  'ipv4',
  'ipv6',
  'uuid',
  'json-pointer',
  'json-pointer-uri-fragment',
  'relative-json-pointer',
] as const;

// Of any length: hints and numbers.
const UNBOUNDED = ['int32', 'int64', 'float', 'double', 'password', 'binary'] as const;

/** Longest text that fits a format, in UTF-16 units: no address or date is longer, and V8 keeps a stack of where it may go back to. */
export const MAX_FORMATTED_CHARACTERS = 8192;

type TextCheck = (text: string) => boolean;

/** Every format that a payload schema may name. */
export const payloadFormats: ReadonlyMap<string, Format> = new Map<string, Format>([
  ...LINEAR.map((name): [string, Format] => [name, atMost(textCheckOf(fullFormats[name]))]),
  ...UNBOUNDED.map((name): [string, Format] => [name, fullFormats[name] as Format]),
  ['url', atMost(isUrl)],
  // Long by nature, so of any length.
  ['byte', isBase64],
]);

/** Adds all of {@link payloadFormats}. */
export function addPayloadFormats(ajv: Ajv): void {
  for (const [name, format] of payloadFormats) ajv.addFormat(name, format);
}

function atMost(check: TextCheck): TextCheck {
  return (text) => text.length <= MAX_FORMATTED_CHARACTERS && check(text);
}

function textCheckOf(format: unknown): TextCheck {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === 'function') return format as TextCheck;
  return (format as { validate: TextCheck }).validate;
}

/** Base64 (RFC 4648 §4). That of `ajv-formats` may go back at each four characters: a text of 4 MiB sometimes took all of V8's stack. */
function isBase64(text: string): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const digits = padding === 0 ? text : text.slice(0, -padding);
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/]/.test(digits);
}

/** A web or FTP address as browsers read it, with everything in it written out. */
function isUrl(text: string): boolean {
  return /^(?:https?|ftp):\/\/[^\s]*$/i.test(text) && parseUrl(text) !== undefined;
}
