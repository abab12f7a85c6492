import { Ajv, type ErrorObject, type Options } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { Failure, type Violation } from '../lib/failures.ts';
import { violationOf } from '../lib/http/errors.ts';
import { toPointer } from '../lib/json.ts';

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
  const unsafe = unsafeKeywords(schema, []);
  if (unsafe.length > 0) throw refusal(unsafe);
  if (ajv.validateSchema(schema as object) !== true) {
    throw refusal((ajv.errors ?? []).map(belowSchema));
  }
  const validate = compile(ajv, schema as object);
  return (payload) => (validate(payload) ? [] : (validate.errors ?? []).map(violationOf));
}

function ajvFor(schema: unknown): Ajv {
  const named = (schema as { $schema?: unknown } | null)?.$schema ?? DEFAULT_DRAFT;
  const draft = typeof named === 'string' ? named.replace(/#$/, '') : '';
  const make = Object.hasOwn(DRAFTS, draft) ? DRAFTS[draft] : undefined;
  if (make === undefined) {
    const message = `must be one of ${Object.keys(DRAFTS).join(', ')}`;
    throw refusal([{ pointer: '/payload_schema/$schema', message }]);
  }
  return (addFormats as unknown as { default: (ajv: Ajv) => Ajv }).default(make());
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

// Their values are data, not schemas.
const DATA_KEYWORDS = new Set(['const', 'enum', 'default', 'examples', 'example']);

// Payloads carry what end users typed, and a regular expression can take hours over a few dozen characters.
const REFUSED_KEYWORDS: Record<string, (value: unknown) => string | undefined> = {
  $ref: localOnly,
  $dynamicRef: localOnly,
  pattern: (value) =>
    typeof value === 'string'
      ? 'is not supported, since a regular expression may never end; use format, enum or maxLength'
      : undefined,
  patternProperties: () => 'is not supported, since a regular expression may never end',
  $async: () => 'is not supported',
};

function localOnly(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.startsWith('#')) return undefined;
  return 'must begin with "#": only references within the schema are followed';
}

// Directly below these, keys are names of the payload's members or of definitions.
const NAME_MAPS = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);

type Path = (string | number)[];

function unsafeKeywords(schema: unknown, path: Path): Violation[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) {
    return schema.flatMap((item, index) => unsafeKeywords(item, [...path, index]));
  }
  return Object.entries(schema).flatMap(([key, value]) => {
    const here = [...path, key];
    if (NAME_MAPS.has(key)) return unsafeBelowNames(value, here);
    if (DATA_KEYWORDS.has(key)) return [];
    const refuse = Object.hasOwn(REFUSED_KEYWORDS, key) ? REFUSED_KEYWORDS[key] : undefined;
    const message = refuse?.(value);
    if (message === undefined) return unsafeKeywords(value, here);
    return [{ pointer: `/payload_schema${toPointer(here)}`, message }];
  });
}

function unsafeBelowNames(schemas: unknown, path: Path): Violation[] {
  if (typeof schemas !== 'object' || schemas === null) return [];
  return Object.entries(schemas).flatMap(([name, value]) => unsafeKeywords(value, [...path, name]));
}

function belowSchema(error: ErrorObject): Violation {
  const { pointer, message } = violationOf(error);
  return { pointer: `/payload_schema${pointer}`, message };
}

function refusal(violations: Violation[]): Failure {
  const [first] = violations;
  return new Failure('invalid', `${first?.pointer} ${first?.message}`, { violations });
}
