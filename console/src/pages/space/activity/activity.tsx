import { useMemo } from 'react';
import { ActivityList } from '../../../activity/activity-list.tsx';
import { Replays } from '../../../activity/replays.tsx';
import { RetryAll, replayedOutcome } from '../../../activity/retry-all.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { NothingFound } from './empty.tsx';
import { type FilterAddress, filterOf } from './filter-address.ts';
import { Filters } from './filters.tsx';

/** What happened in a space, and what each plugin made of it. */
export function ActivityPage() {
  const { activity } = useTexts();
  const spaceId = useSpaceId();
  const isAdmin = useSpace()?.is_admin ?? false;
  const [search, setSearch] = useAddressSearch();
  const address: FilterAddress = search;
  // Counted back from when the filter was chosen: a time that moved on would be another list each moment.
  const chosen = JSON.stringify(search);
  const filter = useMemo(
    () => filterOf(spaceId, JSON.parse(chosen) as FilterAddress, Date.now()),
    [spaceId, chosen],
  );
  const outcome = replayedOutcome(filter);
  return (
    <>
      <PageTitle
        title={activity.title}
        actions={isAdmin && outcome && <RetryAll filter={filter} outcome={outcome} />}
      >
        {activity.intro}
      </PageTitle>
      <Filters spaceId={spaceId} address={address} onChange={setSearch} />
      {isAdmin && <Replays filter={filter} />}
      <Card isFlush>
        <ActivityList filter={filter} empty={<NothingFound spaceId={spaceId} filter={filter} />} />
      </Card>
    </>
  );
}
