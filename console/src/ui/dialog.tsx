import { Dialog as Base } from '@base-ui/react/dialog';
import { use } from 'react';
import styles from './dialog.module.css';
import { type DialogProps, InlinePanels, Panel } from './panel.tsx';

/** Asks or shows something before the page goes on: over it, or where it stands in it (`InlinePanels`). */
export function Dialog(props: DialogProps) {
  return use(InlinePanels) ? <Panel {...props} /> : <Modal {...props} />;
}

function Modal({
  isOpen,
  onClose,
  title,
  children,
  actions,
  initialFocus,
  givesFocusBack,
  size = 'small',
}: DialogProps) {
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={`${styles.popup} ${styles[size]}`}
          {...(initialFocus && { initialFocus })}
          {...(givesFocusBack && { finalFocus: givesFocusBack })}
        >
          <Base.Title className={styles.title}>{title}</Base.Title>
          <div className={styles.content}>{children}</div>
          {actions !== undefined && <div className={styles.actions}>{actions}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
