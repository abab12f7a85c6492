import { type ReactNode, useId } from 'react';
import { Card } from '../../ui/card.tsx';
import styles from './account.module.css';

interface SectionProps {
  title: string;
  /** What it is about, beside it. */
  text: ReactNode;
  /** Rows go to its edges. */
  isFlush?: boolean;
  actions?: ReactNode;
  children: ReactNode;
}

/** A part of the account: what it is about, and beside that the card with what can be changed. */
export function Section({ title, text, isFlush = false, actions, children }: SectionProps) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.about}>
        <h2 id={id}>{title}</h2>
        <p>{text}</p>
        {actions}
      </div>
      <Card isFlush={isFlush}>{children}</Card>
    </section>
  );
}
