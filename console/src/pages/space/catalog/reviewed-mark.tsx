import { BadgeCheck } from 'lucide-react';
import { shownDocument } from '../../../parts/shown-document.ts';
import { useTexts } from '../../../texts.tsx';
import styles from './catalog.module.css';

/** Says of a plugin of somebody else that it was reviewed. */
export function ReviewedMark() {
  const { catalog } = useTexts();
  return (
    <span className={styles.reviewed} title={catalog.reviewedWhy(shownDocument().product)}>
      <BadgeCheck size={16} aria-hidden="true" />
      {catalog.reviewed}
    </span>
  );
}
