import { Ajv, type ValidateFunction } from 'ajv';
import type { Failure } from '../lib/failures.ts';
import { violationOf } from '../lib/http/errors.ts';
import { RawJson } from '../lib/json.ts';
import { refusal } from './refusal.ts';
import { type Action, type CommandInput, commandSchemas } from './schema.ts';
import { numberRange, stringRange, type ValueRange } from './value-range.ts';

/** A command with its defaults filled in; `value` is JSON text. */
export type Command =
  | { action: 'get'; key: string; meta: boolean }
  | SetCommand
  | UniqueCommand
  | { action: 'unset'; key: string; meta: boolean }
  | { action: 'increment'; key: string; by: number; meta: boolean }
  | ListCommand;

export interface SetCommand {
  action: 'set';
  key: string;
  value: string;
  /** Seconds to live; undefined lives on. */
  ttl: number | undefined;
  ifAbsent: boolean;
  ifVersion: number | undefined;
  meta: boolean;
}

/** `set_unique` and `set_unique_num` differ only in the values they choose from. */
export interface UniqueCommand {
  action: 'set_unique';
  key: string;
  range: ValueRange;
  meta: boolean;
}

export interface ListCommand {
  action: 'list';
  /** Items to pass over. */
  offset: number;
  limit: number;
  prefix: string;
  after: string;
  meta: boolean;
}

export interface StorageLimits {
  /** Longest key, in bytes of UTF-8. */
  maxKeyBytes: number;
  /** Largest value, in bytes of JSON text. */
  maxValueBytes: number;
  /** Most commands in one pipeline. */
  maxCommands: number;
  /** Largest answer to one pipeline, in bytes of JSON text. */
  maxResultBytes?: number;
}

/**
 * Checks the commands of a pipeline and fills in their defaults.
 *
 * @throws Failure `invalid` (422) or `value_too_large` (413), pointing at the command and its field.
 */
export function parseCommands(input: unknown, limits: StorageLimits): Command[] {
  if (!Array.isArray(input)) throw wrong('/commands', 'must be an array of commands');
  if (input.length > limits.maxCommands) {
    throw wrong(
      '/commands',
      `must have at most ${limits.maxCommands} commands, not ${input.length}`,
    );
  }
  return input.map((command, index) => parseCommand(command, index, limits));
}

const ajv = new Ajv({ strict: true, validateSchema: false });
const validators = new Map<Action, ValidateFunction>();

/** Compiled with the first command of its kind, not at start. */
function validatorOf(action: unknown): ValidateFunction | undefined {
  const known = validators.get(action as Action);
  if (known !== undefined || !isAction(action)) return known;
  const compiled = ajv.compile(commandSchemas[action]);
  validators.set(action, compiled);
  return compiled;
}

const isAction = (action: unknown): action is Action =>
  typeof action === 'string' && Object.hasOwn(commandSchemas, action);

function parseCommand(input: unknown, index: number, limits: StorageLimits): Command {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw wrong(`/commands/${index}`, 'must be an object with an "action"');
  }
  const { action } = input as { action?: unknown };
  const validate = validatorOf(action);
  if (validate === undefined) {
    const known = Object.keys(commandSchemas).map((name) => JSON.stringify(name));
    throw wrong(`/commands/${index}/action`, `must be one of ${known.join(', ')}`);
  }
  if (!validate(input)) throw schemaFailure(validate, index);
  const at = (field: string) => `/commands/${index}/${field}`;
  const command = input as CommandInput<Action>;
  if ('key' in command) checkKey(command.key, at, limits);
  return normalise(command, at, limits);
}

/** The pointer to a field of the command at hand. */
type At = (field: string) => string;

