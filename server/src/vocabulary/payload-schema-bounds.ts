import { entryOf } from '../lib/entry-of.ts';
import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { payloadFormats } from './payload-formats.ts';

/**
 * What would make checking a payload take longer than its size warrants. Payloads carry what end users typed, so a schema must cost a
 * time that is linear in them, whatever they hold: no regular expressions, no comparing of all with all, no recursion (which, twice in
 * one `anyOf`, doubles with every level).
 */

// With references replaced by what they refer to. Each part looks at each value of a payload once at most.
const MAX_PARTS = 2000;
const MAX_UNIQUE_ITEMS = 1000;

type Path = (string | number)[];

type Schema = Record<string, unknown>;

/** What is wrong with a keyword's value, if anything. */
type Check = (value: unknown, schema: Schema) => string | undefined;

const LOCAL_REFERENCE = /^#\/(\$defs|definitions)\/([A-Za-z0-9._-]+)$/;

const NO_EXPRESSIONS = 'is not supported, since a regular expression may never end';
const NO_ANCHORS = 'is not supported; use `$ref` with "#/$defs/name"';

const checks: Record<string, Check> = {
  $ref: (value) =>
    typeof value === 'string' && LOCAL_REFERENCE.test(value)
      ? undefined
      : 'must be "#/$defs/name" or "#/definitions/name": nothing else is followed',
  $anchor: () => NO_ANCHORS,
  $dynamicRef: () => NO_ANCHORS,
  $dynamicAnchor: () => NO_ANCHORS,
  $recursiveRef: () => NO_ANCHORS,
  $async: () => 'is not supported',
  format: (value) =>
    typeof value === 'string' && payloadFormats.has(value)
      ? undefined
      : `must be one of ${Array.from(payloadFormats.keys()).join(', ')}: no other is checked`,
  pattern: () => `${NO_EXPRESSIONS}; use format, enum or maxLength`,
  patternProperties: () => NO_EXPRESSIONS,
  uniqueItems: (value, { maxItems }) =>
    value === true && !(typeof maxItems === 'number' && maxItems <= MAX_UNIQUE_ITEMS)
      ? `needs a maxItems of at most ${MAX_UNIQUE_ITEMS} beside it, since each item is compared with all others`
      : undefined,
};

// Their values are data, not schemas.
const DATA_KEYWORDS = new Set(['const', 'enum', 'default', 'examples', 'example']);

// Directly below these, keys are names of the payload's members or of definitions.
const NAME_MAPS = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);

/** Everything in a schema that is not bounded, by pointers into it. */
export function unboundedParts(schema: unknown): Violation[] {
  const refused = refusedKeywords(schema, []);
  return refused.length > 0 ? refused : endlessReferences(schema);
}

interface Child {
  keys: Path;
  value: unknown;
}

/** What may be a schema directly below this one. */
function childrenOf(node: object): Child[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (Array.isArray(node)) return [{ keys: [key], value }];
    if (DATA_KEYWORDS.has(key)) return [];
    if (!NAME_MAPS.has(key) || !isObject(value)) return [{ keys: [key], value }];
    return Object.entries(value).map(([name, child]) => ({ keys: [key, name], value: child }));
  });
}

function refusedKeywords(node: unknown, path: Path): Violation[] {
  if (typeof node !== 'object' || node === null) return [];
  const here = isObject(node) ? refusedHere(node, path) : [];
  const below = childrenOf(node).flatMap(({ keys, value }) =>
    refusedKeywords(value, [...path, ...keys]),
  );
  return [...here, ...below];
}

function refusedHere(schema: Schema, path: Path): Violation[] {
  return Object.entries(schema).flatMap(([key, value]) => {
    const check = entryOf(checks, key);
    // Below the root an `$id` would change what references are relative to.
    const message = key === '$id' && path.length > 0 ? NO_ANCHORS : check?.(value, schema);
    return message === undefined ? [] : [{ pointer: toPointer([...path, key]), message }];
  });
}

function endlessReferences(root: unknown): Violation[] {
  const sizes = new Map<string, number>();
  const counting = new Set<string>();
  const violations: Violation[] = [];

  function sizeOf(node: unknown, path: Path): number {
    if (typeof node !== 'object' || node === null) return 0;
    let size = 1;
    for (const { keys, value } of childrenOf(node)) {
      const here = [...path, ...keys];
      const isReference = keys.length === 1 && keys[0] === '$ref';
      size += isReference ? sizeOfReferred(String(value), here) : sizeOf(value, here);
    }
    return size;
  }

  function sizeOfReferred(reference: string, path: Path): number {
    const known = sizes.get(reference);
    if (known !== undefined) return known;
    if (counting.has(reference)) {
      violations.push({ pointer: toPointer(path), message: 'leads back to itself' });
      return 0;
    }
    counting.add(reference);
    const [, map = '', name = ''] = LOCAL_REFERENCE.exec(reference) ?? [];
    const size = sizeOf(memberOf(memberOf(root, map), name), [map, name]);
    counting.delete(reference);
    sizes.set(reference, size);
    return size;
  }

  const size = sizeOf(root, []);
  if (violations.length === 0 && size > MAX_PARTS) {
    const message = `has more than ${MAX_PARTS} parts once references are followed`;
    violations.push({ pointer: '', message });
  }
  return violations;
}

function memberOf(node: unknown, key: string): unknown {
  return isObject(node) ? entryOf(node, key) : undefined;
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
