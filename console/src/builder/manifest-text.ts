import { parseExactly } from '../api/exact.ts';
import { prettyJson } from '../parts/json-format.ts';
import type { Part } from './pointers.ts';

/** The manifest of a text; undefined where it is none. */
export function manifestOf(text: string): Part | undefined {
  try {
    const value = parseExactly(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Part) : undefined;
  } catch {
    return undefined;
  }
}

/** A manifest as a text, a member a line. */
export const textOf = (manifest: Part): string => prettyJson(JSON.stringify(manifest));

/** The same for others to read: without what nobody else is to know. */
export function sharedTextOf(manifest: Part): string {
  const { setup_steps: steps } = manifest;
  if (!Array.isArray(steps)) return textOf(manifest);
  const shared = steps.map(({ client_secret: _secret, ...step }: Part) => step);
  return textOf({ ...manifest, setup_steps: shared });
}
