import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { PageLink } from '../../../parts/page-link.tsx';
import styles from './plugin.module.css';

/** The way to the page that this one is about a part of. `to` is made by `paths`. */
export function BackLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <PageLink className={styles.back} to={to}>
      <ArrowLeft size={16} aria-hidden="true" />
      {children}
    </PageLink>
  );
}
