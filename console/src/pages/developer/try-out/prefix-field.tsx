import { useTyped } from '../../../parts/use-typed.ts';
import { TextField } from '../../../ui/field.tsx';
import { useDeveloperTexts } from '../texts.ts';

interface PrefixFieldProps {
  /** As it stands in the address. */
  given: string;
  onChange: (prefix: string) => void;
}

/** What the keys begin with that are shown, once it is typed. */
export function PrefixField({ given, onChange }: PrefixFieldProps) {
  const { storage: texts } = useDeveloperTexts();
  const [typed, setTyped] = useTyped(given, onChange);
  return (
    <TextField
      type="search"
      label={texts.prefix}
      placeholder={texts.prefixHint}
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
    />
  );
}
