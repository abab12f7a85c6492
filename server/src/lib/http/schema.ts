import { type Static, type TSchema, type TStringOptions, Type } from 'typebox';
import type { RawJson } from '../json.ts';

/** A `bigint` id on the wire: small enough for every JSON reader. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

/** ISO 8601 in UTC with milliseconds. */
export const Timestamp = Type.String({ format: 'date-time' });

/** A text that people read in one line: a name, a title, a label ({@link isLine}). */
export const Line = (options: TStringOptions) => Type.String({ format: 'line', ...options });

/** A text that people read, in as many lines as it has ({@link isText}). */
export const Text = (options: TStringOptions) => Type.String({ format: 'text', ...options });

/** A schema with one `type`, or null. (Two types and not a union, so that a violation is told once.) */
export const nullable = <Schema extends TSchema>(schema: Schema) =>
  Type.Unsafe<Static<Schema> | null>({
    ...schema,
    type: [(schema as Schema & { type: string }).type, 'null'],
  });

const ANY_OBJECT = { type: 'object', additionalProperties: true };

/** An object kept byte for byte: name it in the route's `rawBody`, and check it with `objectTextOf`, since Ajv cannot see inside. */
export const RawObject = (description: string) =>
  Type.Unsafe<RawJson>({ ...ANY_OBJECT, description });

/** Any JSON kept byte for byte. */
export const RawValue = (description: string) => Type.Unsafe<RawJson>({ description });

/** An answer that the handler sends as ready JSON text; the schema documents it and is not applied. */
export const AsText = <Schema extends TSchema>(schema: Schema) => Type.Unsafe<string>(schema);

/** Of no meaning where values are checked or written: says only how the OpenAPI document describes them. */
export const DESCRIBED_AS = 'x-described-as';

/** Any JSON, written as it is; in the OpenAPI document it is described as `schema`. */
export const describedAs = (schema: TSchema) => Type.Any({ [DESCRIBED_AS]: schema });

/** An example of one operation's answer, where it is another than that of its schema. */
export const OWN_EXAMPLE = 'x-example';

/** The schema of an answer, of which one operation has an example of its own: that of the schema, with these members. */
export const answeredAs = <Schema extends TSchema>(schema: Schema, changes: object) => {
  const [example] = (schema as Schema & { examples: object[] }).examples;
  return Type.Unsafe<Static<Schema>>({ ...schema, [OWN_EXAMPLE]: { ...example, ...changes } });
};
