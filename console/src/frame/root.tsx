import { Outlet, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTexts } from '../texts.tsx';
import styles from './frame.module.css';
import { watchFrames } from './frames.ts';

/** What is around every page: a link past it, and what tells of a change of page. */
export function Root() {
  const { common } = useTexts();
  useEffect(watchFrames, []);
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

/** Says which page came, and gives its heading the focus: as a browser does for documents. */
function Announcer() {
  const router = useRouter();
  const [title, setTitle] = useState('');
  const { frame } = useTexts();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined) return;
        const heading = document.querySelector<HTMLElement>('main h1');
        // A tab of a page keeps the focus where it is: its heading stays the same.
        if (heading && heading.textContent !== title) heading.focus({ preventScroll: true });
        setTitle(heading?.textContent ?? document.title);
      }),
    [router, title],
  );
  return (
    <p className="visually-hidden" role="status">
      {title !== '' && frame.now(title)}
    </p>
  );
}
