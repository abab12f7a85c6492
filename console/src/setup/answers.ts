import type { Field, Step } from './types.ts';

/** What was typed, by the keys of the fields. */
export type Typed = Record<string, unknown>;

/** A link and an info are only shown. */
export const holdsValue = ({ type }: Field): boolean => type !== 'link' && type !== 'info';

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

/** What stands in a field: what was typed, else what is stored, else what the plugin suggests. */
export function shownValue(
  { key }: Field,
  { typed, step, suggested }: { typed: Typed; step: Step; suggested: Typed },
): unknown {
  if (Object.hasOwn(typed, key)) return typed[key];
  return step.answers[key] ?? suggested[key] ?? undefined;
}

/** Whether a field has to be answered, and is not. */
export function isMissing(field: Field, given: Parameters<typeof shownValue>[1]): boolean {
  if (!field.required || !holdsValue(field) || field.type === 'checkbox') return false;
  if (field.type === 'password' && !Object.hasOwn(given.typed, field.key))
    return !given.step.passwords_set.includes(field.key);
  return isEmpty(shownValue(field, given));
}

/** What is submitted: all that stands in the form. A password that stays is left out; what was emptied is taken away by null. */
export function payloadOf(
  fields: readonly Field[],
  given: Parameters<typeof shownValue>[1],
): Record<string, unknown> {
  const members = fields.filter(holdsValue).flatMap((field): [string, unknown][] => {
    const { key, type } = field;
    const value = shownValue(field, given);
    if (type === 'checkbox') return [[key, value === true]];
    if (type === 'password') return passwordMember(key, given);
    if (!isEmpty(value)) return [[key, value]];
    if (Array.isArray(value)) return [[key, []]];
    return given.step.answers[key] === undefined ? [] : [[key, null]];
  });
  return Object.fromEntries(members);
}

function passwordMember(
  key: string,
  { typed, step }: { typed: Typed; step: Step },
): [string, unknown][] {
  if (!Object.hasOwn(typed, key)) return [];
  if (typed[key] !== '') return [[key, typed[key]]];
  return step.passwords_set.includes(key) ? [[key, null]] : [];
}
