import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { PageLink } from '../../../parts/page-link.tsx';
import { Paged } from '../../../parts/paged.tsx';
import { paths } from '../../../paths.ts';
import rows from '../../../ui/rows.module.css';
import { Status, type StatusTone } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import { useDeveloperTexts } from '../texts.ts';
import styles from './rehearsals.module.css';
import { useResultWords } from './result.tsx';
import { isRunning, type Rehearsal } from './types.ts';

interface PastRehearsalsProps {
  slug: string;
  query: UseInfiniteQueryResult<Rehearsal[], Error>;
}

/** What was rehearsed, the newest first, each with what came of it in a line. */
export function PastRehearsals({ slug, query }: PastRehearsalsProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  return (
    <Paged query={query} rows={2} empty={<p className={styles.none}>{texts.none}</p>}>
      {(rehearsals) => (
        <ul className={rows.rows}>
          {rehearsals.map((rehearsal) => (
            <PastRow key={rehearsal.id} slug={slug} rehearsal={rehearsal} />
          ))}
        </ul>
      )}
    </Paged>
  );
}

function PastRow({ slug, rehearsal }: { slug: string; rehearsal: Rehearsal }) {
  const { releases } = useDeveloperTexts();
  const wordsOf = useResultWords();
  const { id, release, created_at } = rehearsal;
  return (
    <li className={styles.past}>
      <div className={rows.main}>
        <p className={styles.pastHead}>
          <PageLink className={styles.pastLink} to={paths.rehearsal(slug, id)}>
            {releases.release(release)}
          </PageLink>
          <RehearsalState rehearsal={rehearsal} />
        </p>
        <p className={rows.muted}>{wordsOf(rehearsal)}</p>
      </div>
      <span className={rows.muted}>
        <Time at={created_at} />
      </span>
    </li>
  );
}

/** How a rehearsal stands, in a word. */
function RehearsalState({ rehearsal }: { rehearsal: Rehearsal }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const [tone, word] = stateOf(rehearsal);
  return <Status tone={tone}>{texts.state[word]}</Status>;
}

function stateOf(
  rehearsal: Rehearsal,
): [StatusTone, 'running' | 'cancelled' | 'same' | 'different' | 'nothing'] {
  if (isRunning(rehearsal)) return ['info', 'running'];
  if (rehearsal.state === 'cancelled') return ['outline', 'cancelled'];
  if (rehearsal.total === 0) return ['outline', 'nothing'];
  return rehearsal.different > 0 ? ['warning', 'different'] : ['success', 'same'];
}
