import { DESCRIBED_AS, OWN_EXAMPLE } from '../lib/http/schema.ts';

/** Whatever is in a document: what is looked for is told by its keys. */
export type Node = Record<string, unknown>;

/** Whether a value is an object, and so may be a schema. */
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// Their values are data, not schemas.
const DATA_KEYS = new Set(['example', 'examples', 'default', 'enum', 'const', OWN_EXAMPLE]);

/** Reads parts of a document, and keeps the schemas with a name that it meets. */
export interface SchemaReader {
  /**
   * What stands for a part of the document.
   *
   * @throws Error when two different schemas have one title.
   */
  read(part: unknown): unknown;
  /** The schemas with a title that were read so far, by it and in its order. */
  named(): Node;
}

/**
 * Schemas as generators of clients read them: every one with a title stands once, under that title, and is referred to from everywhere
 * else; a choice of types is a union (`anyOf`), since no two generators understand a list of types alike.
 */
export function schemaReader(): SchemaReader {
  const named: Node = {};

  function read(part: unknown): unknown {
    if (Array.isArray(part)) return part.map(read);
    if (!isNode(part)) return part;
    if (DESCRIBED_AS in part) return read(part[DESCRIBED_AS]);
    const entries = Object.entries(splitTypes(typedEnum(part)))
      .filter(([key]) => key !== OWN_EXAMPLE)
      .map(([key, value]) => [key, readMember(key, value)]);
    return referTo(Object.fromEntries(entries));
  }

  function readMember(key: string, value: unknown): unknown {
    if (DATA_KEYS.has(key)) return value;
    if (key !== 'properties' || !isNode(value)) return read(value);
    // A map by names of members, one of which may be `title` or `type`.
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, read(one)]));
  }

  function referTo({ title, ...schema }: Node): Node {
    if (typeof title !== 'string') return schema;
    if (named[title] !== undefined && JSON.stringify(named[title]) !== JSON.stringify(schema)) {
      throw new Error(`Two different schemas have the title "${title}"`);
    }
    named[title] = schema;
    return { $ref: `#/components/schemas/${title}` };
  }

  return { read, named: () => sorted(named) };
}

function typedEnum(schema: Node): Node {
  const { type, enum: values } = schema;
  const isText = Array.isArray(values) && values.every((value) => typeof value === 'string');
  return type === undefined && isText ? { type: 'string', ...schema } : schema;
}

function splitTypes(schema: Node): Node {
  if (!Array.isArray(schema.type)) return schema;
  const types: string[] = schema.type;
  const some = types.filter((type) => type !== 'null');
  const [only] = some;
  if (some.length > 1 || only === undefined) {
    const { title, description } = schema;
    return defined({ title, description, anyOf: types.map((type) => ofType(schema, type)) });
  }
  // A title names what is there when it is not null, and so does the description beside it.
  const { description } = schema.title === undefined ? schema : {};
  const value = defined({
    ...schema,
    type: only,
    enum: withoutNull(schema.enum),
    description: description === undefined ? schema.description : undefined,
  });
  return defined({ description, anyOf: [value, { type: 'null' }] });
}

const KEYWORDS: Record<string, string[]> = {
  string: ['minLength', 'maxLength', 'pattern', 'format'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
};

function ofType(schema: Node, type: string): Node {
  const keywords = KEYWORDS[type] ?? [];
  return defined({ type, ...Object.fromEntries(keywords.map((key) => [key, schema[key]])) });
}

const withoutNull = (values: unknown): unknown =>
  Array.isArray(values) ? values.filter((value) => value !== null) : undefined;

const defined = (node: Node): Node =>
  Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));

/** The same members in the order of their names. */
export function sorted(record: Node): Node {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
