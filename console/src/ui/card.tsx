import type { ReactNode } from 'react';
import styles from './card.module.css';
import { classes } from './classes.ts';

interface CardProps {
  title?: ReactNode;
  /** Beside the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Rows go to its edges. */
  isFlush?: boolean;
  className?: string | undefined;
}

/** What belongs together. */
export function Card({ title, actions, children, isFlush = false, className }: CardProps) {
  return (
    <section className={classes(styles.card, className)}>
      {(title !== undefined || actions !== undefined) && (
        <div className={styles.head}>
          {title !== undefined && <h2>{title}</h2>}
          {actions}
        </div>
      )}
      <div className={isFlush ? undefined : styles.body}>{children}</div>
    </section>
  );
}

/** Says something about the page or a part of it, where it stands. */
export function Banner({
  tone = 'info',
  children,
  actions,
}: {
  tone?: 'info' | 'warning' | 'danger' | 'success';
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={classes(styles.banner, styles[tone])}>
      <div>{children}</div>
      {actions}
    </div>
  );
}
