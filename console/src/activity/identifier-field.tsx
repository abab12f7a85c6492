import { useTyped } from '../parts/use-typed.ts';
import { useTexts } from '../texts.tsx';
import { TextField } from '../ui/field.tsx';

interface IdentifierFieldProps {
  /** As it stands in the address. */
  given: string;
  onChange: (identifier: string) => void;
}

/** What a list is narrowed to: an identifier, once it is typed. */
export function IdentifierField({ given, onChange }: IdentifierFieldProps) {
  const { activity } = useTexts();
  const [typed, setTyped] = useTyped(given, (text) => onChange(text.trim()));
  return (
    <TextField
      type="search"
      label={activity.identifier}
      placeholder={activity.identifierHint}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
