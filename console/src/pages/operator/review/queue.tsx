import { useInfiniteQuery } from '@tanstack/react-query';
import { type Item, readPages } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/card.tsx';
import rows from '../../../ui/rows.module.css';
import { Empty } from '../../../ui/states.tsx';
import { Time } from '../../../ui/time.tsx';
import { useOperatorTexts } from '../texts.ts';
import styles from './review.module.css';

const QUEUE = '/platform/v1/releases';

/** What waits for a reviewer, what waits longest first. */
export function ReviewQueuePage() {
  const { queue: texts } = useOperatorTexts();
  const query = useInfiniteQuery(readPages(QUEUE, { query: { state: 'in_review', limit: 50 } }));
  return (
    <>
      <PageTitle title={texts.title}>{texts.intro}</PageTitle>
      <Card isFlush>
        <Paged query={query} rows={3} empty={<Empty title={texts.empty}>{texts.emptyText}</Empty>}>
          {(waiting) => (
            <ul className={rows.rows}>
              {waiting.map((release) => (
                <QueueRow key={release.plugin.id} release={release} />
              ))}
            </ul>
          )}
        </Paged>
      </Card>
    </>
  );
}

function QueueRow({ release }: { release: Item<typeof QUEUE> }) {
  const { queue: texts } = useOperatorTexts();
  const { plugin, number, is_first, roll_out, submitted_at, submitted_by } = release;
  return (
    <li>
      <div className={rows.main}>
        <p className={styles.head}>
          <PageLink className={styles.name} to={paths.review(plugin.id, number)}>
            {plugin.name}
          </PageLink>
          <span>{texts.release(number)}</span>
        </p>
        <p className={rows.muted}>
          {texts.submitted} <Time at={submitted_at} />{' '}
          {submitted_by !== null && texts.by(submitted_by.friendly_name)}
        </p>
      </div>
      {is_first && <span className={rows.muted}>{texts.first}</span>}
      {!is_first && roll_out === 'later' && <span className={rows.muted}>{texts.later}</span>}
    </li>
  );
}
