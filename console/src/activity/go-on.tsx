import { useEffect, useRef } from 'react';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import styles from './activity.module.css';

interface GoOnProps {
  onGoOn: () => void;
  isBusy: boolean;
  /** How many rows are shown. */
  count: number;
}

/** Reads on when it comes into view, as long as that brings rows; else when somebody asks. */
export function GoOn({ onGoOn, isBusy, count }: GoOnProps) {
  const { common, activity } = useTexts();
  const place = useRef<HTMLParagraphElement>(null);
  const asked = useRef(0);
  useEffect(() => {
    if (isBusy || place.current === null || asked.current >= count) return;
    const watch = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting || asked.current >= count) return;
        asked.current = count;
        onGoOn();
      },
      { rootMargin: '600px' },
    );
    watch.observe(place.current);
    return () => watch.disconnect();
  });
  return (
    <p ref={place} className={styles.more}>
      <Button isBusy={isBusy} onClick={onGoOn}>
        {count === 0 ? activity.lookFurther : common.showMore}
      </Button>
    </p>
  );
}
