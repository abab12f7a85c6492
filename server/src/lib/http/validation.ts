import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { entryOf } from '../entry-of.ts';
import { READABLE_FORMATS } from '../readable.ts';
import type { App } from './app.ts';
import { DESCRIBED_AS } from './schema.ts';

const OPTIONS: Options = {
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  removeAdditional: false,
  // The routes' schemas are our own, of TypeBox's making: holding them against the meta-schema would compile that first, at each start.
  validateSchema: false,
  keywords: [DESCRIBED_AS],
};

/**
 * Bodies are taken as they are: `"1"` is no number and an unknown field is an error where the schema closes the object.
 * Query strings and paths are text, so there numbers and booleans are read from it and defaults filled in.
 */
export function useValidation(app: App): void {
  const ajv = formats(new Ajv({ ...OPTIONS, useDefaults: true }));
  app.setValidatorCompiler(({ schema, httpPart }) => {
    const validate = compiledWhenUsed(ajv, schema as object);
    return httpPart === 'body' ? validate : readingText(schema as PartSchema, validate);
  });
}

type Validate = (data: unknown) => true | { error: ErrorObject[] };

/** What a route's first request compiles: all of them at once would be a fifth of the time that a start takes. */
function compiledWhenUsed(ajv: Ajv, schema: object): Validate {
  let compiled: ValidateFunction | undefined;
  return (data) => {
    compiled ??= ajv.compile(schema);
    return compiled(data) ? true : { error: compiled.errors ?? [] };
  };
}

interface PartSchema {
  properties?: Record<string, { type?: string }>;
}

// As we write them, and no other way: `06`, `+6`, `6.0` and `6e0` would be further names of the same thing.
const INTEGER = /^(?:0|-?[1-9][0-9]*)$/;

const READERS: Record<string, (text: string) => unknown> = {
  integer: (text) => (INTEGER.test(text) ? Number(text) : text),
  boolean: (text) => (text === 'true' || text === 'false' ? text === 'true' : text),
};

/** Reads a path, a query or headers; what cannot be read stays text, which is then of the wrong type. */
function readingText({ properties = {} }: PartSchema, validate: Validate): Validate {
  const readers = Object.entries(properties).flatMap(([name, { type = '' }]) => {
    const read = entryOf(READERS, type);
    return read === undefined ? [] : [{ name, read }];
  });
  return (data) => {
    const values = data as Record<string, unknown>;
    for (const { name, read } of readers) {
      const text = values[name];
      if (typeof text === 'string') values[name] = read(text);
    }
    const result = validate(data);
    return result === true ? true : { error: result.error.map(inWordsOfText) };
  };
}

const inWordsOfText = (error: ErrorObject): ErrorObject =>
  error.keyword === 'type' && error.params.type === 'integer'
    ? { ...error, message: 'must be a whole number in decimal digits, such as 6' }
    : error;

// The package is CommonJS: under NodeNext its default export is the module itself.
const formats = (ajv: Ajv): Ajv =>
  addReadableFormats((addFormats as unknown as { default: (ajv: Ajv) => Ajv }).default(ajv));

/** Teaches a validator the formats of what people read. */
export function addReadableFormats(ajv: Ajv): Ajv {
  for (const [name, { validate }] of Object.entries(READABLE_FORMATS)) {
    ajv.addFormat(name, { type: 'string', validate });
  }
  return ajv;
}

/**
 * For routes whose handler checks the body itself, and says more about what is wrong: the schema is for those who read it.
 */
export const validatedByHandler = () => () => true;
