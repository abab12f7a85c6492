import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readPages } from '../../../api/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/card.tsx';
import { mayChange } from '../may.ts';
import type { Plugin } from '../plugin-state.tsx';
import type { Release } from '../releases/types.ts';
import { useDeveloperTexts } from '../texts.ts';
import { BeginRehearsal } from './begin.tsx';
import { rehearsable } from './choices.ts';
import { PastRehearsals } from './past.tsx';
import styles from './rehearsals.module.css';
import { isRunning, REHEARSALS, RUNNING_MS } from './types.ts';

interface RehearseCardProps {
  plugin: Plugin;
  /** The newest first. */
  releases: readonly Release[];
}

/** What was rehearsed with a plugin, and the way to begin another rehearsal. */
export function RehearseCard({ plugin, releases }: RehearseCardProps) {
  const { rehearsals: texts } = useDeveloperTexts();
  const [isOpen, setOpen] = useState(false);
  const params = { path: { id: String(plugin.id) }, query: { limit: 5 } };
  const query = useInfiniteQuery({
    ...readPages(REHEARSALS, params),
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some(isRunning)) ? RUNNING_MS : false,
  });
  const can = rehearsable(plugin, releases);
  const running = query.data?.find(isRunning);
  const whyNot =
    plugin.suspended_at !== null
      ? texts.isSuspended
      : running !== undefined
        ? texts.oneRuns(running.release)
        : undefined;
  const mayBegin = mayChange(plugin) && can.length > 0;
  const isBeginning = isOpen && mayBegin && whyNot === undefined;
  return (
    <Card
      title={texts.title}
      isFlush
      actions={
        mayBegin &&
        !isBeginning && (
          <Button disabled={whyNot !== undefined} onClick={() => setOpen(true)}>
            {texts.rehearse}
          </Button>
        )
      }
    >
      {isBeginning ? (
        <BeginRehearsal plugin={plugin} releases={can} onCancel={() => setOpen(false)} />
      ) : (
        <p className={styles.about}>{mayBegin && whyNot !== undefined ? whyNot : texts.about}</p>
      )}
      <PastRehearsals slug={plugin.slug} query={query} />
    </Card>
  );
}
