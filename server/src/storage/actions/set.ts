import { Type } from 'typebox';
import { refusal } from '../../lib/failures.ts';
import { RawJson } from '../../lib/json.ts';
import type { StorageLimits } from '../limits.ts';
import type { Item } from '../working-set.ts';
import type { ItemAction } from './action.ts';
import { type At, KeyField, MetaField, tooLarge } from './fields.ts';
import { fitsIn, nextVersion, storeItem } from './stored.ts';

/** Stores a value under its key, if the conditions hold that it names. */
export interface SetCommand {
  action: 'set';
  key: string;
  /** JSON text. */
  value: string;
  /** Seconds to live; undefined lives on. */
  ttl: number | undefined;
  ifAbsent: boolean;
  /** The version that the item must have; undefined for any, and for none. */
  ifVersion: number | undefined;
  meta: boolean;
}

// A hundred years: longer lives than that are mistakes (milliseconds given for seconds), and dates stay within four-digit years.
const MAX_TTL_SECONDS = 100 * 366 * 24 * 3600;

const SetInput = Type.Object(
  {
    action: Type.Literal('set'),
    key: KeyField,
    value: Type.Unknown({ description: 'Any JSON, kept byte for byte' }),
    if_absent: Type.Optional(
      Type.Boolean({ description: 'Only if the key has no item; otherwise the pipeline fails' }),
    ),
    if_version: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Only if the item has this version; otherwise the pipeline fails',
      }),
    ),
    ttl: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: MAX_TTL_SECONDS,
        description: 'Seconds after which the item is gone. Without it the item stays',
      }),
    ),
    meta: MetaField,
  },
  {
    title: 'SetCommand',
    additionalProperties: false,
    description: 'Stores an item, and frees its unique value',
  },
);

/** Without conditions and `meta` it depends on nothing that is stored, and is written with all that wait. */
export const setAction: ItemAction<SetCommand, typeof SetInput> = {
  schema: SetInput,
  normalise: (input, at, limits) => ({
    action: 'set',
    key: input.key,
    value: givenText(input.value, at, limits),
    ttl: input.ttl,
    ifAbsent: input.if_absent === true,
    ifVersion: input.if_version,
    meta: input.meta === true,
  }),
  path: ({ ifAbsent, ifVersion, meta }) =>
    ifAbsent || ifVersion !== undefined || meta ? 'transaction' : 'blind',
  changes: true,
  needsValue: false,
  sentValue: ({ value }) => value,
  apply: (step) => {
    const { command, index, items, circumstances } = step;
    const before = items.get(command.key);
    checkConditions(command, index, before);
    return storeItem(step, setItem(command, before, circumstances.now));
  },
};

function givenText(value: unknown, at: At, limits: StorageLimits): string {
  // A body's values arrive as they were written. One that our own code made is written here.
  const text = value instanceof RawJson ? value.text : JSON.stringify(value);
  if (fitsIn(limits.maxValueBytes, text)) return text;
  throw tooLarge(at('value'), Buffer.byteLength(text), limits);
}

function checkConditions(command: SetCommand, index: number, before: Item | undefined): void {
  if (command.ifAbsent && before !== undefined) {
    throw conditionFailed(index, `if_absent: there is an item, of version ${before.version}`);
  }
  if (command.ifVersion !== undefined && before?.version !== command.ifVersion) {
    const found = before === undefined ? 'there is no item' : `its version is ${before.version}`;
    throw conditionFailed(index, `if_version ${command.ifVersion}: ${found}`);
  }
}

function conditionFailed(index: number, what: string): Error {
  return refusal('condition_failed', `/commands/${index}`, `does not hold, ${what}`);
}

function setItem(command: SetCommand, before: Item | undefined, now: number): Item {
  return {
    value: command.value,
    version: nextVersion(before),
    uniqueValue: undefined,
    expiresAt: command.ttl === undefined ? null : now + command.ttl * 1000,
  };
}
