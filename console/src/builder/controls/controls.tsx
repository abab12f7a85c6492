import { useState } from 'react';
import { textOfValue } from '../../api/exact.ts';
import { Checkbox, SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { usePlace } from '../context.ts';

/** What every control of the form is told. */
export interface ControlProps {
  /** JSON Pointer of what it changes. */
  at: string;
  label: string;
  hint?: string | undefined;
  isOptional?: boolean;
}

interface LineProps extends ControlProps {
  type?: 'text' | 'url' | 'number' | 'password';
  /** What stands there where nothing is typed; left out, the member is taken away. */
  empty?: null | '';
  /** Why what was to stand there does not, in words. */
  refused?: string | undefined;
}

/** A line of text, a URL or a number. */
export function Line(props: LineProps) {
  const { at, label, hint, isOptional = false, type = 'text', empty, refused } = props;
  const { value, set, error, isReadOnly } = usePlace(at, label);
  const parse = (text: string) => (text === '' ? empty : type === 'number' ? Number(text) : text);
  return (
    <div data-pointer={at}>
      <TextField
        // A URL is judged by the server, which says more than the browser would.
        type={type === 'url' ? 'text' : type}
        inputMode={type === 'url' ? 'url' : undefined}
        label={label}
        hint={hint}
        isOptional={isOptional}
        error={refused ?? error}
        value={value === null || value === undefined ? '' : textOfValue(value)}
        readOnly={isReadOnly}
        spellCheck={type === 'text'}
        autoComplete={type === 'password' ? 'new-password' : 'off'}
        onChange={({ target }) => set(parse(target.value))}
      />
    </div>
  );
}

/** Several lines of text. */
export function Lines({ at, label, hint, empty }: Omit<LineProps, 'type'>) {
  const { value, set, error, isReadOnly } = usePlace(at, label);
  return (
    <div data-pointer={at}>
      <TextArea
        label={label}
        hint={hint}
        isOptional
        error={error}
        value={typeof value === 'string' ? value : ''}
        readOnly={isReadOnly}
        onChange={({ target }) => set(target.value === '' ? empty : target.value)}
      />
    </div>
  );
}

/** Yes or no. */
export function Flag({ at, label, hint }: ControlProps) {
  const { value, set, error, isReadOnly } = usePlace(at, label);
  return (
    <div data-pointer={at}>
      <Checkbox
        label={label}
        hint={hint}
        error={error}
        isChecked={value === true}
        isBusy={isReadOnly}
        onChange={set}
      />
    </div>
  );
}

interface ChoiceProps extends ControlProps {
  options: readonly { value: string; label: string }[];
  /** Instead of setting the member to what was chosen; empty takes it away. */
  onChange?: (value: string) => void;
}

/** One of few words. */
export function Choice({ at, label, hint, options, onChange }: ChoiceProps) {
  const { value, set, error, isReadOnly } = usePlace(at, label);
  const change = onChange ?? ((chosen: string) => set(chosen === '' ? undefined : chosen));
  return (
    <div data-pointer={at}>
      <SelectField
        label={label}
        hint={hint}
        error={error}
        value={typeof value === 'string' ? value : ''}
        disabled={isReadOnly}
        options={options}
        onChange={({ target }) => change(target.value)}
      />
    </div>
  );
}

interface WordsProps extends ControlProps {
  /** Each is a number. */
  isNumbers?: boolean;
  /** Where nothing is typed the member is taken away. */
  isLeftOut?: boolean;
}

/** A list of words or numbers, one a line. */
export function Words({ at, label, hint, isNumbers, isLeftOut }: WordsProps) {
  const { value, set, error, isReadOnly } = usePlace(at, label);
  const stands = (Array.isArray(value) ? value : []).map(textOfValue).join('\n');
  const [typed, setTyped] = useState(stands);
  const itemsOf = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  // Empty lines and spaces stay while they are typed, and are in no manifest.
  const shown = itemsOf(typed).join('\n') === stands ? typed : stands;
  const change = (text: string) => {
    setTyped(text);
    const items = itemsOf(text);
    const numbers = items.map((item) => (/^\d{1,15}$/.test(item) ? Number(item) : item));
    set(items.length === 0 && isLeftOut ? undefined : isNumbers ? numbers : items);
  };
  return (
    <div data-pointer={at}>
      <TextArea
        label={label}
        hint={hint}
        isOptional
        error={error}
        rows={3}
        value={shown}
        readOnly={isReadOnly}
        spellCheck={false}
        onChange={({ target }) => change(target.value)}
      />
    </div>
  );
}
