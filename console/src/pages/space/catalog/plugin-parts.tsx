import { useTexts } from '../../../texts.tsx';
import { Card } from '../../../ui/card.tsx';
import { Asks, Hears, May } from './asked.tsx';
import { Description } from './description.tsx';
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
