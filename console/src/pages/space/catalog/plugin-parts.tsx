import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Asks, Hears, May } from './asked.tsx';
import type { CatalogPlugin } from './entry-of.tsx';
import { Media } from './media.tsx';
import styles from './plugin.module.css';

/** What a plugin looks like, what it is about, and what it hears of, may do and asks for. */
export function PluginParts({ plugin }: { plugin: CatalogPlugin }) {
  const { catalog } = useTexts();
  return (
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
