import { sqlState } from './db.ts';

// Data exceptions, violated constraints, exceeded limits of the database.
const CLASSES = new Set(['22', '23', '54']);

/** Whether a write failed for what was to be written, or for us: another try fails alike, and what was written along may be stored alone. */
export function isUnstorable(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return CLASSES.has(state.slice(0, 2));
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
}
