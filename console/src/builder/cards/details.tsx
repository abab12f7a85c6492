import { Card } from '../../ui/card.tsx';
import styles from '../builder.module.css';
import { Line, Lines, Words } from '../controls/controls.tsx';
import { ImageLine } from '../controls/image-line.tsx';
import { useBuilderTexts } from '../texts.ts';

/** What the catalog says of the plugin. */
export function Details() {
  const { cards, names, hints } = useBuilderTexts();
  return (
    <Card title={cards.details}>
      <div className={styles.fields}>
        <Line at="/name" label={names.name} empty="" />
        <Line at="/slug" label={names.slug} hint={hints.slug} empty="" />
        <Line at="/intro" label={names.intro} hint={hints.intro} isOptional empty={null} />
        <Lines at="/description" label={names.description} hint={hints.description} empty={null} />
        <Line at="/author" label={names.author} isOptional empty={null} />
        <Line at="/website" type="url" label={names.website} isOptional empty={null} />
        <ImageLine at="/icon" label={names.icon} hint={hints.icon} />
        <ImageLine at="/screenshot" label={names.screenshot} />
        <Line at="/preview_video" type="url" label={names.preview_video} isOptional empty={null} />
        <Words at="/categories" label={names.categories} hint={hints.oneALine} />
        <Line
          at="/plan_level"
          type="number"
          label={names.plan_level}
          hint={hints.plan_level}
          isOptional
          empty={null}
        />
      </div>
    </Card>
  );
}
