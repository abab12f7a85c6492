import { Ajv, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { entryOf } from '../lib/entry-of.ts';
import { Failure, type Violation } from '../lib/failures.ts';
import { violationOf } from '../lib/http/errors.ts';
import { addPayloadFormats } from './payload-formats.ts';
import { unboundedParts } from './payload-schema-bounds.ts';

/** Checks a payload; empty when it fits, else the first thing that is wrong with it, by a pointer into the payload. */
export type PayloadCheck = (payload: unknown) => Violation[];

// Not strict: a host's schema may carry annotations of other tools. The first error ends a check, so that a hostile payload of a
// million wrong items costs no more than one.
const OPTIONS: Options = { strict: false, logger: false, allErrors: false };

const DRAFTS: Record<string, () => Ajv> = {
  'http://json-schema.org/draft-07/schema': () => new Ajv(OPTIONS),
  'https://json-schema.org/draft/2020-12/schema': () => new Ajv2020(OPTIONS),
};
const DEFAULT_DRAFT = 'https://json-schema.org/draft/2020-12/schema';

/**
 * Compiles an event type's JSON Schema (draft-07 or 2020-12).
 *
 * @param schema already parsed.
 * @throws Failure `invalid` naming each place of the schema that cannot be used, by pointers below `/payload_schema`.
 */
export function compilePayloadSchema(schema: unknown): PayloadCheck {
  const ajv = ajvFor(schema);
  const unbounded = unboundedParts(schema);
  if (unbounded.length > 0) throw refusal(unbounded.map(belowSchema));
  if (ajv.validateSchema(schema as object) !== true) {
    throw refusal((ajv.errors ?? []).map(violationOf).map(belowSchema));
  }
  const validate = compile(ajv, schema as object);
  return (payload) => (validate(payload) ? [] : (validate.errors ?? []).map(violationOf));
}

function ajvFor(schema: unknown): Ajv {
  const named = (schema as { $schema?: unknown } | null)?.$schema ?? DEFAULT_DRAFT;
  const draft = typeof named === 'string' ? named.replace(/#$/, '') : '';
  const make = entryOf(DRAFTS, draft);
  if (make === undefined) {
    const message = `must be one of ${Object.keys(DRAFTS).join(', ')}`;
    throw refusal([{ pointer: '/payload_schema/$schema', message }]);
  }
  const ajv = make();
  addPayloadFormats(ajv);
  return ajv;
}

function compile(ajv: Ajv, schema: object) {
  try {
    return ajv.compile(schema);
  } catch (error) {
    // Mostly a reference into the schema that leads nowhere.
    const message = `cannot be compiled: ${(error as Error).message}`;
    throw refusal([{ pointer: '/payload_schema', message }]);
  }
}

function belowSchema(violation: Violation): Violation {
  return { ...violation, pointer: `/payload_schema${violation.pointer}` };
}

function refusal(violations: Violation[]): Failure {
  const [first] = violations;
  return new Failure('invalid', `${first?.pointer} ${first?.message}`, { violations });
}
