import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import styles from './setup.module.css';

/** A part of a field could not be loaded. */
export function TryAgain({ children, onRetry }: { children: string; onRetry: () => void }) {
  const { common } = useTexts();
  return (
    <span className={styles.again} role="alert">
      {children}
      <Button size="small" onClick={onRetry}>
        {common.tryAgain}
      </Button>
    </span>
  );
}
