import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../api/query.ts';
import { Paged } from '../../../parts/paged.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Time } from '../../../ui/time.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugin.module.css';

/** What the plugin's developers were told about it, the newest first. */
export function Notices({ plugin: { id } }: { plugin: Plugin }) {
  const { plugin: texts } = useDeveloperTexts();
  const params = { path: { id: String(id) }, query: { limit: 5 } };
  const query = useInfiniteQuery(readPages('/platform/v1/plugins/{id}/notices', params));
  return (
    <Card title={texts.notices} isFlush>
      <Paged query={query} rows={2} empty={<p className={styles.nothing}>{texts.noNotices}</p>}>
        {(notices) => (
          <ul className={rows.rows}>
            {notices.map(({ id: notice, message, created_at }) => (
              <li key={notice}>
                <p className={rows.main} lang="en">
                  {message}
                </p>
                <span className={rows.muted}>
                  <Time at={created_at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  );
}
