import { type Static, type TSchema, Type } from 'typebox';
import { nullable } from '../lib/http/schema.ts';

const MAX_URL_CHARACTERS = 2048;

/**
 * Who follows a URL: `called` ones are fetched by the server, so the outbound policy decides; `shown` ones are opened by browsers,
 * to which a developer's own machine is as good as any; `redirect` ones besides are written as libraries send them, and leave room for what an answer brings (RFC 6749 §3.1.2, §4.1.2);
 * an `image` may lack its scheme (`//host/path`), as asset hosts write them, and otherwise is as strict as what is called.
 */
export type UrlUse = 'called' | 'shown' | 'redirect' | 'image';

// A symbol, so that it is in no document that is made of the schema.
const USE = Symbol('who follows the URL');

const asUrl = <Schema extends TSchema>(use: UrlUse, schema: Schema): Schema =>
  Object.assign(schema, { [USE]: use });

/** A URL; `urlViolations` judges it by who follows it. */
export const url = (use: Exclude<UrlUse, 'image'>, description: string) =>
  asUrl(use, Type.String({ format: 'uri', maxLength: MAX_URL_CHARACTERS, description }));

/** Shown by browsers; without its scheme (`//host/path`) it is loaded by that of the page around it. */
export const image = (description: string) =>
  asUrl(
    'image',
    Type.String({ format: 'uri-reference', maxLength: MAX_URL_CHARACTERS, description }),
  );

/** Who follows the URLs within a schema, by the names of the members that hold them. */
export function urlUses(schema: unknown): ReadonlyMap<string, UrlUse> {
  const uses = new Map<string, UrlUse>();
  collectUses(schema, '', uses);
  return uses;
}

function collectUses(node: unknown, name: string, uses: Map<string, UrlUse>): void {
  if (typeof node !== 'object' || node === null) return;
  const use = (node as { [USE]?: UrlUse })[USE];
  if (use !== undefined) {
    if ((uses.get(name) ?? use) !== use) throw new Error(`"${name}" names URLs of two uses`);
    uses.set(name, use);
  }
  for (const [key, child] of Object.entries(node)) collectUses(child, key, uses);
}

/** What may be null or left out. */
export const orNull = <Schema extends TSchema>(schema: Schema) => Type.Optional(nullable(schema));

/** An object with these members and no others. */
export const closed = <Properties extends Record<string, TSchema>>(
  title: string,
  properties: Properties,
  example?: object,
) =>
  Type.Object(properties, {
    title,
    additionalProperties: false,
    ...(example === undefined ? {} : { examples: [example] }),
  });

/** A yes or no that may be left out. */
export const optionalFlag = (description: string) => Type.Optional(Type.Boolean({ description }));

/** Exactly one of several closed objects, told apart by their `type`. */
export const oneOf = <Variants extends TSchema[]>(title: string, variants: [...Variants]) =>
  Type.Unsafe<Static<Variants[number]>>({
    title,
    type: 'object',
    oneOf: variants,
  });
