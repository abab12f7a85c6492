import { Type } from 'typebox';
import { itemText } from '../results.ts';
import type { ItemAction } from './action.ts';
import { KeyField, MetaField } from './fields.ts';

/** Removes the item under its key, and answers it. */
export interface UnsetCommand {
  action: 'unset';
  key: string;
  meta: boolean;
}

const UnsetInput = Type.Object(
  { action: Type.Literal('unset'), key: KeyField, meta: MetaField },
  {
    title: 'UnsetCommand',
    additionalProperties: false,
    description: 'Removes the item and answers it, or `null`',
  },
);

/** One that is not there is answered with `null`, and is no error. */
export const unsetAction: ItemAction<UnsetCommand, typeof UnsetInput> = {
  schema: UnsetInput,
  normalise: ({ key, meta }) => ({ action: 'unset', key, meta: meta === true }),
  path: () => 'transaction',
  changes: true,
  needsValue: true,
  sentValue: () => undefined,
  apply: ({ command: { key, meta }, items }) => {
    const before = items.get(key);
    if (before !== undefined) items.put(key, undefined);
    return itemText(key, before, meta);
  },
};
