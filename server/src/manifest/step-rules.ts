import type { Violation } from '../lib/failures.ts';
import { toPointer } from '../lib/json.ts';
import { fieldViolations } from './field-types.ts';
import { itemsOf, type Part } from './parts.ts';

/** What is wrong with set-up steps beyond their form. */
export function stepViolations(steps: unknown): Violation[] {
  const forms = itemsOf(steps, ['setup_steps']).map((step) => ({
    ...step,
    fields: itemsOf(step.value.fields, [...step.path, 'fields']),
  }));
  const shown = new Set(
    forms.flatMap(({ fields }) =>
      fields.filter(({ value }) => value.type !== 'password').map(({ value }) => value.key),
    ),
  );
  return forms.flatMap(({ fields, ...step }) => [
    ...repeatedKeys(fields),
    ...fields.flatMap(fieldViolations),
    ...shownSecrets(step, shown),
  ]);
}

// Its answer would be shown to whoever goes on with the set-up.
function shownSecrets(
  { value: { secrets }, path }: Part,
  shown: ReadonlySet<unknown>,
): Violation[] {
  if (!Array.isArray(secrets)) return [];
  return secrets.flatMap((key, index) =>
    shown.has(key)
      ? [
          {
            pointer: toPointer([...path, 'secrets', index]),
            message: 'is the key of a field: give that the type "password"',
          },
        ]
      : [],
  );
}

function repeatedKeys(fields: Part[]): Violation[] {
  const seen = new Set<unknown>();
  return fields.flatMap(({ value: { key }, path }) => {
    if (typeof key === 'string' && seen.has(key)) {
      const pointer = toPointer([...path, 'key']);
      return [{ pointer, message: 'is the key of another field', keyword: 'uniqueItems' }];
    }
    seen.add(key);
    return [];
  });
}
