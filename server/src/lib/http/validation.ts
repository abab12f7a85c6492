import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import type { App } from './app.ts';

const OPTIONS: Options = {
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  removeAdditional: false,
};

/**
 * Bodies are taken as they are: `"1"` is no number and an unknown field is an error where the schema closes the object.
 * Query strings and paths are text, so there numbers and booleans are read from it and defaults filled in.
 */
export function useValidation(app: App): void {
  const strict = formats(new Ajv({ ...OPTIONS, useDefaults: true }));
  const reading = formats(new Ajv({ ...OPTIONS, coerceTypes: true, useDefaults: true }));
  app.setValidatorCompiler(({ schema, httpPart }) =>
    (httpPart === 'body' ? strict : reading).compile(schema as object),
  );
}

// The package is CommonJS: under NodeNext its default export is the module itself.
const formats = (ajv: Ajv): Ajv =>
  (addFormats as unknown as { default: (ajv: Ajv) => Ajv }).default(ajv);
