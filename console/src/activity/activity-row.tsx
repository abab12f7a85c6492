import { ChevronRight } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useEventTitleOf } from '../parts/vocabulary.ts';
import { useFormat, useTexts } from '../texts.tsx';
import { classes } from '../ui/classes.ts';
import styles from './activity.module.css';
import { EventStory } from './event-story.tsx';
import { Outcomes } from './outcomes.tsx';
import type { ActivityEvent, ActivityFilter } from './types.ts';
import { useEvent } from './use-activity.ts';
import { isSettled } from './words.ts';

interface ActivityRowProps {
  event: ActivityEvent;
  filter: ActivityFilter;
  isOpen: boolean;
  /** What is given is kept as it is now; else the row looks itself, while it is seen and may change. */
  isKept: boolean;
  onToggle: () => void;
}

/** An event in words, and under it what each plugin made of it; open, the whole story. */
export function ActivityRow({ event: read, filter, isOpen, isKept, onToggle }: ActivityRowProps) {
  const { activity } = useTexts();
  const format = useFormat();
  const id = useId();
  const row = useRef<HTMLLIElement>(null);
  const isMoving = read.decisions.some(({ job }) => job !== null && !isSettled(job.status));
  const isSeen = useOnScreen(row, isMoving && !isOpen && !isKept);
  const event = useEvent(read, placeOf(filter), isOpen || isSeen);
  const time = Date.parse(event.occurred_at);
  const { title, isLifecycle } = useEventTitleOf()(event);
  return (
    <li ref={row} className={classes(styles.row, isOpen && styles.opened)}>
      <div className={styles.head}>
        <time dateTime={event.occurred_at} title={format.exact(time)} className={styles.time}>
          {format.clock(time)}
        </time>
        <button
          type="button"
          className={styles.opener}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onToggle}
        >
          <span className={styles.title}>{title}</span>
          {event.identifier !== null && (
            <span className={styles.identifier}>{event.identifier}</span>
          )}
          <ChevronRight
            size={16}
            aria-hidden="true"
            className={classes(styles.chevron, isOpen && styles.turned)}
          />
        </button>
      </div>
      {!isOpen && <Outcomes decisions={event.decisions} isOwn={isLifecycle} />}
      <div id={id} hidden={!isOpen}>
        {isOpen && (
          <section aria-label={activity.storyOf(title)}>
            <EventStory event={event} />
          </section>
        )}
      </div>
    </li>
  );
}

const placeOf = ({ install_id, plugin_id }: ActivityFilter) => ({
  ...(install_id !== undefined && { install_id }),
  ...(plugin_id !== undefined && { plugin_id }),
});

/** Whether an element is on the screen, or near; only where it is asked for. */
function useOnScreen(element: { current: Element | null }, isAsked: boolean): boolean {
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (!isAsked || element.current === null) return setSeen(false);
    const watch = new IntersectionObserver(([entry]) => setSeen(entry?.isIntersecting ?? false));
    watch.observe(element.current);
    return () => watch.disconnect();
  }, [element, isAsked]);
  return isSeen && isAsked;
}
