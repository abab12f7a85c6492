import { refusal } from '../lib/failures.ts';

/** What a result shows of an item. */
export interface Shown {
  value: string;
  version: number;
  /** Milliseconds since 1970, or null. */
  expiresAt: number | null;
}

/** The result of a command about one item, as JSON text: its value is spliced in as it was written. */
export function itemText(key: string, item: Shown | undefined, meta: boolean): string {
  if (item === undefined) return 'null';
  if (!meta) return valueText(key, item.value);
  const expires = item.expiresAt === null ? 'null' : `"${new Date(item.expiresAt).toISOString()}"`;
  return `{"key":${JSON.stringify(key)},"value":${item.value},"version":${item.version},"expires_at":${expires}}`;
}

/** {@link itemText} without `meta`, of a value that is JSON text. */
export function valueText(key: string, value: string | undefined): string {
  return value === undefined ? 'null' : `{"key":${JSON.stringify(key)},"value":${value}}`;
}

/** Collects the results of a pipeline, in order. */
export interface Results {
  /** @throws Failure `value_too_large` (413) when all results together would be larger than `maxBytes`. */
  add(result: string): void;
  /** The JSON array of all results. */
  text(): string;
}

/** No results yet, and room for `maxBytes` bytes of JSON text. */
export function collectResults(maxBytes: number): Results {
  const results: string[] = [];
  let length = 0;
  return {
    add: (result) => {
      length += result.length + 1;
      // A UTF-16 unit is at most three bytes: what is far below the limit need not be measured.
      if (length > maxBytes) throw tooMuch(`/commands/${results.length}`, maxBytes);
      results.push(result);
    },
    text: () => {
      const text = `[${results.join(',')}]`;
      const fits = text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes;
      if (!fits) throw tooMuch(`/commands/${results.length - 1}`, maxBytes);
      return text;
    },
  };
}

/** A Failure `value_too_large` (413) that says what to do about it. */
export function tooMuch(pointer: string, maxBytes: number): Error {
  const message = `makes the results larger than ${maxBytes} bytes; ask for less in one pipeline`;
  return refusal('value_too_large', pointer, message);
}
