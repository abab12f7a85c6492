import { Type } from 'typebox';
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
    by: Type.Optional(Type.Number({ default: 1, description: 'What to add; may be negative' })),
    meta: MetaField,
  },
  {
    title: 'IncrementCommand',
    additionalProperties: false,
    description: 'Adds to the number under the key; a missing item counts as 0',
  },
);

/** Adds as doubles do, so that a sum beyond 2^53 is rounded. The item keeps its end of life. */
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

function incremented(by: number, index: number, before: Item | undefined): Item {
  const text = before?.value ?? '0';
  if (!NUMBER.test(text)) {
    throw refusal(
      'invalid',
      `/commands/${index}`,
      'needs a number to increment; the value is none',
    );
  }
  const sum = Number(text) + by;
  if (!Number.isFinite(sum)) {
    throw refusal('invalid', `/commands/${index}/by`, 'makes a number beyond what a double holds');
  }
  return {
    value: JSON.stringify(sum),
    version: nextVersion(before),
    uniqueValue: undefined,
    // A counter that was given a life keeps it: it counts within a window of time.
    expiresAt: before?.expiresAt ?? null,
  };
}
