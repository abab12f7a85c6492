import { useEffect, useState } from 'react';
import { useTexts } from '../texts.tsx';
import { TextField } from '../ui/field.tsx';

/** Who types an identifier is done after this time. */
const TYPED_MS = 400;

interface IdentifierFieldProps {
  /** As it stands in the address. */
  given: string;
  onChange: (identifier: string) => void;
}

/** What a list is narrowed to: an identifier, once it is typed. */
export function IdentifierField({ given, onChange }: IdentifierFieldProps) {
  const { activity } = useTexts();
  const [typed, setTyped] = useState(given);
  const [seen, setSeen] = useState(given);
  if (seen !== given) {
    setSeen(given);
    setTyped(given);
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed counts, not who is told
  useEffect(() => {
    const identifier = typed.trim();
    if (identifier === given) return;
    const timer = setTimeout(() => onChange(identifier), TYPED_MS);
    return () => clearTimeout(timer);
  }, [typed, given]);
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
