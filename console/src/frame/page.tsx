import type { ReactNode } from 'react';
import { AppBar } from './app-bar.tsx';
import styles from './frame.module.css';

/** A page that belongs to no space: a bar above, the content below. */
export function Page({ children }: { children: ReactNode }) {
  return (
    <div className={styles.plain}>
      <AppBar />
      <main id="content" tabIndex={-1} className={styles.content}>
        {children}
      </main>
    </div>
  );
}
