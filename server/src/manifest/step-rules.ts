import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { fieldViolations } from './field-types.ts';
import { itemsOf, type Part } from './parts.ts';

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
