/** By what values of choices are told apart: 1 is not "1". */
export const keyOfValue = (value: unknown): string => JSON.stringify(value) ?? '';

/** What was chosen: nothing, one or several, as a list. */
export function listOfValues(value: unknown): unknown[] {
  if (value === undefined || value === null || value === '') return [];
  return Array.isArray(value) ? value : [value];
}