function normalise(command: CommandInput<Action>, at: At, limits: StorageLimits): Command {
  const meta = command.meta === true;
  switch (command.action) {
    case 'get':
    case 'unset':
      return { action: command.action, key: command.key, meta };
    case 'set':
      return {
        action: 'set',
        key: command.key,
        value: valueText(command.value, at, limits),
        ttl: command.ttl,
        ifAbsent: command.if_absent === true,
        ifVersion: command.if_version,
        meta,
      };
    case 'increment':
      return { action: 'increment', key: command.key, by: command.by ?? 1, meta };
    case 'set_unique':
      return {
        action: 'set_unique',
        key: command.key,
        range: stringsOf(command, at, limits),
        meta,
      };
    case 'set_unique_num':
      return { action: 'set_unique', key: command.key, range: numbersOf(command, at), meta };
    case 'list':
      return listCommand(command, at);
  }
}

function checkKey(key: string, at: At, { maxKeyBytes }: StorageLimits): void {
  // A UTF-16 unit is at most three bytes, so that most keys need not be measured.
  const fits = key.length * 3 <= maxKeyBytes || Buffer.byteLength(key) <= maxKeyBytes;
  if (!fits) {
    const size = Buffer.byteLength(key);
    throw wrong(at('key'), `must be 1 to ${maxKeyBytes} bytes of UTF-8, not ${size}`);
  }
  checkText(key, at, 'key');
}

/** What PostgreSQL can hold as text. */
function checkText(text: string, at: At, field: string): void {
  if (text.isWellFormed() && !text.includes('\0')) return;
  throw wrong(at(field), 'must not contain NUL or half of a surrogate pair');
}

function valueText(value: unknown, at: At, limits: StorageLimits): string {
  // A body's values arrive as they were written. One that our own code made is written here.
  const text = value instanceof RawJson ? value.text : JSON.stringify(value);
  const fits =
    text.length * 3 <= limits.maxValueBytes || Buffer.byteLength(text) <= limits.maxValueBytes;
  if (!fits) throw tooLarge(at('value'), Buffer.byteLength(text), limits);
  return text;
}

function stringsOf(command: CommandInput<'set_unique'>, at: At, limits: StorageLimits): ValueRange {
  const chars = [...(command.chars ?? '0123456789')];
  const size = command.size ?? 12;
  checkText(chars.join(''), at, 'chars');
  if (new Set(chars).size < chars.length) throw wrong(at('chars'), 'must not repeat a character');
  // As JSON text they would take six bytes each, and a unique value has to fit into an index entry (2,704 bytes).
  if (/\p{Cc}/u.test(chars.join(''))) {
    throw wrong(at('chars'), 'must not contain control characters');
  }
  const widest = Math.max(...chars.map((char) => Buffer.byteLength(JSON.stringify(char)) - 2));
  const bytes = size * widest + 2;
  if (bytes > limits.maxValueBytes) throw tooLarge(at('size'), bytes, limits);
  return stringRange(chars, size);
}

function numbersOf(command: CommandInput<'set_unique_num'>, at: At): ValueRange {
  const min = command.min ?? 0;
  const max = command.max ?? Number.MAX_SAFE_INTEGER;
  if (min > max) throw wrong(at('max'), `must not be less than min (${min}), but is ${max}`);
  return numberRange(min, max);
}

function listCommand(command: CommandInput<'list'>, at: At): ListCommand {
  const { page = 1, limit = 100, prefix = '', after = '' } = command;
  checkText(prefix, at, 'prefix');
  checkText(after, at, 'after');
  const offset = Math.min((page - 1) * limit, Number.MAX_SAFE_INTEGER);
  return { action: 'list', offset, limit, prefix, after, meta: command.meta === true };
}

function schemaFailure(validate: ValidateFunction, index: number): Failure {
  const [problem] = validate.errors ?? [];
  if (problem === undefined) return wrong(`/commands/${index}`, 'is not valid');
  const { pointer, message } = violationOf({ ...problem, message: problem.message ?? '' });
  return wrong(`/commands/${index}${pointer}`, message);
}

function wrong(pointer: string, message: string): Failure {
  return refusal('invalid', pointer, message);
}

function tooLarge(pointer: string, bytes: number, limits: StorageLimits): Failure {
  const message = `is ${bytes} bytes as JSON text; at most ${limits.maxValueBytes} are kept`;
  return refusal('value_too_large', pointer, message);
}
