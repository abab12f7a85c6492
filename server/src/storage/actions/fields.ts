import { Type } from 'typebox';
import { type Failure, refusal } from '../../lib/failures.ts';

/** The field `key` of a command. */
export const KeyField = Type.String({
  minLength: 1,
  description: '1 to 512 bytes of UTF-8 (unless the server is set otherwise), without NUL',
});

/** The field `meta` of a command. */
export const MetaField = Type.Optional(
  Type.Boolean({ description: 'Adds `version` and `expires_at` to the result' }),
);

/** The pointer to a field of the command at hand. */
export type At = (field: string) => string;

/** @throws Failure `invalid` (422) for what PostgreSQL cannot hold as text. */
export function checkText(text: string, at: At, field: string): void {
  if (text.isWellFormed() && !text.includes('\0')) return;
  throw wrong(at(field), 'must not contain NUL or half of a surrogate pair');
}

/** A failure `invalid` (422) about one place of the request. */
export function wrong(pointer: string, message: string): Failure {
  return refusal('invalid', pointer, message);
}

/** A failure `value_too_large` (413); `bytes` and the limit are those of JSON text. */
export function tooLarge(
  pointer: string,
  bytes: number,
  { maxValueBytes }: { maxValueBytes: number },
): Failure {
  const message = `is ${bytes} bytes as JSON text; at most ${maxValueBytes} are kept`;
  return refusal('value_too_large', pointer, message);
}
