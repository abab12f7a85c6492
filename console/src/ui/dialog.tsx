import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode, RefObject } from 'react';
import styles from './dialog.module.css';

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons, the one that does it last. */
  actions?: ReactNode;
  /** What has the focus when it opens; by default the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  size?: 'small' | 'large';
}

/** Asks or shows something before the page goes on. */
export function Dialog({
  isOpen,
  onClose,
  title,
  children,
  actions,
  initialFocus,
  size = 'small',
}: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={`${styles.popup} ${styles[size]}`}
          {...(initialFocus && { initialFocus })}
        >
          <Base.Title className={styles.title}>{title}</Base.Title>
          <div className={styles.content}>{children}</div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
