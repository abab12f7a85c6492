import styles from './status.module.css';

/** How something stands: the shape and colour of the dot. The word beside it says the same. */
export type StatusTone = 'success' | 'info' | 'neutral' | 'warning' | 'danger' | 'outline' | 'held';

/** A dot and a word. */
export function Status({ tone, children }: { tone: StatusTone; children: string }) {
  return (
    <span className={styles.status}>
      <span className={`${styles.dot} ${styles[tone]}`} aria-hidden="true" />
      {children}
    </span>
  );
}

/** How each status of a job, and of an install, is shown. */
export const TONES: Record<string, StatusTone> = {
  done: 'success',
  ongoing: 'info',
  waiting: 'neutral',
  retrying: 'warning',
  failed: 'danger',
  ignored: 'outline',
  parked: 'held',
  cancelled: 'outline',
  works: 'success',
  setup: 'warning',
  failing: 'danger',
  suspended: 'held',
  permissions: 'info',
  plugin_suspended: 'held',
  endpoint_disabled: 'danger',
  uninstalled: 'outline',
};
