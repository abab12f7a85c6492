import { ConfigError, SetupError } from './errors.ts';

/** A schema of a library that speaks Standard Schema, such as zod, valibot or arktype. */
export interface StandardSchema<Input = unknown, Output = Input> {
  readonly '~standard': {
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly input: Input; readonly output: Output } | undefined;
  };
}

/** What a {@link StandardSchema} answers. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** What a {@link StandardSchema} finds wrong. */
export interface StandardIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** The types of JSON Schema. */
export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'object' | 'array';

/**
 * A JSON Schema. What is checked is what becomes a type: `type`, `const`, `enum`, `properties`, `required` and `items`. Other keywords are for
 * other readers.
 */
export interface JsonSchema {
  readonly type?: JsonType | readonly JsonType[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly [keyword: string]: unknown;
}

/** What a config can be described by. */
export type ConfigSchema = StandardSchema | JsonSchema;

/** The type of a config that fits a schema. */
export type ConfigOf<Schema> =
  Schema extends StandardSchema<infer _Input, infer Output> ? Output : FromJsonSchema<Schema>;

/** The type of a config that is kept, before a schema has made its values: what it takes. */
export type StoredConfigOf<Schema> =
  Schema extends StandardSchema<infer Input, infer _Output> ? Input : FromJsonSchema<Schema>;

type FromJsonSchema<Schema> = Schema extends { const: infer Value }
  ? Value
  : Schema extends { enum: readonly (infer Value)[] }
    ? Value
    : Schema extends { type: readonly (infer Type)[] }
      ? OfType<Type, Schema>
      : Schema extends { type: infer Type }
        ? OfType<Type, Schema>
        : Schema extends { properties: object }
          ? ObjectOf<Schema>
          : unknown;

type OfType<Type, Schema> = Type extends 'string'
  ? string
  : Type extends 'number' | 'integer'
    ? number
    : Type extends 'boolean'
      ? boolean
      : Type extends 'null'
        ? null
        : Type extends 'array'
          ? Schema extends { items: infer Items }
            ? FromJsonSchema<Items>[]
            : unknown[]
          : ObjectOf<Schema>;

type ObjectOf<Schema> = Schema extends { properties: infer Properties }
  ? Flat<
      {
        [Name in Extract<keyof Properties, RequiredOf<Schema>>]: FromJsonSchema<Properties[Name]>;
      } & {
        [Name in Exclude<keyof Properties, RequiredOf<Schema>>]?: FromJsonSchema<Properties[Name]>;
      }
    >
  : Record<string, unknown>;

type RequiredOf<Schema> = Schema extends { required: readonly (infer Name)[] } ? Name : never;

type Flat<Members> = { [Name in keyof Members]: Members[Name] };

/** @throws ConfigError that names each place that does not fit, and what is there, but not its value */
export async function checkConfig(schema: ConfigSchema, config: unknown): Promise<unknown> {
  if (!isStandard(schema)) {
    const problems = problemsIn(schema, config, '');
    if (problems.length === 0) return config;
    throw new ConfigError(
      problems,
      problems.map(({ pointer, message }) => `${placeOf(pointer)} ${message}`),
    );
  }
  const result = await schema['~standard'].validate(config);
  if (result.issues === undefined) return result.value;
  const problems = result.issues.map(({ message, path = [] }) => {
    const keys = path.map((part) => String(typeof part === 'object' ? part.key : part));
    return { pointer: keys.map((key) => `/${escapeKey(key)}`).join(''), message, keys };
  });
  throw new ConfigError(
    problems.map(({ pointer, message }) => ({ pointer, message })),
    // Without their messages, in which some libraries repeat what they found.
    problems.map(({ pointer, keys }) => `${placeOf(pointer)} is ${kindAt(config, keys)}`),
  );
}

const placeOf = (pointer: string) => pointer || 'the whole of it';

function kindAt(config: unknown, keys: readonly string[]): string {
  let value = config;
  for (const key of keys) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return 'missing';
    value = (value as Record<string, unknown>)[key];
  }
  return kindOf(value);
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
};

/** @throws SetupError `wrong_schema` where a type is none of JSON's */
export function refuseUnknownTypes(schema: ConfigSchema): void {
  // Those of arktype are functions.
  if (schema === null || !['object', 'function'].includes(typeof schema)) {
    throw new SetupError('wrong_schema', `${String(schema)} is no schema`);
  }
  if (isStandard(schema)) return;
  const unknown = [schema.type ?? []].flat().find((type) => !Object.hasOwn(IS, type as string));
  if (unknown !== undefined) {
    const types = Object.keys(IS).join(', ');
    throw new SetupError(
      'wrong_schema',
      `${JSON.stringify(unknown)} is no type of JSON Schema: ${types}`,
    );
  }
  for (const part of [schema.items ?? [], Object.values(schema.properties ?? {})].flat()) {
    refuseUnknownTypes(part);
  }
}

const isStandard = (schema: ConfigSchema): schema is StandardSchema => '~standard' in schema;

const escapeKey = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

interface Problem {
  pointer: string;
  message: string;
}

function problemsIn(schema: JsonSchema, value: unknown, pointer: string): Problem[] {
  const types = schema.type === undefined ? undefined : ([schema.type].flat() as JsonType[]);
  if (types !== undefined && !types.some((type) => IS[type](value))) {
    const message = `must be of the type ${types.join(' or ')}, and is ${kindOf(value)}`;
    return [{ pointer, message }];
  }
  const allowed = 'const' in schema ? [schema.const] : schema.enum;
  if (allowed !== undefined && !allowed.some((one) => isSame(one, value))) {
    return [
      { pointer, message: `must be ${allowed.map((one) => JSON.stringify(one)).join(' or ')}` },
    ];
  }
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item, at) => problemsIn(items, item, `${pointer}/${at}`)) : [];
  }
  return IS.object(value) ? problemsInObject(schema, value, pointer) : [];
}

function problemsInObject(
  { properties = {}, required = [] }: JsonSchema,
  value: Record<string, unknown>,
  pointer: string,
): Problem[] {
  const at = (name: string) => `${pointer}/${escapeKey(name)}`;
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  const within = Object.entries(properties).flatMap(([name, schema]) =>
    Object.hasOwn(value, name) ? problemsIn(schema, value[name], at(name)) : [],
  );
  return [...missing.map((name) => ({ pointer: at(name), message: 'is missing' })), ...within];
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

const IS = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: Array.isArray,
  object: (value): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value),
} satisfies Record<JsonType, (value: unknown) => boolean>;
