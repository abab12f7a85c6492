import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ActivityList } from '../../../activity/activity-list.tsx';
import { read } from '../../../api/query.ts';
import { isRead } from '../../../parts/is-read.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useInstalls } from '../../../parts/use-installs.ts';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty, Skeleton } from '../../../ui/states.tsx';
import { Guide } from './guide.tsx';
import { NeedsYou } from './needs-you.tsx';
import { Today } from './today.tsx';
import { useGuide } from './use-guide.ts';

/** So many events are shown. */
const LATELY = 5;

/**
 * Where people begin in a space: what needs them, how today went, what happened lately. Its parts come together, since each would move those
 * below; only the last one has nobody to move. Once they are there they stay, whatever is read again.
 */
export function HomePage() {
  const { home, common } = useTexts();
  const [shown, setShown] = useState<number>();
  const id = useSpaceId();
  const space = useSpace();
  const me = useQuery(read('/platform/v1/me', {}));
  const installs = useInstalls(id);
  const summary = useQuery(read('/platform/v1/summary', { query: { space_id: id } }));
  const areInstallsRead = isRead(installs) && (!installs.hasNextPage || installs.isError);
  const guide = useGuide(id, areInstallsRead ? (installs.data ?? []) : undefined);
  const live = installs.data?.filter(({ status }) => status !== 'uninstalled');
  if (shown !== id && areInstallsRead && isRead(summary) && guide !== undefined) setShown(id);
  // It is asked for beside the scripts, and the greeting may take a line more with a name.
  if (!isRead(me)) return <Skeleton rows={8} label={common.loading} />;
  const find = (
    <PageLink className={buttonClass('primary')} to={paths.catalog(id)}>
      {home.find}
    </PageLink>
  );
  return (
    <>
      <PageTitle
        inTab={space?.name}
        title={home.greeting(me.data?.friendly_name ?? '', new Date().getHours())}
        actions={find}
      />
      {shown !== id && <Skeleton rows={8} label={common.loading} />}
      {shown === id && guide && <Guide key={id} facts={guide} />}
      {shown === id && live?.length === 0 && (
        <Card>
          <Empty title={home.noPlugins} action={find}>
            {home.noPluginsText}
          </Empty>
        </Card>
      )}
      {shown === id && live?.length !== 0 && (
        <>
          <NeedsYou spaceId={id} query={installs} />
          <Today spaceId={id} query={summary} />
          <Card
            title={home.lately}
            actions={<PageLink to={paths.activity(id)}>{home.all}</PageLink>}
            isFlush
          >
            <ActivityList filter={{ space_id: id }} limit={LATELY} empty={<NothingYet />} />
          </Card>
        </>
      )}
    </>
  );
}

function NothingYet() {
  const { activity } = useTexts();
  return <Empty title={activity.empty.nothing}>{activity.empty.nothingText}</Empty>;
}
