import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import type { Part } from './parts.ts';

/** A part that has neither of two members, or both. */
export function exactlyOne(part: Part, one: string, other: string): Violation[] {
  if (isGiven(part, one) || isGiven(part, other)) return atMostOne(part, one, other);
  return [{ pointer: toPointer(part.path), message: `needs \`${one}\` or \`${other}\`` }];
}

/** A part that has both of two members. */
export function atMostOne(part: Part, one: string, other: string): Violation[] {
  if (!isGiven(part, one) || !isGiven(part, other)) return [];
  return [
    { pointer: toPointer([...part.path, other]), message: `cannot be given beside \`${one}\`` },
  ];
}

/** Whether a part has a member, null being as good as none. */
export const isGiven = ({ value }: Part, name: string): boolean =>
  Object.hasOwn(value, name) && value[name] !== null;
