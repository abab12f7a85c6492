import { type Static, type TSchema, Type } from 'typebox';
import { nullable } from '../lib/http/schema.ts';

const MAX_URL_CHARACTERS = 2048;

/** A URL that is called or opened; its scheme is judged by `urlViolations`. */
export const url = (description: string) =>
  Type.String({ format: 'uri', maxLength: MAX_URL_CHARACTERS, description });

/** Shown by browsers; without its scheme (`//host/path`) it is loaded by that of the page around it. */
export const image = (description: string) =>
  Type.String({ format: 'uri-reference', maxLength: MAX_URL_CHARACTERS, description });

/** What may be null or left out. Without its title, since null is not part of what that names. */
export function orNull<Schema extends TSchema>(schema: Schema) {
  const { title: _title, ...untitled } = schema as Schema & { title?: string };
  return Type.Optional(nullable(untitled as unknown as Schema));
}

/** An object with these members and no others. */
export const closed = <Properties extends Record<string, TSchema>>(
  title: string,
  properties: Properties,
) => Type.Object(properties, { title, additionalProperties: false });

/** A yes or no that may be left out. */
export const optionalFlag = (description: string) => Type.Optional(Type.Boolean({ description }));

/** Exactly one of several closed objects, told apart by their `type`. */
export const oneOf = <Variants extends TSchema[]>(title: string, variants: [...Variants]) =>
  Type.Unsafe<Static<Variants[number]>>({
    title,
    type: 'object',
    oneOf: variants,
  });
