/** JSON of others, whose numbers may have more digits than a number of JavaScript: such a one is kept as it was written. */

interface RawNumber {
  readonly rawJSON: string;
}

// Newer than the types that we compile with; browsers without them read numbers as ever.
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;
const { rawJSON } = JSON as unknown as { rawJSON?: (text: string) => RawNumber };

/** Reads JSON so that writing it again, by `JSON.stringify`, gives the same numbers. */
export function parseExactly(text: string): unknown {
  const keep: Reviver = (_key, value, context) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined || String(value) === source) return value;
    return rawJSON?.(source) ?? value;
  };
  return JSON.parse(text, keep as (key: string, value: unknown) => unknown);
}

/** How a text, a number, true or false is shown. */
export const textOfValue = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
