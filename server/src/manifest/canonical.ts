import { canonicalNumber, ExactNumber } from '../lib/exact-number.ts';
import { RawJson, readExactly } from '../lib/json.ts';

/**
 * A JSON text in which the order of object members says nothing, nor how a number is written: equal for equal values. Numbers are
 * equal that are the same decimal.
 */
export function canonicalText(value: unknown): string {
  if (value instanceof RawJson) return canonicalText(readExactly(value.text));
  if (typeof value === 'number' || value instanceof ExactNumber) return canonicalNumber(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalText(member)}`).join(',')}}`;
}
