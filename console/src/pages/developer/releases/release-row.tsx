import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { readPages } from '../../../api/query.ts';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { Button } from '../../../ui/button.tsx';
import rows from '../../../ui/rows.module.css';
import { Status } from '../../../ui/status.tsx';
import { Time } from '../../../ui/time.tsx';
import type { Plugin } from '../plugin-state.tsx';
import { useDeveloperTexts } from '../texts.ts';
import { COMPARE_ID } from './compare.tsx';
import styles from './releases.module.css';
import { RELEASE_TONES, type Release } from './types.ts';

interface ReleaseRowProps {
  plugin: Plugin;
  release: Release;
  /** It comes to installs right now. */
  isRolledOut: boolean;
  /** What else can be done about it. */
  children?: ReactNode;
}

/** A release in a line: how far it is, since when, by whom, and what the reviewer said. */
export function ReleaseRow({ plugin, release, isRolledOut, children }: ReleaseRowProps) {
  const { releases: texts } = useDeveloperTexts();
  const [, setSearch] = useAddressSearch();
  const { number, state, current, message, roll_out } = release;
  const waits =
    state === 'published' && plugin.current_release !== null && number > plugin.current_release;
  const compare = () => {
    setSearch({ to: String(number), from: undefined });
    document.getElementById(COMPARE_ID)?.scrollIntoView();
  };
  return (
    <li>
      <div className={rows.main}>
        <p className={styles.head}>
          <span className={rows.title}>{texts.release(number)}</span>
          <Status tone={RELEASE_TONES[state]}>{texts.state[state]}</Status>
          {current && <span className={rows.muted}>{texts.current}</span>}
          {waits && !isRolledOut && <span className={rows.muted}>{texts.waits}</span>}
        </p>
        <When plugin={plugin} release={release} />
        {state !== 'published' && <p className={rows.muted}>{texts.says[state]}</p>}
        {state === 'in_review' && roll_out === 'later' && (
          <p className={rows.muted}>{texts.later}</p>
        )}
        {message !== null && <p className={styles.message}>{texts.reviewerSaid(message)}</p>}
      </div>
      <div className={rows.actions}>
        <Button size="small" aria-label={texts.seeOf(number)} onClick={compare}>
          {texts.see}
        </Button>
        {children}
      </div>
    </li>
  );
}

function When({ plugin, release }: Pick<ReleaseRowProps, 'plugin' | 'release'>) {
  const { releases: texts } = useDeveloperTexts();
  const nameOf = useCollaboratorNames(plugin.id);
  const { state, created_at, submitted_at, submitted_by, reviewed_at, published_at } = release;
  const [word, at] = {
    draft: [texts.created, created_at] as const,
    in_review: [texts.submitted, submitted_at] as const,
    rejected: [texts.reviewed, reviewed_at] as const,
    published: [texts.published, published_at] as const,
  }[state];
  const name = state === 'in_review' ? nameOf(submitted_by) : undefined;
  return (
    <p className={rows.muted}>
      {word} <Time at={at ?? created_at} /> {name !== undefined && texts.by(name)}
    </p>
  );
}

function useCollaboratorNames(pluginId: number): (userId: number | null) => string | undefined {
  const params = { path: { id: String(pluginId) }, query: { limit: 200 } };
  const { data } = useInfiniteQuery(readPages('/platform/v1/plugins/{id}/collaborators', params));
  return (userId) => data?.find(({ user_id }) => user_id === userId)?.friendly_name;
}
