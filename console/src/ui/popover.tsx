import {
  type CSSProperties,
  type FocusEvent,
  type ReactNode,
  use,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { goByArrows, isArrow } from './arrows.ts';
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
  const list = useRef<HTMLDivElement>(null);
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
        onKeyDown={(event) => {
          if (!isArrow(event)) return;
          flushSync(() => setOpen(true));
          goByArrows(event, list.current);
        }}
      >
        {button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is chosen in it is a link or button of its own */}
      <div
        ref={list}
        id={id}
        hidden={!isOpen}
        className={classes(styles.popover, styles.inFlow)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          goByArrows(event, list.current);
        }}
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
  // Left open behind who goes on by Tab, it would be over what comes next.
  const onBlur = ({ relatedTarget: next }: FocusEvent) => {
    if (next === null || next === opener.current || popup.current?.contains(next)) return;
    popup.current?.hidePopover();
  };
  return (
    <>
      <button
        ref={opener}
        type="button"
        className={buttonClassName}
        aria-label={label}
        title={label}
        popoverTarget={id}
        onBlur={onBlur}
        onKeyDown={(event) => {
          if (!isArrow(event)) return;
          popup.current?.showPopover();
          goByArrows(event, popup.current);
        }}
      >
        {button}
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is chosen in it is a link or button of its own */}
      <div
        ref={popup}
        id={id}
        popover="auto"
        style={anchor}
        className={classes(styles.popover, styles[side], isUpwards && styles.upwards)}
        onBlur={onBlur}
        onKeyDown={(event) => goByArrows(event, popup.current)}
        onClick={(event) => {
          if ((event.target as Element).closest('a, button')) popup.current?.hidePopover();
        }}
      >
        {children}
      </div>
    </>
  );
}
