import { type ReactNode, useEffect } from 'react';
import styles from './page-title.module.css';
import { shownDocument } from './shown-document.ts';

interface PageTitleProps {
  title: string;
  /** What the browser's tab says instead. */
  inTab?: string | undefined;
  /** Before the title, such as a plugin's icon. */
  icon?: ReactNode;
  /** Below it: one line. */
  children?: ReactNode;
  actions?: ReactNode;
}

/** The heading of a page, which is its document's title, too. */
export function PageTitle({ title, inTab = title, icon, children, actions }: PageTitleProps) {
  useEffect(() => {
    document.title = `${inTab} · ${shownDocument().product}`;
  }, [inTab]);
  return (
    <header className={styles.head}>
      {icon}
      <div className={styles.text}>
        <h1 tabIndex={-1}>{title}</h1>
        {children !== undefined && <div className={styles.below}>{children}</div>}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
    </header>
  );
}
