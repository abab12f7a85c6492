import { placedChildrenOf, pointerOf } from './json-text.ts';

/** A stretch of a text. */
interface Place {
  from: number;
  to: number;
}

/** Where the value of a JSON Pointer stands in a JSON text; of one that is not there, what it would be part of. */
export function placeOf(text: string, pointer: string): Place {
  const start = text.length - text.trimStart().length;
  return placeIn(text.trim(), { start, at: '', pointer });
}

interface Way {
  /** Where the value begins in the whole text. */
  start: number;
  /** Its pointer. */
  at: string;
  /** Where to. */
  pointer: string;
}

function placeIn(text: string, { start, at, pointer }: Way): Place {
  const next = placedChildrenOf(text).findLast(({ key }) => isWithin(pointer, pointerOf(at, key)));
  if (next === undefined) {
    // All of a large value would be marked for one member that it lacks.
    const end = text.startsWith('{') || text.startsWith('[') ? 1 : text.length;
    return { from: start, to: start + (pointer === at ? text.length : end) };
  }
  return placeIn(next.text, { start: start + next.from, at: pointerOf(at, next.key), pointer });
}

const isWithin = (pointer: string, parent: string): boolean =>
  pointer === parent || pointer.startsWith(`${parent}/`);

/** The number of the line that a place is in, from 1. */
export const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;
