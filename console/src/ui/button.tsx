import type { ComponentPropsWithRef, ReactNode } from 'react';
import styles from './button.module.css';
import { classes } from './classes.ts';

/** `primary` once a page, `secondary` for the rest, `quiet` in rows and bars, `danger` for what takes away. */
export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'danger';

interface ButtonProps extends ComponentPropsWithRef<'button'> {
  kind?: ButtonKind;
  size?: 'small' | 'medium';
  /** What it does is under way: it cannot be pressed again, and keeps its place. */
  isBusy?: boolean;
  icon?: ReactNode;
}

/** The classes of a button, for links that look like one. */
export const buttonClass = (kind: ButtonKind = 'secondary', size = 'medium') =>
  classes(styles.button, styles[kind], size === 'small' && styles.small);

/** The classes of an icon alone, for what opens a menu. */
export const iconButtonClass = classes(styles.icon);

/** A button: a verb with its object. One that can do nothing now is still there for the keyboard, which keeps its place. */
export function Button({
  kind,
  size,
  isBusy = false,
  disabled = false,
  icon,
  children,
  className,
  ...rest
}: ButtonProps) {
  const isOff = isBusy || disabled;
  return (
    <button
      type="button"
      {...rest}
      className={classes(buttonClass(kind, size), className)}
      aria-disabled={isOff || undefined}
      onClick={isOff ? (event) => event.preventDefault() : rest.onClick}
    >
      {icon}
      {children}
      {isBusy && <span className={styles.busy} aria-hidden="true" />}
    </button>
  );
}

/** A button that is an icon alone; `label` says what it does. */
export function IconButton({
  label,
  children,
  ...rest
}: Omit<ButtonProps, 'icon'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={classes(styles.icon, rest.className)}
    >
      {children}
    </button>
  );
}
