import { Type } from 'typebox';
import type { Violation } from '../lib/failures.ts';
import { Line } from '../lib/http/schema.ts';
import { toPointer } from '../lib/json.ts';
import { exactlyOne, isGiven } from './alternatives.ts';
import type { Part } from './parts.ts';
import { closed, optionalFlag, orNull, url } from './schema-parts.ts';

/** Choosing from options: a field of its own, and the right side of a mapping. */

const Option = closed('FieldOption', {
  label: Line({ minLength: 1, maxLength: 200 }),
  value: Type.Unsafe<string | number | boolean>({
    type: ['string', 'number', 'boolean'],
    maxLength: 1000,
  }),
});

/** Options that are known when the manifest is written. */
export const options = (description: string) =>
  Type.Optional(Type.Array(Option, { minItems: 1, maxItems: 1000, description }));

const optionsRoute = {
  searchable: optionalFlag('Whether `options_url` takes what was typed as `params.search`'),
  pagination: orNull(
    Type.Unsafe<'page' | 'cursor'>({
      type: 'string',
      enum: ['page', 'cursor', null],
      description: 'How `options_url` is asked for more',
    }),
  ),
  selected_values_url: orNull(url('called', 'Gives the labels of values chosen earlier')),
};

/** The members of what is chosen from options. */
export const selectProperties = {
  options: options('The choices; or give `options_url`'),
  options_url: orNull(url('called', 'Gives the choices')),
  multiple: optionalFlag('Whether several can be chosen'),
  ...optionsRoute,
};

/** What is wrong with the members of a select beyond their form. */
export function selectViolations(select: Part): Violation[] {
  const needUrl = Object.keys(optionsRoute).filter(
    (name) =>
      select.value[name] !== false && isGiven(select, name) && !isGiven(select, 'options_url'),
  );
  return [
    ...exactlyOne(select, 'options', 'options_url'),
    ...needUrl.map((name) => ({
      pointer: toPointer([...select.path, name]),
      message: 'is only for choices that come from `options_url`',
    })),
  ];
}
