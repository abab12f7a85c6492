import { useQuery } from '@tanstack/react-query';
import { ActivityList } from '../../../activity/activity-list.tsx';
import { read } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useInstalls } from '../../../parts/use-installs.ts';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { Guide } from './guide.tsx';
import { NeedsYou } from './needs-you.tsx';
import { Today } from './today.tsx';

/** So many events are shown. */
const LATELY = 5;

/** Where people begin in a space: what needs them, how today went, what happened lately. */
export function HomePage() {
  const { home } = useTexts();
  const id = useSpaceId();
  const space = useSpace();
  const { data: me } = useQuery(read('/platform/v1/me', {}));
  const installs = useInstalls(id);
  const live = installs.data?.filter(({ status }) => status !== 'uninstalled');
  const find = (
    <PageLink className={buttonClass('primary')} to={paths.catalog(id)}>
      {home.find}
    </PageLink>
  );
  return (
    <>
      <PageTitle
        inTab={space?.name}
        title={home.greeting(me?.friendly_name ?? '', new Date().getHours())}
        actions={find}
      />
      <Guide spaceId={id} />
      {live?.length === 0 ? (
        <Card>
          <Empty title={home.noPlugins} action={find}>
            {home.noPluginsText}
          </Empty>
        </Card>
      ) : (
        <>
          <NeedsYou spaceId={id} query={installs} />
          <Today spaceId={id} />
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
