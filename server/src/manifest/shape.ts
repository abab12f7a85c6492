import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Violation } from '../lib/failures.ts';
import { violationOf } from '../lib/http/errors.ts';
import { addReadableFormats } from '../lib/http/validation.ts';
import { ManifestInput } from './schema.ts';

let compiled: ValidateFunction | undefined;

/** Compiled with the first manifest, not at start: it is the largest schema there is. */
function validator(): ValidateFunction {
  compiled ??= compileShape();
  return compiled;
}

function compileShape(): ValidateFunction {
  // With `discriminator` only the variant that `type` names is judged; without it one wrong field would be told once for each of the
  // eight types a field can have. `verbose` gives the part of the schema that was broken, for its description.
  const ajv = new Ajv({
    allErrors: true,
    strict: true,
    strictTypes: false,
    strictRequired: false,
    // URLs are judged by who follows them.
    formats: { uri: true, 'uri-reference': true },
    discriminator: true,
    verbose: true,
  });
  return addReadableFormats(ajv).compile(
    JSON.parse(JSON.stringify(ManifestInput), (_key, node) =>
      node?.oneOf === undefined ? node : { ...node, discriminator: { propertyName: 'type' } },
    ),
  );
}

/** Where a body differs from the manifest's schema. */
export function shapeViolations(body: unknown): Violation[] {
  const validate = validator();
  return validate(body) ? [] : (validate.errors ?? []).map(toViolation);
}

function toViolation(error: ErrorObject): Violation {
  const { keyword, instancePath, parentSchema, params } = error;
  switch (keyword) {
    case 'discriminator':
      return {
        pointer: `${instancePath}/type`,
        message: `must be one of ${typesOf(parentSchema)}`,
      };
    case 'pattern': {
      const hint = parentSchema?.description;
      const message = `must match ${params.pattern}${hint === undefined ? '' : ` (${hint})`}`;
      return { pointer: instancePath, message, keyword };
    }
    default:
      return violationOf(error);
  }
}

function typesOf(schema: ErrorObject['parentSchema']): string {
  const variants: { properties: { type: { const: string } } }[] = schema?.oneOf ?? [];
  return variants.map(({ properties }) => JSON.stringify(properties.type.const)).join(', ');
}
