import type { ReactNode } from 'react';
import { textOfValue } from '../../api/exact.ts';
import { useTexts } from '../../texts.tsx';
import control from '../../ui/field.module.css';
import { type ControlProps, Field } from '../../ui/field.tsx';
import { keyOfValue, listOfValues } from './values.ts';

/** As many as a list of the browser's own shows well. */
export const FEW = 12;

interface FewChoicesProps {
  label: string;
  /** It stands elsewhere for those who see it. */
  isLabelHidden?: boolean;
  hint?: ReactNode;
  isOptional: boolean;
  error?: string | undefined;
  /** Something is wrong, which is said elsewhere. */
  isWrong?: boolean;
  options: readonly { label: string; value: unknown }[];
  value: unknown;
  /** A value, or null for none. */
  onChange: (value: unknown) => void;
}

/** One of a few choices, by the browser's own list. */
export function FewChoices(props: FewChoicesProps) {
  const { label, isLabelHidden, hint, isOptional, error, isWrong } = props;
  if (isLabelHidden) return <Control {...props} aria-label={label} aria-invalid={isWrong} />;
  return (
    <Field label={label} hint={hint} isOptional={isOptional} error={error}>
      {(named) => <Control {...props} {...named} />}
    </Field>
  );
}

function Control({
  options,
  value,
  onChange,
  isOptional,
  id,
  ...named
}: FewChoicesProps & {
  id?: string;
  'aria-label'?: string;
  'aria-invalid'?: boolean | undefined;
  'aria-describedby'?: ControlProps['aria-describedby'];
}) {
  const { setup } = useTexts();
  const [chosen] = listOfValues(value);
  const isGone = chosen !== undefined && !options.some((one) => one.value === chosen);
  return (
    <select
      id={id}
      className={control.control}
      aria-label={named['aria-label']}
      aria-invalid={named['aria-invalid'] || undefined}
      aria-describedby={named['aria-describedby']}
      value={chosen === undefined ? '' : keyOfValue(chosen)}
      onChange={(event) => {
        const one = options.find((option) => keyOfValue(option.value) === event.target.value);
        onChange(one === undefined ? null : one.value);
      }}
    >
      <option value="">{isOptional ? setup.choice.nothing : setup.choice.placeholder}</option>
      {isGone && (
        <option
          value={keyOfValue(chosen)}
        >{`${textOfValue(chosen)} (${setup.choice.gone})`}</option>
      )}
      {options.map((one) => (
        <option key={keyOfValue(one.value)} value={keyOfValue(one.value)}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
