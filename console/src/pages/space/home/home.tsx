import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ActivityList } from '../../../activity/activity-list.tsx';
import type { Schemas } from '../../../api/client.ts';
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
      {shown === id ? (
        <Parts spaceId={id} guide={guide} installs={installs} summary={summary} find={find} />
      ) : (
        <Skeleton rows={8} label={common.loading} />
      )}
    </>
  );
}

interface PartsProps {
  spaceId: number;
  guide: ReturnType<typeof useGuide>;
  installs: ReturnType<typeof useInstalls>;
  summary: UseQueryResult<Schemas['Summary']>;
  /** The way to the catalog. */
  find: ReactNode;
}

function Parts({ spaceId, guide, installs, summary, find }: PartsProps) {
  const { home } = useTexts();
  const isEmpty = installs.data?.every(({ status }) => status === 'uninstalled');
  return (
    <>
      {guide && <Guide key={spaceId} facts={guide} />}
      {isEmpty ? (
        <Card>
          <Empty title={home.noPlugins} action={find}>
            {home.noPluginsText}
          </Empty>
        </Card>
      ) : (
        <>
          <NeedsYou spaceId={spaceId} query={installs} />
          <Today spaceId={spaceId} query={summary} />
          <Card
            title={home.lately}
            actions={<PageLink to={paths.activity(spaceId)}>{home.all}</PageLink>}
            isFlush
          >
            <ActivityList filter={{ space_id: spaceId }} limit={LATELY} empty={<NothingYet />} />
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
