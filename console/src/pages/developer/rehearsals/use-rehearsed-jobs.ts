import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { readAgain, readPagesExactly } from '../../../api/query.ts';
import { childrenOf, memberOf } from '../../../parts/json-text.ts';
import { REHEARSED, type Rehearsal, type RehearsedJob } from './types.ts';

const PAGE = 100;

/** An event of a rehearsal, and where its text is found: that is read only of what is opened. */
export interface ShownJob {
  job: RehearsedJob;
  /** As it was written. */
  text: () => string;
}

/** The events of a rehearsal, page after page, read again as it goes on. */
export function useRehearsedJobs({ id, rehearsed }: Rehearsal, onlyDiffering: boolean) {
  const params = {
    path: { id: String(id) },
    query: { limit: PAGE, ...(onlyDiffering && { differing: true }) },
  };
  const before = useRef(rehearsed);
  useEffect(() => {
    if (before.current !== rehearsed) readAgain(REHEARSED);
    before.current = rehearsed;
  }, [rehearsed]);
  return useInfiniteQuery({
    ...readPagesExactly(REHEARSED, params),
    select: ({ pages }) => pages.flatMap(shownJobs),
  });
}

const shownJobs = ({ value, text }: { value: { data: RehearsedJob[] }; text: string }) =>
  value.data.map(
    (job, index): ShownJob => ({
      job,
      text: () => childrenOf(memberOf(text, 'data') ?? '[]')[index]?.text ?? '{}',
    }),
  );
