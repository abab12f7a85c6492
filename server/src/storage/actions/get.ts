import { Type } from 'typebox';
import { itemText } from '../results.ts';
import type { ItemAction } from './action.ts';
import { KeyField, MetaField } from './fields.ts';

/** Answers the item under its key, or null. */
export interface GetCommand {
  action: 'get';
  key: string;
  meta: boolean;
}

const GetInput = Type.Object(
  { action: Type.Literal('get'), key: KeyField, meta: MetaField },
  {
    title: 'GetCommand',
    additionalProperties: false,
    description: 'The item, or `null` when there is none',
  },
);

/** Cheapest of all: pipelines of it alone share one look-up with all that wait. */
export const getAction: ItemAction<GetCommand, typeof GetInput> = {
  schema: GetInput,
  normalise: ({ key, meta }) => ({ action: 'get', key, meta: meta === true }),
  path: () => 'read',
  changes: false,
  needsValue: true,
  sentValue: () => undefined,
  apply: ({ command: { key, meta }, items }) => itemText(key, items.get(key), meta),
};
