import { Failure } from '../lib/failures.ts';
import { compilePayloadSchema, type PayloadCheck } from '../vocabulary/payload-schema.ts';

const MAX_CACHED = 1000;
const checks = new Map<string, PayloadCheck>();

/**
 * Checks a payload against its event type's JSON Schema.
 *
 * @throws Failure `invalid` with pointers below `pointer`.
 */
export function checkPayload(schemaText: string, payload: unknown, pointer: string): void {
  const violations = checkFor(schemaText)(payload).map((violation) => ({
    ...violation,
    pointer: pointer + violation.pointer,
  }));
  if (violations.length === 0) return;
  throw new Failure(
    'invalid',
    `The payload does not fit its event type: ${violations[0]?.message}`,
    {
      violations,
    },
  );
}

function checkFor(schemaText: string): PayloadCheck {
  let check = checks.get(schemaText);
  if (check === undefined) {
    if (checks.size >= MAX_CACHED) checks.clear();
    check = compilePayloadSchema(JSON.parse(schemaText));
    checks.set(schemaText, check);
  }
  return check;
}
