import { BackLink } from '../../../parts/back-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useSpace, useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { ConsentForm } from './consent-form.tsx';
import { type CatalogPlugin, EntryOf } from './entry-of.tsx';
import styles from './plugin.module.css';

/** What a plugin gets with its install, before an admin agrees to it. */
export function ConsentPage() {
  return <EntryOf>{(plugin) => <Consent plugin={plugin} />}</EntryOf>;
}

function Consent({ plugin }: { plugin: CatalogPlugin }) {
  const { catalog } = useTexts();
  const spaceId = useSpaceId();
  const space = useSpace();
  const { slug, name, icon } = plugin;
  return (
    <div className={styles.consent}>
      <BackLink to={paths.catalogPlugin(spaceId, slug)}>{name}</BackLink>
      <PageTitle
        title={catalog.consentTitle(name)}
        icon={<PluginIcon slug={slug} name={name} icon={icon} />}
      >
        {space && catalog.consentIntro(space.name)}
      </PageTitle>
      {space && <ConsentForm plugin={plugin} space={space} />}
    </div>
  );
}
