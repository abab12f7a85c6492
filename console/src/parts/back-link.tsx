import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './back-link.module.css';
import { PageLink } from './page-link.tsx';

/** The way to the page that this one is about a part of. `to` is made by `paths`. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <PageLink className={styles.back} to={to}>
      <ArrowLeft size={16} aria-hidden="true" />
      {children}
    </PageLink>
  );
}
