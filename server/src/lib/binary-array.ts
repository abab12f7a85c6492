/** A type of which {@link binaryArray} can write many. */
export type ElementType =
  | 'bigint'
  | 'integer'
  | 'double precision'
  | 'boolean'
  | 'uuid'
  | 'text'
  | 'bytea';

interface Element {
  /** PostgreSQL's number of the type, as `pg_type` has it. */
  oid: number;
  /** Bytes of a value. */
  size(value: unknown): number;
  write(into: Buffer, value: unknown, at: number): void;
}

const fixed = (oid: number, bytes: number, write: Element['write']): Element => ({
  oid,
  size: () => bytes,
  write,
});

const TWO_TO_32 = 2 ** 32;

const ELEMENTS: Record<ElementType, Element> = {
  bigint: fixed(20, 8, (into, value, at) => {
    const number = safeInteger(value);
    into.writeInt32BE(Math.floor(number / TWO_TO_32), at);
    into.writeUInt32BE(number >>> 0, at + 4);
  }),
  integer: fixed(23, 4, (into, value, at) => into.writeInt32BE(safeInteger(value), at)),
  'double precision': fixed(701, 8, (into, value, at) => into.writeDoubleBE(value as number, at)),
  boolean: fixed(16, 1, (into, value, at) => into.writeUInt8(value === true ? 1 : 0, at)),
  uuid: fixed(2950, 16, writeUuid),
  text: {
    oid: 25,
    size: (value) => Buffer.byteLength(value as string),
    write: (into, value, at) => void into.write(value as string, at),
  },
  bytea: {
    oid: 17,
    size: (value) => (value as Buffer).length,
    write: (into, value, at) => void (value as Buffer).copy(into, at),
  },
};

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Where the 16 bytes of a UUID begin in its text. */
const UUID_BYTES = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];

// By hand: a call of `Buffer.write` for each takes 1.6 µs, and there are five in the rows of one event.
function writeUuid(into: Buffer, value: unknown, at: number): void {
  const text = uuid(value);
  let to = at;
  for (const from of UUID_BYTES)
    into[to++] = (hexDigit(text.charCodeAt(from)) << 4) | hexDigit(text.charCodeAt(from + 1));
}

// `0` is 48, `A` 65 and `a` 97: letters differ in a bit only, and have bit 64.
const hexDigit = (code: number): number => (code & 15) + (code >> 6) * 9;

function uuid(value: unknown): string {
  const text = value as string;
  if (!UUID.test(text)) throw new TypeError(`not a UUID: ${text}`);
  return text;
}

function safeInteger(value: unknown): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a safe integer: ${value}`);
  return value as number;
}

const CHECKS: Partial<Record<ElementType, (value: unknown) => unknown>> = {
  bigint: safeInteger,
  integer: safeInteger,
  uuid,
};

/**
 * The value as one parameter, refused as it would be in an array; null for null and `undefined`.
 *
 * @throws TypeError or RangeError for a value that is not of the type.
 */
export function single(type: ElementType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  return CHECKS[type]?.(value) ?? value;
}

// Dimensions, whether there are nulls, the type; length and lower bound of the only dimension.
const EMPTY_HEADER_BYTES = 12;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL = -1;

/**
 * Writes an array as PostgreSQL's `array_recv` reads it. As a text it would be escaped, written, and searched for quotes one character at a
 * time: parsing took a sixth of what a lot of 100 events cost PostgreSQL.
 *
 * @param values null and `undefined` are null.
 * @throws TypeError or RangeError for a value that is not of the type.
 */
export function binaryArray(type: ElementType, values: readonly unknown[]): Buffer {
  const element = ELEMENTS[type];
  if (values.length === 0) return emptyArray(element);
  const sizes = values.map((value) =>
    value === null || value === undefined ? NULL : element.size(value),
  );
  let bytes = HEADER_BYTES;
  for (const size of sizes) bytes += LENGTH_BYTES + Math.max(0, size);
  const array = Buffer.allocUnsafe(bytes);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(sizes.includes(NULL) ? 1 : 0, 4);
  array.writeInt32BE(element.oid, 8);
  array.writeInt32BE(values.length, 12);
  array.writeInt32BE(1, 16);
  let at = HEADER_BYTES;
  for (const [index, size] of sizes.entries()) {
    at = array.writeInt32BE(size, at);
    if (size === NULL) continue;
    element.write(array, values[index], at);
    at += size;
  }
  return array;
}

function emptyArray({ oid }: Element): Buffer {
  const array = Buffer.alloc(EMPTY_HEADER_BYTES);
  array.writeInt32BE(oid, 8);
  return array;
}
