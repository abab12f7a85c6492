import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { read, readExactly } from '../../../api/query.ts';
import { late } from '../../../parts/late.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { PageLink } from '../../../parts/page-link.tsx';
import { useAddressSearch } from '../../../parts/use-search.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Skeleton } from '../../../ui/states.tsx';
import styles from './install.module.css';
import { Saved, type SavedChange } from './saved.tsx';
import { SettingsForm } from './settings-form.tsx';
import { useInstall } from './use-install.ts';

const load = late(() => import('./raw-config.tsx'));
const RawConfig = lazy(async () => ({ default: (await load()).RawConfig }));

/** What a space tells a plugin: by the form of its set-up, or as JSON. */
export function SettingsTab() {
  const { install } = useInstall();
  const { common, install: texts } = useTexts();
  const [search] = useAddressSearch();
  const [saved, setSaved] = useState<SavedChange>();
  const { id } = install;
  const setup = useQuery(read('/platform/v1/installs/{id}/setup', { path: { id } }));
  const config = useQuery(readExactly('/platform/v1/installs/{id}/config', { path: { id } }));
  return (
    <div className={styles.tab}>
      {saved !== undefined && <Saved change={saved} onUndone={() => setSaved(undefined)} />}
      <Loaded query={setup} rows={5}>
        {(shown) => {
          const hasForm = shown.steps.length > 0;
          if (hasForm && search.as !== 'json') {
            return (
              <>
                <Ways />
                <SettingsForm setup={shown} onSaved={setSaved} />
              </>
            );
          }
          return (
            <>
              {hasForm && <Ways />}
              <Card title={texts.settings.jsonTitle}>
                <Loaded query={config} rows={5}>
                  {({ text }) => (
                    <Suspense fallback={<Skeleton rows={5} label={common.loading} />}>
                      <RawConfig answer={text} onSaved={setSaved} />
                    </Suspense>
                  )}
                </Loaded>
              </Card>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}

/** By the form or as JSON. */
function Ways() {
  const { install } = useInstall();
  const { install: texts } = useTexts();
  const here = paths.installSettings(install.space_id, install.id);
  return (
    <nav className={styles.ways} aria-label={texts.settings.ways}>
      <PageLink to={here} isFilter>
        {texts.settings.form}
      </PageLink>
      <PageLink to={here} search={{ as: 'json' }} isFilter>
        {texts.settings.json}
      </PageLink>
    </nav>
  );
}
