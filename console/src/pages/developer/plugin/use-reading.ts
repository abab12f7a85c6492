import { useEffect, useRef, useState } from 'react';
import { api } from '../../../api/client.ts';
import { readAgain } from '../../../api/query.ts';

interface Notice {
  id: number;
  unread: boolean;
}

/**
 * Says that notices are read once their list has come into view. They stay marked as new as long as they are shown, so that a mark does not vanish while
 * somebody reads.
 */
export function useReading(pluginId: number, notices: readonly Notice[]) {
  const list = useRef<HTMLUListElement>(null);
  const [fresh] = useState(() => new Set<number>());
  for (const { id, unread } of notices) if (unread) fresh.add(id);
  const newest = notices.find(({ unread }) => unread)?.id;
  useEffect(() => {
    if (newest === undefined || list.current === null) return;
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      observer.disconnect();
      markRead(pluginId, newest);
    });
    observer.observe(list.current);
    return () => observer.disconnect();
  }, [pluginId, newest]);
  return { list, isNew: ({ id }: Notice) => fresh.has(id) };
}

async function markRead(pluginId: number, until: number): Promise<void> {
  const path = { id: String(pluginId) };
  // Where it fails they stay unread, and are said to be read the next time.
  await api
    .POST('/platform/v1/plugins/{id}/notices/read', { params: { path }, body: { until } })
    .then(() => readAgain('/platform/v1/plugins'))
    .catch(() => {});
}
