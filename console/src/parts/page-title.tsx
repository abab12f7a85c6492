import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect } from 'react';
import styles from './page-title.module.css';
import { shownDocument } from './shown-document.ts';
import { useView } from './view.ts';

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

/** The heading of a page, which is its document's title, too. What a view begins with has its heading on the page around: here it is not seen. */
export function PageTitle({ title, inTab = title, icon, children, actions }: PageTitleProps) {
  useEffect(() => {
    document.title = `${inTab} · ${shownDocument().product}`;
  }, [inTab]);
  const { pathname } = useLocation();
  if (pathname === useView()?.start) {
    return (
      <>
        <h1 tabIndex={-1} className="visually-hidden">
          {title}
        </h1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </>
    );
  }
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
