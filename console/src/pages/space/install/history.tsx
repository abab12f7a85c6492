import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readPages } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Button, buttonClass } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { Empty } from '../../../ui/states.tsx';
import { Time } from '../../../ui/time.tsx';
import { CompareRevisions } from './compare-revisions.tsx';
import styles from './history.module.css';
import install from './install.module.css';
import { RestoreRevision } from './restore-revision.tsx';
import { RevisionCause } from './revision-cause.tsx';
import { type Revision, useAuthor, useChangeWords } from './revision-words.ts';
import { useInstall } from './use-install.ts';

/** Every change of the settings: who made it, why, and the way back. */
export function HistoryTab() {
  const { install: shown, mayChange } = useInstall();
  const { install: texts } = useTexts();
  const [search] = useAddressSearch();
  const [restored, setRestored] = useState<number>();
  const { id, space_id } = shown;
  const query = useInfiniteQuery(
    readPages('/platform/v1/installs/{id}/config/revisions', {
      path: { id },
      query: { limit: 50 },
    }),
  );
  const newest = shown.config_revision;
  const [from, to] = [numberIn(search.from), numberIn(search.to)];
  const toSettings = (
    <PageLink className={buttonClass('primary')} to={paths.installSettings(space_id, id)}>
      {texts.history.toSettings}
    </PageLink>
  );
  return (
    <div className={install.tab}>
      {from !== undefined && to !== undefined && query.data !== undefined && (
        <CompareRevisions revisions={query.data} from={from} to={to} />
      )}
      <Card title={texts.history.title} isFlush>
        <Paged
          query={query}
          empty={
            <Empty title={texts.history.emptyTitle} action={toSettings}>
              {texts.history.emptyText}
            </Empty>
          }
        >
          {(revisions) => (
            <ol className={install.lines}>
              {revisions.map((revision) => (
                <Row
                  key={revision.number}
                  revision={revision}
                  newest={newest}
                  onRestore={mayChange ? () => setRestored(revision.number) : undefined}
                  isRestored={restored === revision.number}
                  onRestored={() => setRestored(undefined)}
                />
              ))}
            </ol>
          )}
        </Paged>
      </Card>
    </div>
  );
}

const numberIn = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;

interface RowProps {
  revision: Revision;
  /** The number of the present one. */
  newest: number;
  onRestore: (() => void) | undefined;
  /** It is asked whether it is to be the present one again. */
  isRestored: boolean;
  onRestored: () => void;
}

function Row({ revision, newest, onRestore, isRestored, onRestored }: RowProps) {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const author = useAuthor(revision.author);
  const what = useChangeWords(revision.diff);
  const { number, reason, created_at } = revision;
  const isNow = number === newest;
  const here = paths.installHistory(install.space_id, install.id);
  return (
    <li className={styles.row}>
      <div>
        <p>{texts.history.changed(author, what)}</p>
        <p className={styles.below}>
          {texts.history.number(number)} · <Time at={created_at} />
          <RevisionCause revision={revision} />
          {reason !== null && ` · ${reason}`}
          {isNow && ` · ${texts.history.now}`}
        </p>
      </div>
      <div className={styles.actions}>
        {number > 1 && (
          <PageLink
            className={buttonClass('quiet', 'small')}
            to={here}
            isFilter
            search={{ from: `${number - 1}`, to: `${number}` }}
            aria-label={texts.history.whatChangedIn(number)}
          >
            {texts.history.whatChanged}
          </PageLink>
        )}
        {!isNow && (
          <PageLink
            className={buttonClass('quiet', 'small')}
            to={here}
            isFilter
            search={{ from: `${number}`, to: `${newest}` }}
            aria-label={texts.history.compareNowOf(number)}
          >
            {texts.history.compareNow}
          </PageLink>
        )}
        {!isNow && onRestore && (
          <Button size="small" onClick={onRestore} aria-label={texts.history.restoreNumber(number)}>
            {texts.history.restore}
          </Button>
        )}
      </div>
      <RestoreRevision number={isRestored ? number : undefined} onClose={onRestored} />
    </li>
  );
}
