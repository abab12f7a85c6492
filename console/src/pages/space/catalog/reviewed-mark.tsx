import { BadgeCheck } from 'lucide-react';
import { useTexts } from '../../../texts.tsx';
import styles from './catalog.module.css';
import { productName } from './product-name.ts';

/** Says of a plugin of somebody else that it was reviewed. */
export function ReviewedMark() {
  const { catalog } = useTexts();
  return (
    <span className={styles.reviewed} title={catalog.reviewedWhy(productName())}>
      <BadgeCheck size={16} aria-hidden="true" />
      {catalog.reviewed}
    </span>
  );
}
