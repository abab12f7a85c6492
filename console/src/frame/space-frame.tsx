import { useQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useLiveSpace } from '../api/live.ts';
import { read } from '../api/query.ts';
import { useSpaceId } from '../parts/use-space.ts';
import { useNarrow } from '../ui/use-narrow.ts';
import { AppBar } from './app-bar.tsx';
import styles from './frame.module.css';
import { watchFrames } from './frames.ts';
import { NoSpace } from './no-space.tsx';
import { useFreshPlugins } from './plugin-pages.ts';
import { BottomBar, Rail } from './rail.tsx';

/** What is around the pages of a space: the rail, the bar, and what keeps them live. */
export function SpaceFrame() {
  const id = useSpaceId();
  const space = useQuery(read('/platform/v1/me/spaces/{id}', { path: { id } }));
  const isNarrow = useNarrow();
  useLiveSpace(id);
  useFreshPlugins(id);
  useEffect(() => watchFrames(id), [id]);
  if (space.isError && space.data === undefined) return <NoSpace id={id} />;
  return (
    <div className={styles.space}>
      <AppBar spaceId={id} />
      {!isNarrow && <Rail spaceId={id} />}
      <main id="content" tabIndex={-1} className={styles.content}>
        <Outlet />
      </main>
      {isNarrow && <BottomBar spaceId={id} />}
    </div>
  );
}
