import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../api/client.ts';
import { readAgain, readPages } from '../../api/query.ts';
import { Page } from '../../frame/page.tsx';
import { useWords } from '../../parts/failure.tsx';
import { PageLink } from '../../parts/page-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Paged } from '../../parts/paged.tsx';
import { shownDocument } from '../../parts/shown-document.ts';
import { useAddressSearch } from '../../parts/use-search.ts';
import { paths } from '../../paths.ts';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import rows from '../../ui/rows.module.css';
import { Empty } from '../../ui/states.tsx';
import tabs from '../../ui/tabs.module.css';
import { NotificationRow } from './notification-row.tsx';

const INBOX = '/platform/v1/notifications';

/** What plugins told somebody, in all of their spaces. */
export function NotificationsPage() {
  const { notifications } = useTexts();
  const [{ show }] = useAddressSearch();
  const isUnreadOnly = show !== 'all';
  const query = useInfiniteQuery(
    readPages(INBOX, { query: { limit: 30, ...(isUnreadOnly && { unread: true }) } }),
  );
  const [error, setError] = useState<Error>();
  const words = useWords(error);
  const intro =
    shownDocument().onlySpace === undefined ? notifications.intro : notifications.introHere;
  const readAll = () =>
    api
      .POST('/platform/v1/notifications/read_all', { body: {} })
      .then(() => readAgain(INBOX), setError);
  return (
    <Page>
      <PageTitle
        title={notifications.title}
        actions={<Button onClick={readAll}>{notifications.readAll}</Button>}
      >
        {words ?? intro}
      </PageTitle>
      <nav className={tabs.tabs} aria-label={notifications.show}>
        <PageLink to={paths.notifications()} isFilter>
          {notifications.unread}
        </PageLink>
        <PageLink to={paths.notifications()} search={{ show: 'all' }} isFilter>
          {notifications.all}
        </PageLink>
      </nav>
      <Card isFlush>
        <Paged query={query} empty={<NothingToRead isUnreadOnly={isUnreadOnly} />}>
          {(told) => (
            <ul className={rows.rows}>
              {told.map((notification) => (
                <NotificationRow
                  key={notification.id}
                  notification={notification}
                  onChanged={() => readAgain(INBOX)}
                />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
    </Page>
  );
}

function NothingToRead({ isUnreadOnly }: { isUnreadOnly: boolean }) {
  const { notifications } = useTexts();
  if (!isUnreadOnly) return <Empty title={notifications.empty}>{notifications.emptyText}</Empty>;
  const all = (
    <PageLink to={paths.notifications()} search={{ show: 'all' }}>
      {notifications.showAll}
    </PageLink>
  );
  return <Empty title={notifications.emptyUnread} action={all} />;
}
