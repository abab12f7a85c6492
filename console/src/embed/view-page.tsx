import { useQuery } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useLiveSpaceAlone, useLookAgain } from '../api/live.ts';
import { read } from '../api/query.ts';
import { Announcer } from '../frame/announcer.tsx';
import { useKeptFocus } from '../frame/kept-focus.ts';
import { Loaded } from '../parts/loaded.tsx';
import { PageLink } from '../parts/page-link.tsx';
import { useSpaceId } from '../parts/use-space.ts';
import { useView } from '../parts/view.ts';
import { paths } from '../paths.ts';
import { useTexts } from '../texts.tsx';
import styles from './view.module.css';

/** What is around the pages of a view: nothing that is seen but the way back, and what keeps them live. */
export function ViewPage() {
  const id = useSpaceId();
  const space = useQuery(read('/platform/v1/me/spaces/{id}', { path: { id } }));
  const isOfOneThing = useView()?.of.identifier !== undefined;
  useKeptFocus();
  return (
    <main id="content" tabIndex={-1} className={styles.page}>
      {isOfOneThing ? <LooksAgain /> : <Live spaceId={id} />}
      <Loaded query={space} rows={6}>
        {() => (
          <>
            <WayBack spaceId={id} />
            <Outlet />
          </>
        )}
      </Loaded>
      <Announcer isScrolling />
    </main>
  );
}

function Live({ spaceId }: { spaceId: number }) {
  useLiveSpaceAlone(spaceId);
  return null;
}

/** Within the bounds of an identifier there is no stream. */
const LOOK_MS = 5000;

function LooksAgain() {
  useLookAgain(LOOK_MS);
  return null;
}

/** To what the view begins with, from pages that have no such link of their own. */
function WayBack({ spaceId }: { spaceId: number }) {
  const { embed } = useTexts();
  const view = useView();
  const { pathname } = useLocation();
  const install = /\/installs\/(\d+)/.exec(pathname)?.[1];
  if (view === undefined || pathname === view.start) return null;
  if (pathname.startsWith(`${paths.catalog(spaceId)}/`)) return null;
  if (view.name === 'settings') {
    if (!pathname.endsWith('/setup')) return null;
    return <Back to={paths.installSettings(spaceId, Number(install))}>{embed.back.settings}</Back>;
  }
  return <Back to={view.start}>{embed.back[view.name]}</Back>;
}

function Back({ to, children }: { to: string; children: string }) {
  return (
    <PageLink className={styles.back} to={to}>
      <ArrowLeft size={16} aria-hidden="true" />
      {children}
    </PageLink>
  );
}
