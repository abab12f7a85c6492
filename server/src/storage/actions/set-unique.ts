import { randomInt } from 'node:crypto';
import { type Static, Type } from 'typebox';
import { refusal } from '../../lib/failures.ts';
import type { StorageLimits } from '../limits.ts';
import { numberRange, stringRange, type ValueRange } from '../value-range.ts';
import type { HolderItems, Item } from '../working-set.ts';
import type { ItemAction } from './action.ts';
import { type At, checkText, KeyField, MetaField, tooLarge, wrong } from './fields.ts';
import { nextVersion, storeItem } from './stored.ts';

/** `set_unique` and `set_unique_num` differ only in the values they choose from. */
export interface UniqueCommand {
  action: 'set_unique' | 'set_unique_num';
  key: string;
  range: ValueRange;
  meta: boolean;
}

/** Longest string that `set_unique` makes, in characters. */
const MAX_UNIQUE_SIZE = 512;

const UniqueStringInput = Type.Object(
  {
    action: Type.Literal('set_unique'),
    key: KeyField,
    chars: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        default: '0123456789',
        description: 'The characters to choose from, each once, no control characters',
      }),
    ),
    size: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_UNIQUE_SIZE,
        default: 12,
        description: 'How many of them',
      }),
    ),
    meta: MetaField,
  },
  {
    title: 'SetUniqueCommand',
    additionalProperties: false,
    description:
      'Stores a random string that no other item of the scope holds as its unique value; `null` when all are taken',
  },
);

const safeInteger = {
  description: 'May be text, too',
  minimum: Number.MIN_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
};

const UniqueNumberInput = Type.Object(
  {
    action: Type.Literal('set_unique_num'),
    key: KeyField,
    min: Type.Optional(Type.Integer({ ...safeInteger, default: 0 })),
    max: Type.Optional(Type.Integer({ ...safeInteger, default: Number.MAX_SAFE_INTEGER })),
    meta: MetaField,
  },
  {
    title: 'SetUniqueNumCommand',
    additionalProperties: false,
    description: 'The same with a random whole number from `min` to `max`',
  },
);

const unique: Omit<ItemAction<UniqueCommand>, 'schema' | 'normalise'> = {
  path: () => 'unique',
  changes: true,
  needsValue: false,
  sentValue: () => undefined,
  apply: (step) => {
    const { command, index, items } = step;
    const { choice } = step.circumstances;
    const before = items.get(command.key);
    const value = choice.chosen.get(command) ?? freedValue(command, before, items);
    if (value !== undefined) return storeItem(step, uniqueItem(value, before));
    if (!choice.complete) throw refusal('invalid', `/commands/${index}`, RANGE_TOO_FULL);
    return 'null';
  },
};

/** Chooses among strings. Values are compared as JSON text, so that `"1"` and `1` are two. */
export const setUniqueAction: ItemAction<UniqueCommand, typeof UniqueStringInput> = {
  ...unique,
  schema: UniqueStringInput,
  normalise: (input, at, limits) => ({
    action: 'set_unique',
    key: input.key,
    range: stringsOf(input, at, limits),
    meta: input.meta === true,
  }),
};

/** Chooses among whole numbers. */
export const setUniqueNumAction: ItemAction<UniqueCommand, typeof UniqueNumberInput> = {
  ...unique,
  schema: UniqueNumberInput,
  normalise: (input, at) => ({
    action: 'set_unique_num',
    key: input.key,
    range: numbersOf(input, at),
    meta: input.meta === true,
  }),
};

function stringsOf(
  input: Static<typeof UniqueStringInput>,
  at: At,
  limits: StorageLimits,
): ValueRange {
  const chars = [...(input.chars ?? '0123456789')];
  const size = input.size ?? 12;
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

function numbersOf(input: Static<typeof UniqueNumberInput>, at: At): ValueRange {
  const min = input.min ?? 0;
  const max = input.max ?? Number.MAX_SAFE_INTEGER;
  if (min > max) throw wrong(at('max'), `must not be less than min (${min}), but is ${max}`);
  return numberRange(min, max);
}

const RANGE_TOO_FULL =
  'finds no free value: millions are taken, too many to look through; choose from more';

/** Where every value was taken when the transaction looked: one that its own commands have freed since, such as the key's own. */
function freedValue(
  command: UniqueCommand,
  before: Item | undefined,
  items: HolderItems,
): string | undefined {
  const free = [...items.freeValues()];
  if (before?.uniqueValue !== undefined) free.push(before.uniqueValue);
  const fitting = free.filter((value) => command.range.contains(value));
  return fitting.length === 0 ? undefined : fitting[randomInt(fitting.length)];
}

function uniqueItem(value: string, before: Item | undefined): Item {
  return { value, version: nextVersion(before), uniqueValue: value, expiresAt: null };
}
