import { useQuery } from '@tanstack/react-query';
import { textOfValue } from '../../api/exact.ts';
import { remoteValueOf } from '../../api/setup.ts';
import { useTexts } from '../../texts.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { TryAgain } from '../try-again.tsx';
import type { FieldProps } from '../types.ts';

/** A line of text, or several. What the plugin suggests stands in it until something is typed. */
export function TextFieldOfForm({
  field,
  place,
  plugin,
  value,
  onChange,
  error,
}: FieldProps<'text'>) {
  const { setup } = useTexts();
  const isAsked = field.calls.includes('remote_value') && value === undefined;
  const remote = useQuery({ ...remoteValueOf(place), enabled: isAsked });
  const Control = field.multiline ? TextArea : TextField;
  return (
    <Control
      label={field.label}
      hint={
        <>
          {field.description}
          {isAsked && remote.isFetching && <span role="status">{setup.remote.asking(plugin)}</span>}
          {isAsked && remote.isError && (
            <TryAgain onRetry={() => remote.refetch()}>{setup.remote.failed(plugin)}</TryAgain>
          )}
        </>
      }
      isOptional={!field.required}
      error={error}
      placeholder={field.placeholder ?? undefined}
      value={value === undefined || value === null ? '' : textOfValue(value)}
      onChange={(event: { target: { value: string } }) => onChange(event.target.value)}
      autoComplete="off"
    />
  );
}
