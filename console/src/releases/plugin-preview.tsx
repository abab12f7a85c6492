import type { Schemas } from '../api/client.ts';
import { PluginParts } from '../pages/space/catalog/plugin-parts.tsx';
import { useTexts } from '../texts.tsx';
import { PluginIcon } from '../ui/plugin-icon.tsx';
import styles from './plugin-preview.module.css';

/** The page of the catalog about a plugin, as a manifest would have it. */
export function PluginPreview({ entry }: { entry: Schemas['CatalogPlugin'] }) {
  const { catalog } = useTexts();
  return (
    <div className={styles.preview}>
      <PluginHead entry={entry} />
      {entry.intro !== null && <p>{entry.intro}</p>}
      {entry.author !== null && <p className={styles.author}>{catalog.byAuthor(entry.author)}</p>}
      <PluginParts plugin={entry} />
    </div>
  );
}

/** What it is called, beside its icon. */
export function PluginHead({ entry: { slug, name, icon } }: { entry: Schemas['CatalogPlugin'] }) {
  return (
    <div className={styles.head}>
      <PluginIcon slug={slug} name={name} icon={icon} />
      <p>{name}</p>
    </div>
  );
}
