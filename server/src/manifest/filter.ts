import { entryOf } from '../lib/entry-of.ts';
import {
  type AnyNumber,
  canonicalNumber,
  compareNumbers,
  ExactNumber,
} from '../lib/exact-number.ts';
import type { Violation } from '../lib/failures.ts';
import { type RawJson, readExactly, toPointer } from '../lib/json.ts';

/**
 * Content filters: which payloads of an event a plugin wants to hear.
 *
 * A filter mirrors the payload. An object descends; an array lists what is wanted, one of which must hold: a plain value equals,
 * an operator asks for more. Every field that is named must match. Where the payload has an array, one matching element is
 * enough.
 *
 * Numbers are compared as they are written, not as the doubles next to them: `9007199254740993` is not `9007199254740992`, and
 * `1.0` is `1`. A number that no double is, is an `ExactNumber`, in the filter as in the payload.
 *
 * There are no regular expressions: a check costs a time linear in the payload, whatever a plugin's developer writes.
 *
 * @example
 * { visitor: { email: [{ suffix: "@example.com" }] }, badge: [{ exists: false }], floor: [{ numeric: [">", 0, "<=", 9] }] }
 */
export type Filter = { [field: string]: Filter | Condition[] };

/** A plain value: a condition by itself ("equals"), and what `anything_but` lists. */
export type Scalar = string | AnyNumber | boolean | null;

/**
 * One thing that a field may be: a plain value, or an object with exactly one operator. `numeric` has one or two comparisons, such as
 * `[">", 5, "<=", 10]`.
 */
export type Condition =
  | Scalar
  | { prefix: string }
  | { suffix: string }
  | { exists: boolean }
  | { anything_but: Scalar[] }
  | { numeric: (string | AnyNumber)[] };

const MAX_DEPTH = 10;
const MAX_FIELDS = 100;
// In the whole filter, since an array in the payload is compared with each: 200 comparisons against 100,000 elements take some 0.3 s.
const MAX_VALUES = 200;

interface Operator {
  /** What is wrong with the operand, if anything. */
  check(operand: unknown): string | undefined;
  /** What a value must be, made once of an operand that is right: a payload may hold a hundred thousand values against it. */
  matcher(operand: unknown): Matches;
}

type Matches = (value: unknown) => boolean;

const operators: Record<string, Operator> = {
  prefix: {
    check: expectString,
    matcher: (start) => (value) => typeof value === 'string' && value.startsWith(start as string),
  },
  suffix: {
    check: expectString,
    matcher: (end) => (value) => typeof value === 'string' && value.endsWith(end as string),
  },
  exists: {
    check: (operand) => (typeof operand === 'boolean' ? undefined : 'must be true or false'),
    matcher: (wanted) => (value) => (value !== undefined) === wanted,
  },
  anything_but: {
    check: (operand) =>
      isFilledList(operand) && operand.every(isScalar)
        ? undefined
        : 'must be an array of strings, numbers, booleans or null, not empty',
    matcher: (refused) => {
      const isRefused = oneOf(refused as unknown[]);
      return (value) => value !== undefined && !isRefused(value);
    },
  },
  numeric: { check: checkNumeric, matcher: numericMatcher },
};

// By what `compareNumbers` says of the payload's number and the filter's.
const comparisons: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

/**
 * Everything that is wrong with a filter, by pointers into it. Null, "hear every event", is fine.
 */
export function validateFilter(filter: unknown): Violation[] {
  if (filter === null) return [];
  const check: Check = { violations: [], fields: 0, values: 0 };
  checkFields(filter, [], check);
  if (check.fields > MAX_FIELDS) complain(check, [], `may name at most ${MAX_FIELDS} fields`);
  if (check.values > MAX_VALUES) complain(check, [], `may list at most ${MAX_VALUES} values`);
  return check.violations;
}

type Path = (string | number)[];

interface Check {
  violations: Violation[];
  fields: number;
  values: number;
}

function complain(check: Check, path: Path, message: string): void {
  check.violations.push({ pointer: toPointer(path), message });
}

function checkFields(node: unknown, path: Path, check: Check): void {
  if (!isObject(node)) {
    complain(check, path, 'must be an object of fields, or an array of allowed values');
    return;
  }
  const entries = Object.entries(node);
  if (entries.length === 0) {
    complain(check, path, 'must name at least one field; use null to hear every event');
  }
  if (path.length >= MAX_DEPTH) {
    complain(check, path, `may be at most ${MAX_DEPTH} levels deep`);
    return;
  }
  check.fields += entries.length;
  if (check.fields > MAX_FIELDS) return;
  for (const [name, value] of entries) {
    if (Array.isArray(value)) checkConditions(value, [...path, name], check);
    else checkFields(value, [...path, name], check);
  }
}

function checkConditions(conditions: unknown[], path: Path, check: Check): void {
  if (conditions.length === 0) complain(check, path, 'must list at least one allowed value');
  for (const [index, condition] of conditions.entries()) {
    check.values += valuesOf(condition);
    if (check.values > MAX_VALUES) return;
    const problem = conditionProblem(condition);
    if (problem !== undefined) complain(check, [...path, index], problem);
  }
}

function valuesOf(condition: unknown): number {
  const refused = isObject(condition) ? condition.anything_but : undefined;
  return Array.isArray(refused) ? Math.max(1, refused.length) : 1;
}

