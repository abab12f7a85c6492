import { Ajv, type Options, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { READABLE_FORMATS } from '../readable.ts';
import type { App } from './app.ts';

const OPTIONS: Options = {
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  removeAdditional: false,
  // The routes' schemas are our own, of TypeBox's making: holding them against the meta-schema would compile that first, at each start.
  validateSchema: false,
};

/**
 * Bodies are taken as they are: `"1"` is no number and an unknown field is an error where the schema closes the object.
 * Query strings and paths are text, so there numbers and booleans are read from it and defaults filled in.
 */
export function useValidation(app: App): void {
  const strict = formats(new Ajv({ ...OPTIONS, useDefaults: true }));
  const reading = formats(new Ajv({ ...OPTIONS, coerceTypes: true, useDefaults: true }));
  app.setValidatorCompiler(({ schema, httpPart }) =>
    compiledWhenUsed(httpPart === 'body' ? strict : reading, schema as object),
  );
}

/** What a route's first request compiles: all of them at once would be a fifth of the time that a start takes. */
function compiledWhenUsed(ajv: Ajv, schema: object) {
  let compiled: ValidateFunction | undefined;
  return (data: unknown) => {
    compiled ??= ajv.compile(schema);
    return compiled(data) ? true : { error: compiled.errors ?? [] };
  };
}

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
