import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { ConsentParts } from '../../pages/space/catalog/consent-parts.tsx';
import { PluginParts } from '../../pages/space/catalog/plugin-parts.tsx';
import { useTexts } from '../../texts.tsx';
import { Button } from '../../ui/button.tsx';
import { PluginIcon } from '../../ui/plugin-icon.tsx';
import styles from '../builder.module.css';
import { useBuilder } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';
import { catalogEntryOf } from './catalog-entry.ts';
import { WizardPreview } from './wizard.tsx';

const VIEWS = ['plugin', 'consent', 'wizard'] as const;

// More than any host has.
const MOST = { query: { limit: 200 } };

/** What an admin will see of the plugin. */
export function Preview({ plugin }: { plugin: Schemas['PluginWithRole'] }) {
  const { preview: texts } = useBuilderTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('plugin');
  const entry = useEntry(plugin);
  return (
    <section className={styles.preview} aria-label={texts.label}>
      <div className={styles.ways}>
        {VIEWS.map((name) => (
          <Button
            key={name}
            size="small"
            aria-pressed={view === name}
            onClick={() => setView(name)}
          >
            {texts.views[name]}
          </Button>
        ))}
      </div>
      <div className={styles.shown}>
        <div className={styles.head}>
          <PluginIcon slug={entry.slug} name={entry.name} icon={entry.icon} />
          <p>{entry.name}</p>
        </div>
        {view === 'plugin' && (
          <>
            {entry.intro !== null && <p>{entry.intro}</p>}
            <PluginParts plugin={entry} />
          </>
        )}
        {view === 'consent' && <Consent entry={entry} />}
        {view === 'wizard' && <WizardPreview plugin={entry.name} />}
      </div>
    </section>
  );
}

function Consent({ entry }: { entry: Schemas['CatalogPlugin'] }) {
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set());
  return <ConsentParts plugin={entry} allowed={allowed} onAllow={setAllowed} />;
}

function useEntry(plugin: Schemas['PluginWithRole']): Schemas['CatalogPlugin'] {
  const { draft } = useBuilder();
  // What is typed comes first.
  const manifest = useDeferredValue(draft.manifest);
  const lifecycle: Record<string, string> = useTexts().status.lifecycle;
  const scopes = useQuery(read('/platform/v1/scopes', MOST)).data?.data ?? [];
  const events = useQuery(read('/platform/v1/event_types', MOST)).data?.data ?? [];
  const among = (said: readonly { name: string; description: string }[], name: string) =>
    said.find((one) => one.name === name)?.description ?? null;
  return catalogEntryOf(manifest, plugin, {
    scope: (name) => among(scopes, name),
    event: (name) => lifecycle[name] ?? among(events, name),
  });
}
