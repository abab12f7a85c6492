import { ConfigError } from './errors.ts';

/** A schema of a library that speaks Standard Schema, such as zod, valibot or arktype. */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    readonly types?: { readonly output: Output } | undefined;
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
  Schema extends StandardSchema<infer Output> ? Output : FromJsonSchema<Schema>;

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

/** @throws ConfigError that names each place that does not fit */
export async function checkConfig(schema: ConfigSchema, config: unknown): Promise<unknown> {
  if (!isStandard(schema)) {
    const problems = problemsIn(schema, config, '');
    if (problems.length > 0) throw new ConfigError(problems);
    return config;
  }
  const result = await schema['~standard'].validate(config);
  if (result.issues === undefined) return result.value;
  throw new ConfigError(
    result.issues.map(({ message, path = [] }) => ({ pointer: pointerOf(path), message })),
  );
}

const isStandard = (schema: ConfigSchema): schema is StandardSchema => '~standard' in schema;

function pointerOf(path: NonNullable<StandardIssue['path']>): string {
  return path
    .map((part) => `/${escapeKey(String(typeof part === 'object' ? part.key : part))}`)
    .join('');
}

const escapeKey = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1');

interface Problem {
  pointer: string;
  message: string;
}

function problemsIn(schema: JsonSchema, value: unknown, pointer: string): Problem[] {
  const types = schema.type === undefined ? undefined : ([schema.type].flat() as JsonType[]);
  if (types !== undefined && !types.some((type) => IS[type](value))) {
    return [{ pointer, message: `must be of the type ${types.join(' or ')}` }];
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
