import { type ReactNode, useRef, useState } from 'react';
import { Failure } from '../parts/failure.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { useFormat, useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import styles from './activity.module.css';
import { ActivityRow } from './activity-row.tsx';
import { GoOn } from './go-on.tsx';
import type { ActivityEvent, ActivityFilter } from './types.ts';
import { useActivity } from './use-activity.ts';
import { useHeld } from './use-held.ts';

interface ActivityListProps {
  filter: ActivityFilter;
  /** Shows so many of the newest, and no others. */
  limit?: number;
  /** Where nothing fits. */
  empty: ReactNode;
}

/**
 * What happened and what each plugin made of it, the newest first: a row opens in place and tells the whole story. It is live, and nothing
 * moves under who reads: while they are further down, or a row is open, what is new waits behind a button.
 */
export function ActivityList(props: ActivityListProps) {
  // What is open and how far was read belongs to one filter.
  return <List key={JSON.stringify(props.filter)} {...props} />;
}

function List({ filter, limit, empty }: ActivityListProps) {
  const { activity } = useTexts();
  const found = useActivity(filter, limit);
  const [openId, setOpenId] = useState<string>();
  const top = useRef<HTMLDivElement>(null);
  const { shown, waiting, release } = useHeld(found.rows, openId !== undefined, top);
  return (
    <Loaded query={found.head} rows={6}>
      {() => (
        <div ref={top} className={styles.list} aria-busy={found.isGoingOn || undefined}>
          <p role="status" className={styles.new}>
            {waiting > 0 && (
              <Button size="small" kind="primary" onClick={release}>
                {activity.newEvents(waiting)}
              </Button>
            )}
          </p>
          {shown.length === 0 && !found.canGoOn ? empty : null}
          <Days
            events={shown}
            row={(event) => (
              <ActivityRow
                key={event.id}
                event={event}
                filter={filter}
                isOpen={event.id === openId}
                isKept={found.isKept(event)}
                onToggle={() => setOpenId(event.id === openId ? undefined : event.id)}
              />
            )}
          />
          {found.older.isError && (
            <Failure error={found.older.error} onRetry={() => found.older.refetch()} />
          )}
          {found.canGoOn && !found.older.isError && (
            <GoOn onGoOn={found.goOn} isBusy={found.isGoingOn} count={shown.length} />
          )}
        </div>
      )}
    </Loaded>
  );
}

interface DaysProps {
  events: readonly ActivityEvent[];
  row: (event: ActivityEvent) => ReactNode;
}

const DAY_MS = 24 * 3_600_000;

/** The rows of each day below its date. */
function Days({ events, row }: DaysProps) {
  const { activity } = useTexts();
  const format = useFormat();
  const now = Date.now();
  const [today, yesterday] = [now, now - DAY_MS].map(format.date);
  const days = new Map<string, ActivityEvent[]>();
  for (const event of events) {
    const day = format.date(Date.parse(event.occurred_at));
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day}>
      <h2 className={styles.day}>
        {day === today ? activity.today : day === yesterday ? activity.yesterday : day}
      </h2>
      <ul>{ofDay.map(row)}</ul>
    </section>
  ));
}
