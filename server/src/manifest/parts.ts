import { entryOf } from '../lib/entry-of.ts';

/** An object somewhere in a document whose form is not certain yet. */
export interface Part {
  path: (string | number)[];
  value: Record<string, unknown>;
}

/** The objects of what should be an array of objects. */
export function itemsOf(list: unknown, path: (string | number)[]): Part[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((value, index) =>
    isObject(value) ? [{ path: [...path, index], value }] : [],
  );
}

/** A member that should be an object. */
export function partOf({ path, value }: Part, name: string): Part | undefined {
  const member = entryOf(value, name);
  return isObject(member) ? { path: [...path, name], value: member } : undefined;
}

/** The strings of what should be an array of strings, with their places. */
export function stringsOf(list: unknown): { index: number; text: string }[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((text, index) => (typeof text === 'string' ? [{ index, text }] : []));
}

/** Whether a parsed JSON value is an object; an array and null are none. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
