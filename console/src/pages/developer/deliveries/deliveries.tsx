import { type ReactNode, useMemo } from 'react';
import { Replays } from '../../../activity/replays.tsx';
import { RetryAll, replayedOutcome } from '../../../activity/retry-all.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './deliveries.module.css';
import {
  type DeliveryAddress,
  type DeliveryQuery,
  queryOf,
  replayFilterOf,
} from './delivery-filter.ts';
import { DeliveryList } from './delivery-list.tsx';
import { Filters } from './filters.tsx';

interface DeliveriesProps {
  /** Undefined for all of whoever looks. */
  plugin: Plugin | undefined;
  /** A filter beside those of the list itself. */
  children?: ReactNode;
}

/** What was sent to a plugin, or to all: filtered by what stands in the address, and run again in bulk where it failed. */
export function Deliveries({ plugin, children }: DeliveriesProps) {
  const { allDeliveries } = useDeveloperTexts();
  const id = plugin?.id;
  const [search, setSearch] = useAddressSearch();
  const address: DeliveryAddress = search;
  // Counted back from when the filter was chosen: a time that moved on would be another list each moment.
  const chosen = JSON.stringify(search);
  const query = useMemo(
    () => queryOf(id, JSON.parse(chosen) as DeliveryAddress, Date.now()),
    [id, chosen],
  );
  const filter = replayFilterOf(query);
  const outcome = replayedOutcome(filter);
  return (
    <div className={styles.page}>
      <Filters pluginId={id} address={address} onChange={setSearch}>
        {children}
      </Filters>
      {plugin && mayChange(plugin) && <Replays filter={filter} />}
      {outcome && (plugin === undefined || mayChange(plugin)) && (
        <div className={styles.bulk}>
          {plugin === undefined ? (
            <p className={styles.hint}>{allDeliveries.chooseToRetry}</p>
          ) : (
            <RetryAll filter={filter} outcome={outcome} />
          )}
        </div>
      )}
      <Card isFlush>
        <DeliveryList query={query} empty={<Nothing query={query} />} />
      </Card>
    </div>
  );
}

function Nothing({ query: { plugin_id: _, ...filters } }: { query: DeliveryQuery }) {
  const { deliveries: texts } = useDeveloperTexts();
  if (Object.keys(filters).length === 0) {
    return <Empty title={texts.empty}>{texts.emptyText}</Empty>;
  }
  if (filters.status === 'failed') {
    return <Empty title={texts.noFailed}>{texts.noFailedText}</Empty>;
  }
  return <Empty title={texts.nothingFits}>{texts.nothingFitsText}</Empty>;
}
