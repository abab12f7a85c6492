import { type ReactNode, useRef } from 'react';
import { GoOn } from '../../../activity/go-on.tsx';
import { useHeld } from '../../../activity/use-held.ts';
import { useNewest } from '../../../activity/use-newest.ts';
import type { Item } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { useTexts } from '../../../texts.tsx';
import { Button } from '../../../ui/button.tsx';
import styles from './deliveries.module.css';
import type { DeliveryQuery } from './delivery-filter.ts';
import { DeliveryRow } from './delivery-row.tsx';

const DELIVERIES = '/platform/v1/plugins/{id}/deliveries';
const ALL_DELIVERIES = '/platform/v1/deliveries';

/** Of several plugins nothing tells what is new: it is looked for. */
const LOOK_MS = 10_000;

interface DeliveryListProps {
  query: DeliveryQuery;
  empty: ReactNode;
}

/** Jobs of a plugin, or of all, the newest first and live: what is new waits behind a button while somebody reads further down. */
export function DeliveryList(props: DeliveryListProps) {
  // How far was read belongs to one filter.
  return <List key={JSON.stringify(props.query)} {...props} />;
}

function List({ query, empty }: DeliveryListProps) {
  const { activity } = useTexts();
  const { plugin_id, ...filter } = query;
  const vocabulary = useVocabulary();
  const isOfAll = plugin_id === undefined;
  const found = useNewest<Item<typeof DELIVERIES>>(
    isOfAll ? ALL_DELIVERIES : DELIVERIES,
    filter,
    isOfAll ? { lookMs: LOOK_MS } : { of: plugin_id },
  );
  const top = useRef<HTMLDivElement>(null);
  const { shown, waiting, release } = useHeld(found.rows, false, top);
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
          <ul>
            {shown.map((job) => (
              <DeliveryRow
                key={job.id}
                job={job}
                title={vocabulary.event(job.name)}
                isOfAny={isOfAll}
              />
            ))}
          </ul>
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
