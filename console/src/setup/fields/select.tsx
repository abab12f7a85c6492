import { ChoiceField } from '../choice/choice-field.tsx';
import { FEW, FewChoices } from '../choice/few-choices.tsx';
import type { FieldProps } from '../types.ts';

/** One or several of the plugin's choices. */
export function SelectFieldOfForm({
  field,
  place,
  plugin,
  value,
  onChange,
  error,
}: FieldProps<'select'>) {
  const { options, multiple = false, searchable = false, calls } = field;
  const shared = {
    label: field.label,
    hint: field.description,
    isOptional: !field.required,
    error,
    value,
    onChange,
  };
  if (options && options.length <= FEW && !multiple)
    return <FewChoices {...shared} options={options} />;
  const knowsLabels = calls.includes('selected_values');
  const source = { place, plugin, options, isSearched: searchable, knowsLabels };
  return <ChoiceField {...shared} isMultiple={multiple} source={source} />;
}
