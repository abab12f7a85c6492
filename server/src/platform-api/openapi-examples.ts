import { isNode, type Node } from './openapi-schemas.ts';

/**
 * An example of a schema: its own, or one made of those of its parts; undefined where a part that it needs has none.
 *
 * @param named the schemas that are referred to, by name.
 */
export function exampleOf(schema: unknown, named: Node): unknown {
  if (!isNode(schema)) return undefined;
  const { $ref, examples, const: only, enum: values, anyOf, oneOf, items } = schema;
  if (typeof $ref === 'string') return exampleOf(named[$ref.split('/').at(-1) as string], named);
  for (const own of [examples, only === undefined ? undefined : [only], values]) {
    if (Array.isArray(own) && own.length > 0) return own[0];
  }
  for (const variants of [anyOf, oneOf]) {
    if (Array.isArray(variants)) return firstExample(variants, named);
  }
  if (schema.type === 'array') {
    const item = exampleOf(items, named);
    return item === undefined ? undefined : [item];
  }
  return schema.type === 'object' ? exampleOfObject(schema, named) : undefined;
}

function firstExample(variants: unknown[], named: Node): unknown {
  for (const variant of variants) {
    const example = exampleOf(variant, named);
    if (example !== undefined) return example;
  }
  return undefined;
}

function exampleOfObject({ properties, required = [] }: Node, named: Node): unknown {
  if (!isNode(properties)) return undefined;
  const members = Object.entries(properties)
    .filter(([name]) => (required as string[]).includes(name))
    .map(([name, schema]) => [name, exampleOf(schema, named)]);
  if (members.some(([, example]) => example === undefined)) return undefined;
  return Object.fromEntries(members);
}
