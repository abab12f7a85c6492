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
  useEffect(() => {
    let waiting: MutationObserver | undefined;
    const unsubscribe = router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
      if (!pathChanged || fromLocation === undefined) return;
      waiting?.disconnect();
      waiting = whenHeadingIsThere((heading) => {
        // A tab of a page keeps the focus where it is: its heading stays the same.
        if (heading.textContent !== title) heading.focus({ preventScroll: true });
        setTitle(heading.textContent);
      });
    });
    return () => {
      waiting?.disconnect();
      unsubscribe();
    };
  }, [router, title]);
  return (
    <p className="visually-hidden" role="status">
      {title !== '' && frame.now(title)}
    </p>
  );
}

/** A page that has to read first what it is about has its heading later; whoever went elsewhere on it meanwhile is left there. */
function whenHeadingIsThere(then: (heading: HTMLElement) => void): MutationObserver | undefined {
  const find = () => document.querySelector<HTMLElement>('main h1');
  const heading = find();
  if (heading !== null) {
    then(heading);
    return undefined;
  }
  const observer = new MutationObserver(() => {
    const come = find();
    if (come === null) return;
    observer.disconnect();
    if (document.activeElement === document.body) then(come);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return observer;
}
