import { Outlet } from '@tanstack/react-router';
import { useTexts } from '../texts.tsx';
import { Announcer } from './announcer.tsx';
import styles from './frame.module.css';
import { useKeptFocus } from './kept-focus.ts';

/** What is around every page: a link past it, and what tells of a change of page. */
export function Root() {
  const { common } = useTexts();
  useKeptFocus();
  return (
    <>
      <a className={styles.skip} href="#content">
        {common.skip}
      </a>
      <Outlet />
      <Announcer />
    </>
  );
}
