import { type RefObject, useEffect, useState } from 'react';

/** So far from the top somebody reads what is there, and waits for nothing new. */
const FROM_TOP_PX = 80;

/**
 * Holds back what is new while somebody reads.
 *
 * @param events the newest first, by their ids.
 * @param top the place where what is new would come.
 */
export function useHeld<One extends { id: string }>(
  events: readonly One[],
  isReading: boolean,
  top: RefObject<HTMLElement | null>,
) {
  const [newest, setNewest] = useState<string>();
  const isAway = useIsAway(top);
  const isHeld = isReading || isAway;
  if (!isHeld && newest !== undefined) setNewest(undefined);
  if (isHeld && newest === undefined && events[0] !== undefined) setNewest(events[0].id);
  const shown = newest === undefined ? events : events.filter(({ id }) => id <= newest);
  const release = () => {
    setNewest(events[0]?.id);
    if (isAway) top.current?.scrollIntoView({ block: 'start' });
  };
  return { shown, waiting: events.length - shown.length, release };
}

function useIsAway(top: RefObject<HTMLElement | null>): boolean {
  const [isAway, setAway] = useState(false);
  useEffect(() => {
    const look = () => {
      const at = top.current?.getBoundingClientRect().top;
      setAway(at !== undefined && at < -FROM_TOP_PX);
    };
    addEventListener('scroll', look, { passive: true });
    return () => removeEventListener('scroll', look);
  }, [top]);
  return isAway;
}
