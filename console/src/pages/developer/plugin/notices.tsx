import { useInfiniteQuery } from '@tanstack/react-query';
import { type Item, readPages } from '../../../api/query.ts';
import { Paged } from '../../../parts/paged.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Status } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugin.module.css';
import { useReading } from './use-reading.ts';

const NOTICES = '/platform/v1/plugins/{id}/notices';

/** What the plugin's developers were told about it, the newest first. What was not read is marked, and read by being seen. */
export function Notices({ plugin: { id } }: { plugin: Plugin }) {
  const { plugin: texts } = useDeveloperTexts();
  const params = { path: { id: String(id) }, query: { limit: 5 } };
  const query = useInfiniteQuery(readPages(NOTICES, params));
  return (
    <Card title={texts.notices} isFlush>
      <Paged query={query} rows={2} empty={<p className={styles.nothing}>{texts.noNotices}</p>}>
        {(notices) => <Listed key={id} pluginId={id} notices={notices} />}
      </Paged>
    </Card>
  );
}

function Listed({ pluginId, notices }: { pluginId: number; notices: Item<typeof NOTICES>[] }) {
  const { unread: texts } = useDeveloperTexts();
  const { list, isNew } = useReading(pluginId, notices);
  return (
    <ul className={rows.rows} ref={list}>
      {notices.map((notice) => (
        <li key={notice.id}>
          <p className={rows.main} lang="en">
            {notice.message}
          </p>
          {isNew(notice) && <Status tone="info">{texts.one}</Status>}
          <span className={rows.muted}>
            <Time at={notice.created_at} />
          </span>
        </li>
      ))}
    </ul>
  );
}
