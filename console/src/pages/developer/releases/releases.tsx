import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../api/query.ts';
import { Failure } from '../../../parts/failure.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { mayChange } from '../may.ts';
import { usePlugin } from '../plugin/use-plugin.ts';
import { RehearseCard } from '../rehearsals/card.tsx';
import { Asking } from '../roll-outs/asking.tsx';
import { goingOf, RollOutCard } from '../roll-outs/card.tsx';
import { GoBack } from '../roll-outs/go-back.tsx';
import { PastRollOuts } from '../roll-outs/past.tsx';
import { releaseBefore } from '../roll-outs/reach.ts';
import { useRollOuts } from '../roll-outs/use-roll-outs.ts';
import { useDeveloperTexts } from '../texts.ts';
import { Compare } from './compare.tsx';
import { ReleaseRow } from './release-row.tsx';
import styles from './releases.module.css';
import { SubmitRelease } from './submit.tsx';
import { RELEASES, type Release } from './types.ts';

/** The releases of a plugin: how far each has come, what it changes, and the way of a draft to a reviewer and to installs. */
export function ReleasesTab() {
  const { releases: texts } = useDeveloperTexts();
  const plugin = usePlugin();
  const params = { path: { id: String(plugin.id) }, query: { limit: 20 } };
  const query = useInfiniteQuery(readPages(RELEASES, params));
  const rollOuts = useRollOuts(plugin.id);
  // What stands above the list does not come after it.
  const releases = rollOuts.isPending ? undefined : query.data;
  const inState = (wanted: Release['state']) => releases?.find(({ state }) => state === wanted);
  // One is decided before the next is submitted.
  const draft = inState('in_review') === undefined ? inState('draft') : undefined;
  const before = releaseBefore(plugin, releases ?? [], rollOuts.data ?? []);
  const going = goingOf(rollOuts.data ?? []);
  const canGoBack = mayChange(plugin) && rollOuts.data && going === undefined;
  return (
    <div className={styles.tab}>
      <Asking>
        {draft && mayChange(plugin) && (
          <SubmitRelease key={draft.number} plugin={plugin} number={draft.number} />
        )}
        {rollOuts.isError && <Failure error={rollOuts.error} onRetry={() => rollOuts.refetch()} />}
        {releases && rollOuts.data && (
          <RollOutCard plugin={plugin} releases={releases} rollOuts={rollOuts.data} />
        )}
        <Card title={texts.title} isFlush>
          <Paged query={{ ...query, data: releases } as typeof query} rows={3} empty={null}>
            {(shown) => (
              <ul className={rows.rows}>
                {shown.map((release) => (
                  <ReleaseRow
                    key={release.number}
                    plugin={plugin}
                    release={release}
                    isRolledOut={going?.release === release.number}
                  >
                    {release.current && canGoBack && before !== undefined && (
                      <GoBack plugin={plugin} from={release.number} to={before} size="small" />
                    )}
                  </ReleaseRow>
                ))}
              </ul>
            )}
          </Paged>
        </Card>
        {rollOuts.data && <PastRollOuts plugin={plugin} query={rollOuts} />}
        {releases && <RehearseCard plugin={plugin} releases={releases} />}
        {releases && <Compare plugin={plugin} releases={releases} />}
      </Asking>
    </div>
  );
}
