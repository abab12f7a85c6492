import fc from 'fast-check';
import { RawJson } from '../../src/lib/json.ts';
import { completeManifest, type Manifest, ManifestInput } from '../../src/manifest/schema.ts';

/** Manifests that are made of their schema, and changed in one place; whether they would be accepted does not matter. */

interface Schema {
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}

// Few, so that the same comes again elsewhere.
const TEXT = fc.constantFrom('a', 'b', 'c');
const NUMBER = fc.constantFrom(0, 1, 2);
const FILTER = fc
  .constantFrom('{"a":[1]}', '{"a":[2]}', '{"a":[9007199254740993]}', '{"a":[9007199254740992]}')
  .map((text) => new RawJson(text));

const SHAPE: Schema = JSON.parse(JSON.stringify(ManifestInput), (key, node) =>
  key === 'filter' ? { type: ['null', 'filter'] } : node,
);

const typesOf = ({ type = [] }: Schema): string[] => [type].flat();

function anyOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const variants = schema.oneOf ?? schema.anyOf;
  if (variants !== undefined) return fc.oneof(...variants.map(anyOf));
  return fc.oneof(...typesOf(schema).map((type) => ofType(type, schema)));
}

function ofType(type: string, schema: Schema): fc.Arbitrary<unknown> {
  switch (type) {
    case 'object':
      return objectOf(schema);
    case 'array':
      return fc.array(anyOf(schema.items as Schema), { maxLength: 4 });
    case 'string':
      return TEXT;
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'filter':
      return FILTER;
    case 'number':
    case 'integer':
      return NUMBER;
    default:
      throw new Error(`Nothing is made of the type ${type}`);
  }
}

function objectOf({ properties = {}, required = [] }: Schema): fc.Arbitrary<object> {
  const members: Record<string, fc.Arbitrary<unknown>> = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, anyOf(schema)]),
  );
  const requiredKeys = required.filter((name) => name in properties);
  return fc.record(members, { requiredKeys });
}

/** What some object cannot be without. */
const REQUIRED: ReadonlySet<string> = new Set(
  [...JSON.stringify(SHAPE).matchAll(/"required":(\[.*?\])/g)].flatMap(([, names]) =>
    JSON.parse(names as string),
  ),
);

type Path = (string | number)[];

/** Every place in a document, the document itself last. */
function placesIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null || value instanceof RawJson) return [path];
  return [
    ...Object.entries(value).flatMap(([key, member]) =>
      placesIn(member, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
    path,
  ];
}

/** The document with something else in one place: a member or an item set, taken away, or put elsewhere in its list. */
function changed(value: unknown, [key, ...rest]: Path, how: How): unknown {
  if (Array.isArray(value)) {
    if (key === undefined) return how.kind === 'reversed' ? value.toReversed() : value;
    if (rest.length > 0) return value.with(Number(key), changed(value[Number(key)], rest, how));
    if (how.kind === 'left out') return value.toSpliced(Number(key), 1);
    if (how.kind === 'repeated') return [...value, value[Number(key)]];
    if (how.kind === 'reversed') return value.toReversed();
    return value.with(Number(key), how.of(value[Number(key)]));
  }
  if (typeof value !== 'object' || value === null || key === undefined) return value;
  const members = { ...value } as Record<string, unknown>;
  if (rest.length > 0) members[key] = changed(members[key], rest, how);
  else if (how.kind === 'left out' && !REQUIRED.has(String(key))) delete members[key];
  else members[key] = how.of(members[key]);
  return members;
}

interface How {
  kind: 'left out' | 'repeated' | 'reversed' | 'replaced';
  of: (value: unknown) => unknown;
}

const HOW: fc.Arbitrary<How> = fc
  .tuple(
    fc.constantFrom<How['kind']>('left out', 'repeated', 'reversed', 'replaced'),
    TEXT,
    NUMBER,
    FILTER,
  )
  .map(([kind, text, number, filter]) => ({
    kind,
    of(value) {
      if (value instanceof RawJson) return filter;
      if (typeof value === 'boolean') return !value;
      if (typeof value === 'number') return number;
      if (typeof value === 'string') return text;
      return value;
    },
  }));

const INPUT = anyOf(SHAPE) as fc.Arbitrary<ManifestInput>;

/** Any manifest. */
export const anyManifest: fc.Arbitrary<Manifest> = INPUT.map(completeManifest);

/** Two that differ in one place at most. */
export const anyChange: fc.Arbitrary<[before: Manifest, after: Manifest]> = INPUT.chain((input) =>
  fc
    .tuple(fc.constantFrom(...placesIn(input)), HOW)
    .map(([path, how]): [Manifest, Manifest] => [
      completeManifest(input),
      completeManifest(changed(input, path, how) as ManifestInput),
    ]),
);
