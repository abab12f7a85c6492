import { Failure } from '../lib/failures.ts';
import type { RawJson } from '../lib/json.ts';

/** The text of a payload that is not too large. @throws Failure `value_too_large` with the pointer. */
export function sizedPayload({ text }: RawJson, pointer: string, maxBytes: number): string {
  // A UTF-16 unit is at most three bytes, so that most payloads need not be measured.
  if (text.length * 3 > maxBytes && Buffer.byteLength(text) > maxBytes) {
    throw new Failure('value_too_large', `The payload must be at most ${maxBytes} bytes`, {
      violations: [{ pointer, message: `must be at most ${maxBytes} bytes` }],
    });
  }
  return text;
}
