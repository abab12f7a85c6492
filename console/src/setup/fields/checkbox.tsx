import { Checkbox } from '../../ui/field.tsx';
import type { FieldProps } from '../types.ts';

/** Yes or no. */
export function CheckboxFieldOfForm({ field, value, onChange, error }: FieldProps<'checkbox'>) {
  return (
    <Checkbox
      label={field.label}
      hint={field.description}
      error={error}
      isChecked={value === true}
      onChange={onChange}
    />
  );
}
