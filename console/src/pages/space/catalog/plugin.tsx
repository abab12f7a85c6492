import { BackLink } from '../../../parts/back-link.tsx';
import { PageTitle } from '../../../parts/page-title.tsx';
import { useSpaceId } from '../../../parts/use-space.ts';
import { paths } from '../../../paths.ts';
import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { PluginAction, PluginState } from './action.tsx';
import { Asks, Hears, May } from './asked.tsx';
import { type CatalogPlugin, EntryOf } from './entry-of.tsx';
import { Facts } from './facts.tsx';
import { Media } from './media.tsx';
import styles from './plugin.module.css';
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
        <div className={styles.main}>
          <Media plugin={plugin} />
          <Card title={catalog.about}>
            <Description text={plugin.description ?? catalog.noAbout} />
          </Card>
          <Card title={catalog.hears}>
            <Hears plugin={plugin} />
          </Card>
          <Card title={catalog.may}>
            <May plugin={plugin} withOptional />
          </Card>
          <Card title={catalog.asks}>
            <Asks plugin={plugin} />
          </Card>
        </div>
        <Facts plugin={plugin} />
      </div>
    </>
  );
}

/** Its author's words as they are: an empty line begins a paragraph, and nothing is markup. */
function Description({ text }: { text: string }) {
  const paragraphs = text.split(/\n\s*\n/).filter((paragraph) => paragraph.trim() !== '');
  return (
    <div className={styles.description}>
      {paragraphs.map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs have nothing but their place
        <p key={index}>{paragraph}</p>
      ))}
    </div>
  );
}
