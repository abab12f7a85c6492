import { useDeferredValue, useState } from 'react';
import type { Schemas } from '../../api/client.ts';
import { ConsentParts } from '../../pages/space/catalog/consent-parts.tsx';
import { useCatalogEntry } from '../../releases/catalog-entry.ts';
import { PluginHead, PluginPreview } from '../../releases/plugin-preview.tsx';
import { Button } from '../../ui/button.tsx';
import styles from '../builder.module.css';
import { useBuilder } from '../context.ts';
import { useBuilderTexts } from '../texts.ts';
import { WizardPreview } from './wizard.tsx';

const VIEWS = ['plugin', 'consent', 'wizard'] as const;

/** What an admin will see of the plugin. */
export function Preview({ plugin }: { plugin: Schemas['PluginWithRole'] }) {
  const { preview: texts } = useBuilderTexts();
  const [view, setView] = useState<(typeof VIEWS)[number]>('plugin');
  const { draft } = useBuilder();
  // What is typed comes first.
  const entry = useCatalogEntry(useDeferredValue(draft.manifest), plugin);
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
        {view === 'plugin' ? <PluginPreview entry={entry} /> : <PluginHead entry={entry} />}
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
