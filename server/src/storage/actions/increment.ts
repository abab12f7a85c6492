import { Type } from 'typebox';
import { readNumber } from '../../lib/exact-number.ts';
import { refusal } from '../../lib/failures.ts';
import type { Item } from '../working-set.ts';
import type { ItemAction } from './action.ts';
import { KeyField, MetaField } from './fields.ts';
import { nextVersion, storeItem } from './stored.ts';

/** Adds `by`, which may be negative, to the number under its key. */
export interface IncrementCommand {
  action: 'increment';
  key: string;
  by: number;
  meta: boolean;
}

const IncrementInput = Type.Object(
  {
    action: Type.Literal('increment'),
    key: KeyField,
    by: Type.Optional(
      Type.Number({
        minimum: Number.MIN_SAFE_INTEGER,
        maximum: Number.MAX_SAFE_INTEGER,
        default: 1,
        description: 'What to add; may be negative',
      }),
    ),
    meta: MetaField,
  },
  {
    title: 'IncrementCommand',
    additionalProperties: false,
    description:
      'Adds to the number under the key; a missing item counts as 0. A sum beyond ±(2^53 − 1) is refused',
  },
);

/** Adds as doubles do, which count without rounding up to 2^53: nothing beyond is added, nor made. The item keeps its end of life. */
export const incrementAction: ItemAction<IncrementCommand, typeof IncrementInput> = {
  schema: IncrementInput,
  normalise: ({ key, by, meta }) => ({
    action: 'increment',
    key,
    by: by ?? 1,
    meta: meta === true,
  }),
  path: () => 'transaction',
  changes: true,
  needsValue: true,
  sentValue: () => undefined,
  apply: (step) => {
    const { command, index, items } = step;
    return storeItem(step, incremented(command.by, index, items.get(command.key)));
  },
};

// JSON's numbers, and nothing else that Number() reads.
const NUMBER = /^-?[0-9]/;

const BOUNDS = '±9007199254740991 (2^53 − 1), up to which counting is exact';

const isSafe = (number: number): boolean => Math.abs(number) <= Number.MAX_SAFE_INTEGER;

function countOf(text: string, index: number): number {
  const pointer = `/commands/${index}/key`;
  if (!NUMBER.test(text)) {
    throw refusal('invalid', pointer, 'needs a number to increment; the value is none');
  }
  const number = readNumber(text);
  if (typeof number !== 'number') {
    const message = 'needs a number that a double holds; the value has more digits';
    throw refusal('invalid', pointer, message);
  }
  if (isSafe(number)) return number;
  throw refusal('invalid', pointer, `needs a number within ${BOUNDS}; the value is beyond`);
}

function incremented(by: number, index: number, before: Item | undefined): Item {
  const sum = countOf(before?.value ?? '0', index) + by;
  if (!isSafe(sum)) {
    throw refusal('invalid', `/commands/${index}/by`, `makes a number beyond ${BOUNDS}`);
  }
  return {
    value: JSON.stringify(sum),
    version: nextVersion(before),
    uniqueValue: undefined,
    // A counter that was given a life keeps it: it counts within a window of time.
    expiresAt: before?.expiresAt ?? null,
  };
}
