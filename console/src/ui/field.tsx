import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react';
import { useTexts } from '../texts.tsx';
import styles from './field.module.css';

interface FieldFrameProps {
  label: string;
  hint?: ReactNode;
  /** What was wrong with the value, in words; the field is marked. */
  error?: string | undefined;
  /** Says that it may be left empty. */
  isOptional?: boolean;
}

/** What a control needs to be named, described and marked. */
export interface ControlProps {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** A label, a control, and below it what helps and what was wrong. */
export function Field({
  label,
  hint,
  error,
  isOptional,
  children,
}: FieldFrameProps & { children: (control: ControlProps) => ReactNode }) {
  const id = useId();
  const { common } = useTexts();
  const hasHint = hint !== undefined && hint !== null;
  const described = [hasHint && `${id}-hint`, error !== undefined && `${id}-error`];
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
        {isOptional && <span className={styles.hint}> {common.optional}</span>}
      </label>
      {children({
        id,
        'aria-describedby': described.filter(Boolean).join(' ') || undefined,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hasHint && (
        <div className={styles.hint} id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p className={styles.error} id={`${id}-error`} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

type TextFieldProps = FieldFrameProps & InputHTMLAttributes<HTMLInputElement>;

/** A line of text. */
export function TextField({ label, hint, error, isOptional, ...input }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional ?? false}>
      {(control) => <input className={styles.control} {...input} {...control} />}
    </Field>
  );
}

type TextAreaProps = FieldFrameProps & TextareaHTMLAttributes<HTMLTextAreaElement>;

/** Several lines of text. */
export function TextArea({ label, hint, error, isOptional, ...area }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional ?? false}>
      {(control) => <textarea className={styles.control} rows={4} {...area} {...control} />}
    </Field>
  );
}

interface SelectFieldProps extends FieldFrameProps, SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly { value: string; label: string }[];
}

/** One of few. Where there are many, or they are the plugin's, use the combobox of set-up. */
export function SelectField({
  label,
  hint,
  error,
  isOptional,
  options,
  ...select
}: SelectFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} isOptional={isOptional ?? false}>
      {(control) => (
        <select className={styles.control} {...select} {...control}>
          {options.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckboxProps extends Omit<FieldFrameProps, 'isOptional'> {
  isChecked: boolean;
  onChange: (isChecked: boolean) => void;
  /** What it does is under way: it takes no other answer, and keeps the focus. */
  isBusy?: boolean;
  /** What it is called where the label alone, among many, does not say which it is. */
  name?: string;
}

/** Yes or no. */
export function Checkbox(props: CheckboxProps) {
  const { label, name, hint, error, isChecked, onChange, isBusy } = props;
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.check}>
        <input
          type="checkbox"
          aria-label={name}
          checked={isChecked}
          aria-disabled={isBusy || undefined}
          onChange={(event) => {
            if (!isBusy) onChange(event.target.checked);
          }}
          aria-describedby={hint || error ? `${id}-hint` : undefined}
          aria-invalid={error === undefined ? undefined : true}
        />
        <span>{label}</span>
      </label>
      {(hint || error) && (
        <div className={error ? styles.error : styles.hint} id={`${id}-hint`}>
          {error ?? hint}
        </div>
      )}
    </div>
  );
}
