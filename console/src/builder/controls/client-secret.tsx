import { Checkbox } from '../../ui/field.tsx';
import { usePlace } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';
import { Line } from './controls.tsx';

/** The secret of an OAuth2 step: nobody reads it back. Left out it stays, and null takes it away. */
export function ClientSecret({ at }: { at: string }) {
  const { members, memberHints } = useBuilderTexts();
  const { value, set, isReadOnly } = usePlace(at);
  return (
    <>
      {value !== null && (
        <Line
          at={at}
          type="password"
          label={members.client_secret}
          hint={memberHints.client_secret}
          isOptional
        />
      )}
      <Checkbox
        label={members.noSecret}
        hint={memberHints.noSecret}
        isChecked={value === null}
        isBusy={isReadOnly}
        onChange={(isNone) => set(isNone ? null : undefined)}
      />
    </>
  );
}