function conditionProblem(condition: unknown): string | undefined {
  if (isScalar(condition)) return undefined;
  const [[name, operand] = [], ...more] = isObject(condition) ? Object.entries(condition) : [];
  const operator = name === undefined ? undefined : operatorOf(name);
  if (operator === undefined || more.length > 0) {
    return `must be a string, number, boolean, null or an object with one of ${Object.keys(operators).join(', ')}`;
  }
  const problem = operator.check(operand);
  return problem === undefined ? undefined : `${name} ${problem}`;
}

const read = new WeakMap<RawJson, unknown>();

/** What a filter says, for {@link validateFilter} and {@link matchesFilter}: read once, however many events it is held against. */
export function readFilter(filter: RawJson | null): unknown {
  if (filter === null) return null;
  let known = read.get(filter);
  if (known === undefined) {
    known = readExactly(filter.text);
    read.set(filter, known);
  }
  return known;
}

/**
 * Whether a payload passes a filter; one that is not valid lets nothing pass. Never throws.
 *
 * @param filter as it was validated; null lets everything pass.
 * @param payload as `readExactly` reads it.
 */
export function matchesFilter(filter: unknown, payload: unknown): boolean {
  if (filter === null) return true;
  return isObject(filter) && matchesFields(filter, payload, 0);
}

function matchesFields(fields: object, value: unknown, depth: number): boolean {
  if (depth >= MAX_DEPTH) return false;
  // What has no fields may still pass: an `exists: false` below holds then.
  if (Array.isArray(value) && value.length > 0) {
    return value.some((element) => matchesObject(fields, element, depth));
  }
  return matchesObject(fields, value, depth);
}

function matchesObject(fields: object, value: unknown, depth: number): boolean {
  return Object.entries(fields).every(([name, wanted]) => {
    const found = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
    if (Array.isArray(wanted)) return matchesConditions(wanted, found);
    return isObject(wanted) && matchesFields(wanted, found, depth + 1);
  });
}

function matchesConditions(conditions: unknown[], value: unknown): boolean {
  const matches = matcherOf(conditions);
  if (!Array.isArray(value)) return matches(value);
  if (value.length === 0) return conditions.some(asksToExist);
  return value.some(matches);
}

const asksToExist = (condition: unknown): boolean =>
  isObject(condition) && Object.hasOwn(condition, 'exists') && condition.exists === true;

const matchers = new WeakMap<unknown[], Matches>();

/** Whether a value is one that these conditions want. */
function matcherOf(conditions: unknown[]): Matches {
  const known = matchers.get(conditions);
  if (known !== undefined) return known;
  const equals = oneOf(conditions);
  const operations = conditions.flatMap((condition) => operationOf(condition) ?? []);
  const matches: Matches = (value) => equals(value) || operations.some((is) => is(value));
  matchers.set(conditions, matches);
  return matches;
}

/** Nothing for a plain value, and for what is not right. */
function operationOf(condition: unknown): Matches | undefined {
  const [[name, operand] = []] = isObject(condition) ? Object.entries(condition) : [];
  const operator = name === undefined ? undefined : operatorOf(name);
  return operator?.check(operand) === undefined ? operator?.matcher(operand) : undefined;
}

// An exact number is never what a double prints, so that the two are looked up apart.
function oneOf(values: unknown[]): Matches {
  const plain = new Set(values);
  const exact = new Set(
    values.flatMap((value) => (value instanceof ExactNumber ? canonicalNumber(value) : [])),
  );
  return (value) =>
    value instanceof ExactNumber
      ? exact.size > 0 && exact.has(canonicalNumber(value))
      : plain.has(value);
}

function operatorOf(name: string): Operator | undefined {
  return entryOf(operators, name);
}

function expectString(operand: unknown): string | undefined {
  return typeof operand === 'string' && operand !== '' ? undefined : 'must be a non-empty string';
}

function checkNumeric(operand: unknown): string | undefined {
  const problem = `must be one or two comparisons such as [">", 5, "<=", 10], with ${Object.keys(comparisons).join(' ')}`;
  if (!Array.isArray(operand) || (operand.length !== 2 && operand.length !== 4)) return problem;
  const isRight = operand.every((part, index) =>
    index % 2 === 0 ? typeof part === 'string' && Object.hasOwn(comparisons, part) : isNumber(part),
  );
  return isRight ? undefined : problem;
}

function numericMatcher(operand: unknown): Matches {
  const [first, ...rest] = operand as [string, AnyNumber, ...(string | AnyNumber)[]];
  const [limit, second, other] = rest as [AnyNumber, string | undefined, AnyNumber | undefined];
  const holds = comparison(first, limit);
  const also = second === undefined ? undefined : comparison(second, other as AnyNumber);
  return (value) => isNumber(value) && holds(value) && (also?.(value) ?? true);
}

function comparison(name: string, limit: AnyNumber): (value: AnyNumber) => boolean {
  const agrees = entryOf(comparisons, name) as (order: number) => boolean;
  // Nearly all numbers are doubles: they are compared without a look at what else they could be.
  return (value) =>
    typeof value === 'number' && typeof limit === 'number'
      ? agrees(value < limit ? -1 : Number(value > limit))
      : agrees(compareNumbers(value, limit));
}

function isFilledList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || isNumber(value) || ['string', 'boolean'].includes(typeof value);
}

function isNumber(value: unknown): value is AnyNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function isObject(value: unknown): value is Record<string, unknown> {
  const isAny = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isAny && !(value instanceof ExactNumber);
}
