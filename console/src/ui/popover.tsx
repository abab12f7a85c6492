import { type CSSProperties, type ReactNode, use, useEffect, useId, useRef, useState } from 'react';
import { classes } from './classes.ts';
import { InlinePanels } from './panel.tsx';
import styles from './popover.module.css';

interface PopoverProps {
  /** What the button that opens it is called. */
  label: string;
  /** What the button shows. */
  button: ReactNode;
  buttonClassName?: string | undefined;
  children: ReactNode;
  side?: 'start' | 'end';
  /** Opens upwards, as from a bar at the bottom. */
  isUpwards?: boolean;
}

/** A list of links or buttons that a button opens, closed by a choice: over the page, or below the button in it (`InlinePanels`). */
export function Popover(props: PopoverProps) {
  return use(InlinePanels) ? <InFlow {...props} /> : <OverPage {...props} />;
}

function InFlow({ label, button, buttonClassName, children }: PopoverProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    opener.current?.focus({ preventScroll: true });
    setOpen(false);
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={buttonClassName}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is chosen in it is a link or button of its own */}
      <div
        id={id}
        hidden={!isOpen}
        className={classes(styles.popover, styles.inFlow)}
        onKeyDown={({ key }) => key === 'Escape' && close()}
        onClickCapture={({ target }) => {
          // Before what it does: what that opens takes the focus from the button, and gives it back.
          if ((target as Element).closest('a, button')) close();
        }}
      >
        {children}
      </div>
    </>
  );
}

/** The browser's own pop-over. */
function OverPage({
  label,
  button,
  buttonClassName,
  children,
  side = 'start',
  isUpwards = false,
}: PopoverProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const shown = popup.current;
    if (shown === null) return;
    const place = () => {
      const { left, right, top, bottom } = opener.current?.getBoundingClientRect() ?? new DOMRect();
      shown.style.setProperty('--left', `${left}px`);
      shown.style.setProperty('--right', `${document.documentElement.clientWidth - right}px`);
      shown.style.setProperty('--top', `${bottom + 4}px`);
      shown.style.setProperty('--bottom', `${innerHeight - top + 4}px`);
    };
    shown.addEventListener('beforetoggle', place);
    return () => shown.removeEventListener('beforetoggle', place);
  }, []);
  const anchor = { '--start': side } as CSSProperties;
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={buttonClassName}
        aria-label={label}
        title={label}
        popoverTarget={id}
      >
        {button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is chosen in it is a link or button of its own */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a click comes with the keyboard, too */}
      <div
        ref={popup}
        id={id}
        popover="auto"
        style={anchor}
        className={classes(styles.popover, styles[side], isUpwards && styles.upwards)}
        onClick={(event) => {
          if ((event.target as Element).closest('a, button')) popup.current?.hidePopover();
        }}
      >
        {children}
      </div>
    </>
  );
}
