import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { readAgain, readPagesExactly } from '../../../api/query.ts';
import { REHEARSED, type Rehearsal } from './types.ts';

const PAGE = 100;

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
  return useInfiniteQuery(readPagesExactly(REHEARSED, params));
}
