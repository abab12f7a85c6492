import styles from '../builder.module.css';
import { usePlace } from '../context.ts';

/** What is wrong with a part of the manifest as a whole. */
export function WrongHere({ at, label }: { at: string; label: string }) {
  const { error } = usePlace(at, label, false);
  if (error === undefined) return null;
  return (
    <p className={styles.wrong} role="alert">
      {error}
    </p>
  );
}
