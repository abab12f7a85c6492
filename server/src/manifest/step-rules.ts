import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { itemsOf, type Part, partOf } from './parts.ts';

/** What is wrong with set-up steps beyond their form. */
export function stepViolations(steps: unknown): Violation[] {
  return itemsOf(steps, ['setup_steps']).flatMap((step) => {
    const fields = itemsOf(step.value.fields, [...step.path, 'fields']);
    return [...repeatedKeys(fields), ...fields.flatMap(fieldViolations)];
  });
}

function repeatedKeys(fields: Part[]): Violation[] {
  const seen = new Set<unknown>();
  return fields.flatMap(({ value: { key }, path }) => {
    if (typeof key === 'string' && seen.has(key)) {
      return [{ pointer: toPointer([...path, 'key']), message: 'is the key of another field' }];
    }
    seen.add(key);
    return [];
  });
}

function fieldViolations(field: Part): Violation[] {
  switch (field.value.type) {
    case 'select':
      return selectViolations(field);
    case 'link':
      return exactlyOne(field, 'url', 'remote_value_url');
    case 'info':
      return atMostOne(field, 'text', 'remote_value_url');
    case 'mapping': {
      const right = partOf(field, 'right_field');
      const ofRight = right?.value.type === 'select' ? selectViolations(right) : [];
      return [...exactlyOne(field, 'left_options', 'left_options_url'), ...ofRight];
    }
    default:
      return [];
  }
}

function selectViolations(select: Part): Violation[] {
  const needUrl = ['searchable', 'pagination', 'selected_values_url'].filter(
    (name) => select.value[name] !== false && has(select, name) && !has(select, 'options_url'),
  );
  return [
    ...exactlyOne(select, 'options', 'options_url'),
    ...needUrl.map((name) => ({
      pointer: toPointer([...select.path, name]),
      message: 'is only for choices that come from `options_url`',
    })),
  ];
}

function exactlyOne(part: Part, one: string, other: string): Violation[] {
  if (has(part, one) || has(part, other)) return atMostOne(part, one, other);
  return [{ pointer: toPointer(part.path), message: `needs \`${one}\` or \`${other}\`` }];
}

function atMostOne(part: Part, one: string, other: string): Violation[] {
  if (!has(part, one) || !has(part, other)) return [];
  return [
    { pointer: toPointer([...part.path, other]), message: `cannot be given beside \`${one}\`` },
  ];
}

const has = ({ value }: Part, name: string): boolean =>
  Object.hasOwn(value, name) && value[name] !== null;
