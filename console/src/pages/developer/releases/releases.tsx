import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../api/query.ts';
import { Paged } from '../../../parts/paged.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { mayChange } from '../may.ts';
import { usePlugin } from '../plugin/use-plugin.ts';
import { useDeveloperTexts } from '../texts.ts';
import { Compare } from './compare.tsx';
import { ReleaseRow } from './release-row.tsx';
import styles from './releases.module.css';
import { SubmitRelease } from './submit.tsx';
import { RELEASES, type Release } from './types.ts';

/** The releases of a plugin: how far each has come, what it changes, and the way of a draft to a reviewer. */
export function ReleasesTab() {
  const { releases: texts } = useDeveloperTexts();
  const plugin = usePlugin();
  const params = { path: { id: String(plugin.id) }, query: { limit: 20 } };
  const query = useInfiniteQuery(readPages(RELEASES, params));
  const inState = (wanted: Release['state']) => query.data?.find(({ state }) => state === wanted);
  // One is decided before the next is submitted.
  const draft = inState('in_review') === undefined ? inState('draft') : undefined;
  return (
    <div className={styles.tab}>
      {draft && mayChange(plugin) && (
        <SubmitRelease key={draft.number} plugin={plugin} number={draft.number} />
      )}
      <Card title={texts.title} isFlush>
        <Paged query={query} rows={3} empty={null}>
          {(releases) => (
            <ul className={rows.rows}>
              {releases.map((release) => (
                <ReleaseRow key={release.number} plugin={plugin} release={release} />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
      {query.data && <Compare plugin={plugin} releases={query.data} />}
    </div>
  );
}
