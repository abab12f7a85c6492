import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useReducer, useState } from 'react';
import type { Schemas } from '../api/client.ts';
import { type ReadManifest, readManifest } from '../api/manifest.ts';
import { late } from '../parts/late.ts';
import { Loaded } from '../parts/loaded.tsx';
import { useUnsaved } from '../parts/use-unsaved.ts';
import { useTexts } from '../texts.tsx';
import { Banner } from '../ui/card.tsx';
import { Skeleton } from '../ui/states.tsx';
import { Bar } from './bar.tsx';
import styles from './builder.module.css';
import { Details } from './cards/details.tsx';
import { Events } from './cards/events.tsx';
import { OAuthCard } from './cards/oauth.tsx';
import { PageCard } from './cards/page.tsx';
import { SecretsCard } from './cards/secrets.tsx';
import { SetUp } from './cards/set-up.tsx';
import { Conflict } from './conflict.tsx';
import { BuilderContext } from './context.ts';
import { draftAfter } from './draft.ts';
import { goTo } from './go-to.ts';
import { Notes } from './notes.tsx';
import { Preview } from './preview/preview.tsx';
import { useBuilderTexts } from './texts.ts';
import { Tools } from './tools.tsx';
import { useSave } from './use-save.ts';

const load = late(() => import('./raw.tsx'));
const Raw = lazy(async () => ({ default: (await load()).Raw }));

type Plugin = Schemas['PluginWithRole'];

/** The manifest of a plugin, written with a form or as JSON, and what an admin will see of it. */
export function Builder({ plugin }: { plugin: Plugin }) {
  const query = useQuery({ ...readManifest(plugin.id), placeholderData: undefined });
  return (
    <Loaded query={query} rows={8}>
      {(read) => <Written key={plugin.id} plugin={plugin} read={read} />}
    </Loaded>
  );
}

function Written({ plugin, read }: { plugin: Plugin; read: ReadManifest }) {
  const texts = useBuilderTexts();
  const { common } = useTexts();
  const [base, setBase] = useState(read);
  const [draft, dispatch] = useReducer(draftAfter, {
    manifest: read.manifest,
    wrong: [],
    round: 0,
  });
  const [isRaw, setRaw] = useState(false);
  const [folds] = useState(() => new Map<string, readonly number[]>());
  const isMistyped = draft.wrong.some(({ isTyped }) => isTyped);
  const isChanged = isMistyped || JSON.stringify(draft.manifest) !== JSON.stringify(base.manifest);
  useUnsaved(isChanged);
  const begin = (now: ReadManifest) => {
    setBase(now);
    dispatch({ type: 'replace', manifest: now.manifest });
  };
  // What a colleague saved meanwhile is shown where nothing is lost by it.
  useEffect(() => {
    if (!isChanged && read.release > base.release) {
      setBase(read);
      dispatch({ type: 'replace', manifest: read.manifest });
    }
  }, [isChanged, read, base]);
  // Other pages lead to a part of the form.
  useEffect(() => {
    if (location.hash.startsWith('#/')) goTo(location.hash.slice(1));
  }, []);
  const saving = useSave({ plugin, base, dispatch, onSaved: begin });
  const isReadOnly = plugin.role === 'viewer';
  const showField = (go: () => void) => {
    if (!isMistyped) setRaw(false);
    requestAnimationFrame(go);
  };
  return (
    <BuilderContext value={{ draft, dispatch, isReadOnly, folds }}>
      <div className={styles.builder}>
        <Notes plugin={plugin} release={base.release} />
        <Tools isRaw={isRaw} onRaw={setRaw} />
        {saving.theirs !== undefined && (
          <Conflict
            base={base}
            theirs={saving.theirs}
            onSettle={(manifest) => {
              setBase(saving.theirs ?? base);
              dispatch({ type: 'replace', manifest });
              saving.settle();
            }}
          />
        )}
        <div className={styles.columns}>
          {isRaw ? (
            <Suspense fallback={<Skeleton rows={8} label={common.loading} />}>
              <Raw key={draft.round} />
            </Suspense>
          ) : (
            <section key={draft.round} className={styles.cards} aria-label={texts.form}>
              <Details />
              <PageCard />
              <Events />
              <SetUp />
              <OAuthCard />
              <SecretsCard slug={plugin.slug} />
            </section>
          )}
          <Preview plugin={plugin} />
        </div>
        {isReadOnly && <Banner>{texts.readOnly}</Banner>}
        <Bar
          plugin={plugin}
          release={base.release}
          isChanged={isChanged}
          saving={saving}
          onShowField={showField}
        />
      </div>
    </BuilderContext>
  );
}
