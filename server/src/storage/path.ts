import type { Path } from './actions/action.ts';
import { actionOf, type Command, itemAction } from './actions.ts';

/** What a key, the value of one `get`, and all results of a pipeline can be at most, in bytes. */
export interface Sizes {
  maxKeyBytes: number;
  maxValueBytes: number;
  maxResultBytes: number;
}

/** The path of a pipeline. */
export function pathOf(commands: readonly Command[], limits: Sizes): Path {
  const path = neededPath(commands);
  if (path !== 'read' && path !== 'blind') return path;
  // The one-statement paths know the size of their results only when everything is written: they must be sure before.
  if (largestResult(commands, limits) > limits.maxResultBytes) return 'transaction';
  return path === 'read' || isBlind(commands) ? path : 'transaction';
}

// A path does all that those before it do.
const REACH: Record<Path, number> = { read: 0, blind: 1, transaction: 2, unique: 3, alone: 4 };

/** The path of the command that needs most. */
function neededPath(commands: readonly Command[]): Path {
  let needed: Path = 'read';
  for (const command of commands) {
    const path = actionOf(command).path(command);
    if (REACH[path] > REACH[needed]) needed = path;
  }
  return needed;
}

// The text around a key and a value: names, version, end of life.
const AROUND = 128;

function largestResult(
  commands: readonly Command[],
  { maxKeyBytes, maxValueBytes }: Sizes,
): number {
  // As JSON text, a key takes up to six bytes a byte.
  const roomForKey = 6 * maxKeyBytes + AROUND;
  let bytes = 0;
  for (const command of commands) {
    const sent = actionOf(command).sentValue(command);
    bytes += roomForKey + (sent === undefined ? maxValueBytes : sent.length * 3);
  }
  return bytes;
}

/** Nothing of it depends on what is stored. A `get` before a `set` of its key does: together they swap a value. */
function isBlind(commands: readonly Command[]): boolean {
  const read = new Set<string>();
  for (const command of commands) {
    // The statement answers values alone.
    if (command.meta || !('key' in command)) return false;
    if (!itemAction(command).changes) read.add(command.key);
    else if (read.has(command.key)) return false;
  }
  return true;
}

/** A pipeline's share of a batch, in bytes: what it sends, and a guess at what it gets. */
export function weightOf(commands: readonly Command[]): number {
  let bytes = 0;
  for (const command of commands) {
    bytes += actionOf(command).sentValue(command)?.length ?? GET_BYTES;
  }
  return bytes;
}

const GET_BYTES = 8192;
