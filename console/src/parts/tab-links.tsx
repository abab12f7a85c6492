import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import styles from '../ui/tabs.module.css';
import { PageLink } from './page-link.tsx';

interface TabLinksProps {
  label: string;
  tabs: readonly { to: string; label: string }[];
}

/** The tabs of a page, each a page of its own below it. */
export function TabLinks({ label, tabs }: TabLinksProps) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // On a phone the last of them are beside the screen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page has another current tab
  useEffect(() => {
    const current = nav.current?.querySelector('[aria-current]');
    current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [pathname]);
  return (
    <nav ref={nav} className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <PageLink key={tab.to} to={tab.to}>
          {tab.label}
        </PageLink>
      ))}
    </nav>
  );
}
