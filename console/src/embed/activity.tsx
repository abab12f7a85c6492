import { useMemo } from 'react';
import { ActivityList } from '../activity/activity-list.tsx';
import { ActivityPage } from '../pages/space/activity/activity.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { useSpaceId } from '../parts/use-space.ts';
import { useView } from '../parts/view.ts';
import { useTexts } from '../texts.tsx';
import { Card } from '../ui/card.tsx';
import { Empty } from '../ui/states.tsx';

/** What happened in the space; or of the one thing, or the one install, that the page around is about. */
export function ActivityOfView() {
  const { activity } = useTexts();
  const spaceId = useSpaceId();
  const { identifier, install } = useView()?.of ?? {};
  const filter = useMemo(
    () => ({
      space_id: spaceId,
      ...(identifier !== undefined && { identifier }),
      ...(install !== undefined && { install_id: install }),
    }),
    [spaceId, identifier, install],
  );
  if (identifier === undefined && install === undefined) return <ActivityPage />;
  return (
    <>
      <PageTitle title={activity.title} />
      <Card isFlush>
        <ActivityList filter={filter} empty={<Nothing identifier={identifier} />} />
      </Card>
    </>
  );
}

function Nothing({ identifier }: { identifier: string | undefined }) {
  const { activity, embed } = useTexts();
  return identifier === undefined ? (
    <Empty title={activity.empty.plugin}>{activity.empty.pluginText}</Empty>
  ) : (
    <Empty title={embed.nothingYet}>{embed.nothingYetText}</Empty>
  );
}
