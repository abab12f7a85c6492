import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../texts.tsx';

interface AnnouncerProps {
  /** Brings the heading into sight, too: in a frame that is as high as its content nothing else does. */
  isScrolling?: boolean;
}

/** Says which page came, and gives its heading the focus: as a browser does for documents. */
export function Announcer({ isScrolling = false }: AnnouncerProps) {
  const router = useRouter();
  const [title, setTitle] = useState('');
  const before = useRef<{ heading: HTMLElement | null; text: string }>(undefined);
  const { frame } = useTexts();
  useEffect(
    () =>
      router.subscribe('onBeforeNavigate', () => {
        const heading = findHeading();
        before.current = { heading, text: heading?.textContent ?? '' };
      }),
    [router],
  );
  useEffect(() => {
    let waiting: MutationObserver | undefined;
    const unsubscribe = router.subscribe('onRendered', ({ pathChanged, fromLocation }) => {
      if (!pathChanged || fromLocation === undefined) return;
      waiting?.disconnect();
      waiting = whenHeadingIsThere((heading) => {
        const { textContent: text } = heading;
        // A tab of a page keeps the focus where it is: its heading stays the same.
        const isSame = heading === before.current?.heading && text === before.current.text;
        if (!isSame) heading.focus({ preventScroll: true });
        if (isScrolling) heading.scrollIntoView({ block: 'nearest' });
        if (!isSame) setTitle(text);
      });
    });
    return () => {
      waiting?.disconnect();
      unsubscribe();
    };
  }, [router, isScrolling]);
  return (
    <p className="visually-hidden" role="status">
      {title !== '' && frame.now(title)}
    </p>
  );
}

/** A page that has to read first what it is about has its heading later; whoever went elsewhere on it meanwhile is left there. */
function whenHeadingIsThere(then: (heading: HTMLElement) => void): MutationObserver | undefined {
  const heading = findHeading();
  if (heading !== null) {
    then(heading);
    return undefined;
  }
  const observer = new MutationObserver(() => {
    const come = findHeading();
    if (come === null) return;
    observer.disconnect();
    if (document.activeElement === document.body) then(come);
  });
  observer.observe(document.body, { childList: true, subtree: true });
  return observer;
}

const findHeading = () => document.querySelector<HTMLElement>('main h1');
