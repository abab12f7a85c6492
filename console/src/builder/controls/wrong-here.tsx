import styles from '../builder.module.css';
import { usePlace } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';

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

/** That something is wrong in a part that is folded. */
export function WrongWithin({ at }: { at: string }) {
  const { wrongWithin } = useBuilderTexts();
  if (usePlace(at).error === undefined) return null;
  return <p className={styles.wrong}>{wrongWithin}</p>;
}
