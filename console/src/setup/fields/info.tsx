import { useQuery } from '@tanstack/react-query';
import { remoteValueOf } from '../../api/setup.ts';
import { useTexts } from '../../texts.tsx';
import styles from '../setup.module.css';
import { TryAgain } from '../try-again.tsx';
import type { FieldProps } from '../types.ts';

/** Something to read. */
export function InfoFieldOfForm({ field, place, plugin }: FieldProps<'info'>) {
  const { setup } = useTexts();
  const isAsked = field.calls.includes('remote_value');
  const remote = useQuery({ ...remoteValueOf(place), enabled: isAsked });
  const text = isAsked ? remote.data : field.text;
  return (
    <div className={styles.note}>
      <strong>{field.label}</strong>
      {field.description && <p>{field.description}</p>}
      {isAsked && remote.isPending && <p role="status">{setup.remote.asking(plugin)}</p>}
      {isAsked && remote.isError && (
        <TryAgain onRetry={() => remote.refetch()}>{setup.remote.failed(plugin)}</TryAgain>
      )}
      {text && <p>{text}</p>}
    </div>
  );
}
