import { BackLink } from '../../../parts/back-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { PluginAction, PluginState } from './action.tsx';
import { type CatalogPlugin, EntryOf } from './entry-of.tsx';
import { Facts } from './facts.tsx';
import styles from './plugin.module.css';
import { PluginParts } from './plugin-parts.tsx';
import { ReviewedMark } from './reviewed-mark.tsx';

/** Whatever there is to know of a plugin before it is installed, and the way to that. */
export function PluginPage() {
  return <EntryOf>{(plugin) => <Plugin plugin={plugin} />}</EntryOf>;
}

function Plugin({ plugin }: { plugin: CatalogPlugin }) {
  const { catalog } = useTexts();
  const spaceId = useSpaceId();
  const { slug, name, icon, intro, author, origin } = plugin;
  return (
    <>
      <BackLink to={paths.catalog(spaceId)}>{catalog.back}</BackLink>
      <PageTitle
        title={name}
        icon={<PluginIcon size="large" slug={slug} name={name} icon={icon} />}
        actions={<PluginAction plugin={plugin} />}
      >
        {intro !== null && <p>{intro}</p>}
        <p className={styles.byline}>
          {author !== null && <span>{catalog.byAuthor(author)}</span>}
          {origin === 'partner' && <ReviewedMark />}
        </p>
      </PageTitle>
      <PluginState plugin={plugin} />
      <div className={styles.columns}>
        <PluginParts plugin={plugin} />
        <Facts plugin={plugin} />
      </div>
    </>
  );
}
