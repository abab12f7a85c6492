import type { Command, SetCommand } from './commands.ts';

/**
 * How a pipeline is run:
 *   read         only `get`: one look-up for all that wait
 *   blind        also `set` without conditions: one statement for all that wait
 *   transaction  what depends on what is stored: one transaction for all that wait
 *   unique       `set_unique`: one transaction for all of a holder that wait, since it may take long
 *   alone        `list`: by itself, since it may take long
 */
export type Path = 'read' | 'blind' | 'transaction' | 'unique' | 'alone';

/** What a key, the value of one `get`, and all results of a pipeline can be at most, in bytes. */
export interface Sizes {
  maxKeyBytes: number;
  maxValueBytes: number;
  maxResultBytes: number;
}

export function pathOf(commands: readonly Command[], limits: Sizes): Path {
  const actions = new Set(commands.map((command) => command.action));
  if (actions.has('list')) return 'alone';
  if (actions.has('set_unique')) return 'unique';
  // The one-statement paths know the size of their results only when everything is written: they must be sure before.
  if (largestResult(commands, limits) > limits.maxResultBytes) return 'transaction';
  if (actions.size === 1 && actions.has('get')) return 'read';
  return isBlind(commands) ? 'blind' : 'transaction';
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
    bytes += roomForKey + (command.action === 'set' ? command.value.length * 3 : maxValueBytes);
  }
  return bytes;
}

/** Nothing of it depends on what is stored. A `get` before a `set` of its key does: together they swap a value. */
function isBlind(commands: readonly Command[]): boolean {
  const read = new Set<string>();
  for (const command of commands) {
    if (command.action === 'get') {
      if (command.meta) return false;
      read.add(command.key);
    } else if (command.action !== 'set' || !isPlainSet(command) || read.has(command.key)) {
      return false;
    }
  }
  return true;
}

function isPlainSet({ ifAbsent, ifVersion, meta }: SetCommand): boolean {
  return !ifAbsent && ifVersion === undefined && !meta;
}

/** A pipeline's share of a batch, in bytes: what it sends, and a guess at what it gets. */
export function weightOf(commands: readonly Command[]): number {
  let bytes = 0;
  for (const command of commands)
    bytes += command.action === 'set' ? command.value.length : GET_BYTES;
  return bytes;
}

const GET_BYTES = 8192;
