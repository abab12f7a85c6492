import type { LucideIcon } from 'lucide-react';
import { PageLink } from '../parts/page-link.tsx';
import styles from './frame.module.css';

/** A page that the rail leads to. */
export interface Place {
  label: string;
  icon: LucideIcon;
  to: string;
  /** What is below its address is not of it. */
  isAlone?: boolean;
}

/** A place in the rail, or in the bar below. */
export function PlaceLink({ place: { label, icon: Icon, to, isAlone } }: { place: Place }) {
  return (
    <PageLink className={styles.place} to={to} isPrefix={isAlone !== true}>
      <Icon size={18} aria-hidden="true" />
      <span>{label}</span>
    </PageLink>
  );
}
