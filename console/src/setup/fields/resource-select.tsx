import { ChoiceField } from '../choice/choice-field.tsx';
import type { FieldProps } from '../types.ts';

/** One or several members of the space, or things of the host's. */
export function ResourceFieldOfForm({
  field,
  place,
  value,
  onChange,
  error,
}: FieldProps<'resource_select'>) {
  return (
    <ChoiceField
      label={field.label}
      hint={field.description}
      isOptional={!field.required}
      error={error}
      isMultiple={field.multiple ?? false}
      source={{ place, isSearched: true, knowsLabels: true }}
      value={value}
      onChange={onChange}
    />
  );
}
