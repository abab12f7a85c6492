import { useInfiniteQuery } from '@tanstack/react-query';
import { readPages } from '../../../api/query.ts';
import { PageLink } from '../../../parts/page-link.tsx';
import { paths } from '../../../paths.ts';
import { Time } from '../../../ui/time.tsx';
import { useResultWords } from '../../developer/rehearsals/result.tsx';
import { REHEARSALS, type Rehearsal } from '../../developer/rehearsals/types.ts';
import { useDeveloperTexts } from '../../developer/texts.ts';
import styles from './review.module.css';

/** The newest rehearsal of a release that told it anything; null where there is none, undefined until that is known. */
export function useNewestRehearsal(pluginId: number, number: number): Rehearsal | null | undefined {
  const params = { path: { id: String(pluginId) }, query: { limit: 20 } };
  const { data, isError } = useInfiniteQuery({
    ...readPages(REHEARSALS, params),
    placeholderData: undefined,
  });
  if (isError) return null;
  return data && (data.find(({ release, total }) => release === number && total > 0) ?? null);
}

/** What came of a rehearsal in a line, and the way to it. */
export function Rehearsed({ slug, rehearsal }: { slug: string; rehearsal: Rehearsal }) {
  const { rehearsals: texts } = useDeveloperTexts();
  const wordsOf = useResultWords();
  return (
    <p className={styles.rehearsed}>
      {texts.rehearsed} <Time at={rehearsal.created_at} />. {wordsOf(rehearsal)}.{' '}
      <PageLink to={paths.rehearsal(slug, rehearsal.id)}>{texts.seeRehearsal}</PageLink>
    </p>
  );
}
