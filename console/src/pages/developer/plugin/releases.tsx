import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../api/query.ts';
import { Paged } from '../../../parts/paged.tsx';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Status } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { RELEASE_TONES, RELEASES, type Release } from '../releases/types.ts';
import { useDeveloperTexts } from '../texts.ts';
import styles from './plugin.module.css';

/** The newest releases, each with how far it is. */
export function Releases({ plugin: { id } }: { plugin: Plugin }) {
  const { plugin: texts } = useDeveloperTexts();
  const params = { path: { id: String(id) }, query: { limit: 3 } };
  const query = useInfiniteQuery(readPages(RELEASES, params));
  return (
    <Card title={texts.releases} isFlush>
      <Paged query={query} rows={2} empty={null}>
        {(releases) => (
          <ul className={rows.rows}>
            {releases.map((release) => (
              <ReleaseRow key={release.number} release={release} />
            ))}
          </ul>
        )}
      </Paged>
    </Card>
  );
}

function ReleaseRow({ release }: { release: Release }) {
  const { plugin: texts } = useDeveloperTexts();
  const { number, state, current, message, ...times } = release;
  const at = times.published_at ?? times.reviewed_at ?? times.submitted_at ?? times.created_at;
  return (
    <li>
      <div className={rows.main}>
        <p className={styles.head}>
          <span className={rows.title}>{texts.release(number)}</span>
          <Status tone={RELEASE_TONES[state]}>{texts.releaseState[state]}</Status>
          {current && <span className={rows.muted}>{texts.current}</span>}
        </p>
        {message !== null && state === 'rejected' && <p>{texts.reviewerSaid(message)}</p>}
      </div>
      <span className={rows.muted}>
        <Time at={at} />
      </span>
    </li>
  );
}
