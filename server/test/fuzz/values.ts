import { resolve, type Schema } from './document.ts';
import { EVENTS, KIND_OF_FIELD, type Pool } from './pool.ts';
import type { Random } from './random.ts';

/** Where values come from. */
export interface Source {
  pool: Pool;
  random: Random;
  /** Where plugins listen. */
  workerUrl: string;
}

const FORMATS: Record<string, (source: Source) => unknown> = {
  'uri-reference': ({ workerUrl }) => workerUrl,
  uri: ({ workerUrl, random }) => `${workerUrl}/${random.word()}`,
  email: ({ random }) => `${random.word()}@plugboard.test`,
  'date-time': ({ random }) =>
    new Date(Date.now() + (random.below(1000) - 100) * 60_000).toISOString(),
  uuid: () => '019cade2-8a60-7b3f-9c41-5d2e7f8a9b01',
};

/** Members whose meaning their schema does not say. */
const FIELDS: Record<string, (source: Source) => unknown> = {
  slug: ({ random }) => random.word(),
  key: ({ random }) => random.pick(['a', 'b', 'c', 'd']),
  lang: ({ random }) => random.pick(['en', 'de', 'de-CH']),
  password: ({ random }) => `a long ${random.word()}`,
  client_secret: ({ random }) => `${random.word()}${'x'.repeat(32)}`,
  path: () => '/account',
  resource: () => 'members',
  role: ({ random }) => random.pick(['admin', 'editor', 'auditor']),
  fields: ({ random }) => random.pick(['all', undefined]),
  payload_schema: ({ random }) => random.pick([null, { type: 'object' }]),
  filter: ({ random }) => random.pick([null, { a: [1, { exists: true }] }]),
  callback_url: ({ workerUrl }) => workerUrl,
  url: ({ workerUrl }) => workerUrl,
};

/** Mostly one that stays: what plugins subscribe to cannot be removed. */
const eventName = ({ pool, random }: Source): unknown =>
  random.chance(0.95) ? random.pick(EVENTS) : pool.draw('event_names', random);

/** A value as a schema has it, with things that there are where it names some. */
export function drawValue(given: Schema, source: Source, name = ''): unknown {
  const schema = resolve(given);
  const { random, pool } = source;
  if (name === 'name' && schema.maxLength === 100 && schema.format === undefined && !schema.enum) {
    // Of an event type.
    return eventName(source);
  }
  if (name === 'scopes') return random.chance(0.5) ? [] : [pool.draw('scopes', random)];
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (field !== undefined && schema.format === undefined) return field(source);
  const kind = Object.hasOwn(KIND_OF_FIELD, name) ? KIND_OF_FIELD[name] : undefined;
  const known = kind === undefined ? undefined : pool.draw(kind, random);
  if (known !== undefined) return known;
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return drawValue(random.pick(variants), source, name);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  return typed(schema, source, name);
}

function typed(schema: Schema, source: Source, name: string): unknown {
  const { random } = source;
  switch ([schema.type].flat()[0]) {
    case 'object':
      return schema.properties === undefined ? anyObject(source) : members(schema, source);
    case 'array': {
      const count = (schema.minItems ?? 0) + random.below(3);
      const items = schema.items ?? {};
      return Array.from({ length: count }, () => drawValue(items, source, name.replace(/s$/, '')));
    }
    case 'string':
      return (FORMATS[schema.format ?? ''] ?? (() => random.word()))(source);
    case 'integer':
    case 'number':
      return (schema.minimum ?? 0) + random.below(Math.min(50, (schema.maximum ?? 50) + 1));
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    default:
      return anyValue(source, 2);
  }
}

function members(schema: Schema, source: Source): object {
  const required = new Set(schema.required);
  const named = Object.entries(schema.properties ?? {}).filter(
    ([name]) => name !== '$schema' && (required.has(name) || source.random.chance(0.4)),
  );
  return Object.fromEntries(named.map(([name, member]) => [name, drawValue(member, source, name)]));
}

const anyObject = (source: Source): object =>
  Object.fromEntries(
    Array.from({ length: source.random.below(4) }, () => [
      source.random.pick(['a', 'b', 'note', 'c']),
      anyValue(source, 2),
    ]),
  );

function anyValue(source: Source, depth: number): unknown {
  const { random } = source;
  if (depth > 0 && random.chance(0.3)) {
    return random.chance(0.5) ? [anyValue(source, depth - 1)] : { a: anyValue(source, depth - 1) };
  }
  return random.pick([null, true, 0, -1.5, 'x', 'é', 12345678, '']);
}

/** The example that a schema shows, with the things that there are in place of those it names. */
export function exampleOf(given: Schema, source: Source): unknown {
  const [example] = resolve(given).examples ?? [];
  return example === undefined ? drawValue(given, source) : replaced(example, source, '');
}

function replaced(node: unknown, source: Source, name: string): unknown {
  if (Array.isArray(node)) return node.map((item) => replaced(item, source, name));
  if (typeof node === 'object' && node !== null) {
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, replaced(value, source, key)]),
    );
  }
  if (name === 'slug') return source.random.word();
  if (name === 'email') return FORMATS.email?.(source);
  if (name === 'name' && typeof node === 'string' && /^[a-z_]+$/.test(node)) {
    return eventName(source);
  }
  if (name === 'scopes') return source.pool.draw('scopes', source.random);
  if (typeof node === 'string' && node.startsWith('https:')) return source.workerUrl;
  const kind = Object.hasOwn(KIND_OF_FIELD, name) ? KIND_OF_FIELD[name] : undefined;
  return (kind && source.pool.draw(kind, source.random)) ?? node;
}
