import {
  createContext,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
} from 'react';
import styles from './panel.module.css';

/**
 * Whether what opens stands in the flow of the page: in a frame that is as high as its content, what is over the page may be out of sight or
 * cut off.
 */
export const InlinePanels = createContext(false);

/** What a dialog is given. */
export interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** Buttons, the one that does it last. */
  actions?: ReactNode;
  /** What has the focus when it opens; by default the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Whether what had the focus before gets it back as it closes; by default it does. */
  givesFocusBack?: () => boolean;
  size?: 'small' | 'large';
}

/** A dialog in the flow of the page. It has the focus at first, and gives it back. */
export function Panel({ isOpen, ...props }: DialogProps) {
  return isOpen ? <OpenPanel {...props} /> : null;
}

const CONTROL = 'input, select, textarea, button, a[href]';

function OpenPanel(props: Omit<DialogProps, 'isOpen'>) {
  const { onClose, title, children, actions, initialFocus } = props;
  const panel = useRef<HTMLElement>(null);
  const id = useId();
  const takeFocus = useEffectEvent(() => {
    const first = initialFocus?.current ?? panel.current?.querySelector<HTMLElement>(CONTROL);
    first?.focus({ preventScroll: true });
    panel.current?.scrollIntoView({ block: 'nearest' });
  });
  useEffect(() => {
    const before = document.activeElement;
    takeFocus();
    return () => giveBack(before);
  }, []);
  return (
    <section
      ref={panel}
      role="dialog"
      aria-labelledby={id}
      className={styles.panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      <div className={styles.content}>{children}</div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </section>
  );
}

/** What was done may have taken away the button that led to it. */
function giveBack(before: Element | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const there = before?.isConnected && before !== document.body ? before : undefined;
    const target = there ?? document.querySelector('main');
    if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  });
}
