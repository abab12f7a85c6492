import type { ConnectedView } from '@plugboard/bridge/view';
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { queries } from '../api/query.ts';
import { readInstall } from '../pages/space/install/use-install.ts';
import { Loaded } from '../parts/loaded.tsx';
import { type EmbeddedView, ViewContext } from '../parts/view.ts';
import { useTexts } from '../texts.tsx';
import { Button } from '../ui/button.tsx';
import { Banner } from '../ui/card.tsx';
import { InlinePanels, Panel } from '../ui/panel.tsx';
import type { ViewPlace } from './place.ts';
import { createViewRouter, startOf } from './routes.tsx';
import styles from './view.module.css';
import { wayFrom } from './ways.ts';

interface ViewProps {
  place: ViewPlace;
  /** Speaks with the page around. */
  connected: ConnectedView;
}

/** A view: as high as what it shows, and nothing around that. */
export function View({ place, connected }: ViewProps) {
  const content = useRef<HTMLDivElement>(null);
  useEffect(
    () => (content.current === null ? undefined : connected.followHeight(content.current)),
    [connected],
  );
  return (
    <div ref={content} className={styles.view}>
      <QueryClientProvider client={queries}>
        <InlinePanels value={true}>
          <InSpace place={place}>
            {(spaceId) => <Pages place={place} spaceId={spaceId} connected={connected} />}
          </InSpace>
        </InlinePanels>
      </QueryClientProvider>
    </div>
  );
}

interface InSpaceProps {
  place: ViewPlace;
  children: (spaceId: number) => ReactNode;
}

/** The settings of an install are known by it alone. */
function InSpace({ place: { view, space, install }, children }: InSpaceProps) {
  const { embed } = useTexts();
  const query = useQuery({ ...readInstall(install ?? 0), enabled: install !== undefined });
  if (view === 'settings' && install === undefined) return <Lacking>{embed.noInstall}</Lacking>;
  if (space !== undefined) return children(space);
  if (install === undefined) return <Lacking>{embed.noSpace}</Lacking>;
  return <Loaded query={query}>{({ space_id }) => children(space_id)}</Loaded>;
}

function Lacking({ children }: { children: string }) {
  return (
    <div role="alert">
      <Banner tone="danger">{children}</Banner>
    </div>
  );
}

/** Somebody is asked something, and hears `answer`. */
interface Asked {
  question: string;
  answer: (mayLeave: boolean) => void;
}

function Pages({ place, spaceId, connected }: ViewProps & { spaceId: number }) {
  const start = startOf(place, spaceId);
  const [router] = useState(() => createViewRouter(start));
  const [asked, setAsked] = useState<Asked>();
  const { view: name, install, identifier } = place;
  const view = useMemo<EmbeddedView>(
    () => ({
      name,
      start,
      of: { install, identifier },
      wayTo(path) {
        const way = wayFrom(name, path);
        if (way === undefined || way === 'here') return way;
        return () => connected.open(way.view, way.install);
      },
      mayLeave: (question) => new Promise((answer) => setAsked({ question, answer })),
    }),
    [name, start, install, identifier, connected],
  );
  const answer = (mayLeave: boolean) => {
    asked?.answer(mayLeave);
    setAsked(undefined);
  };
  return (
    <ViewContext value={view}>
      <MayLeave asked={asked} onAnswer={answer} />
      <RouterProvider router={router} />
    </ViewContext>
  );
}

interface MayLeaveProps {
  asked: Asked | undefined;
  onAnswer: (mayLeave: boolean) => void;
}

function MayLeave({ asked, onAnswer }: MayLeaveProps) {
  const { embed } = useTexts();
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Panel
      isOpen={asked !== undefined}
      onClose={() => onAnswer(false)}
      title={embed.leaveTitle}
      initialFocus={stay}
      actions={
        <>
          <Button ref={stay} onClick={() => onAnswer(false)}>
            {embed.stay}
          </Button>
          <Button kind="danger" onClick={() => onAnswer(true)}>
            {embed.leave}
          </Button>
        </>
      }
    >
      <p>{asked?.question}</p>
    </Panel>
  );
}
