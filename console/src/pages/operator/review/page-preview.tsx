import type { Schemas } from '../../../api/client.ts';
import { useVocabulary } from '../../../parts/vocabulary.ts';
import { useTexts } from '../../../texts.tsx';
import { PluginIcon } from '../../../ui/plugin-icon.tsx';
import { Asks, Hears, May } from '../../space/catalog/asked.tsx';
import { Description } from '../../space/catalog/description.tsx';
import { Media } from '../../space/catalog/media.tsx';
import styles from './review.module.css';

interface PagePreviewProps {
  plugin: Schemas['PluginWithRole'];
  release: Schemas['Release'];
}

/** The page of the catalog about a plugin, as a release would have it. */
export function PagePreview({ plugin, release }: PagePreviewProps) {
  const { catalog } = useTexts();
  const shown = useEntry(plugin, release);
  const { slug, name, icon, intro, author } = shown;
  return (
    <div className={styles.preview}>
      <div className={styles.head}>
        <PluginIcon size="large" slug={slug} name={name} icon={icon} />
        <div>
          <p className={styles.called}>{name}</p>
          {intro !== null && <p>{intro}</p>}
          {author !== null && <p className={styles.muted}>{catalog.byAuthor(author)}</p>}
        </div>
      </div>
      <Media plugin={shown} />
      <h3>{catalog.about}</h3>
      <Description text={shown.description ?? catalog.noAbout} />
      <h3>{catalog.hears}</h3>
      <Hears plugin={shown} />
      <h3>{catalog.may}</h3>
      <May plugin={shown} withOptional />
      <h3>{catalog.asks}</h3>
      <Asks plugin={shown} />
    </div>
  );
}

/** What the catalog would say. */
function useEntry(
  { id, origin }: Schemas['PluginWithRole'],
  { manifest, number, created_at }: Schemas['Release'],
): Schemas['CatalogPlugin'] {
  const vocabulary = useVocabulary();
  const described = (name: string, words: string) => ({
    name,
    description: words === name ? null : words,
  });
  const scope = (name: string) => described(name, vocabulary.scope(name));
  const { placements, setup_steps = [], ...said } = manifest;
  const events = new Set((said.events ?? []).map(({ name }) => name));
  return {
    id,
    origin,
    slug: said.slug,
    name: said.name,
    intro: said.intro ?? null,
    author: said.author ?? null,
    icon: said.icon ?? null,
    screenshot: said.screenshot ?? null,
    description: said.description ?? null,
    website: said.website ?? null,
    preview_video: said.preview_video ?? null,
    categories: said.categories ?? [],
    plan_level: said.plan_level ?? null,
    placements: {
      sidebar: Boolean(placements?.sidebar),
      toolbar: placements?.toolbar === true,
    },
    scopes: (said.scopes ?? []).map(scope),
    optional_scopes: (said.optional_scopes ?? []).map(scope),
    events: [...events].map((name) => described(name, vocabulary.event(name))),
    setup_steps: setup_steps.map(entryStep),
    release: { number, published_at: created_at },
    in_space: null,
  };
}

type Step = NonNullable<Schemas['Manifest']['setup_steps']>[number];

function entryStep(step: Step): Schemas['CatalogStep'] {
  const { type, title } = step;
  const fields = step.type === 'form' ? step.fields : [];
  return {
    type,
    title,
    required:
      step.type === 'form'
        ? fields.some(isRequired)
        : (step as { required?: boolean }).required === true,
    fields: fields.map((field) => ({ label: field.label, required: isRequired(field) })),
    host: hostOf(step),
  };
}

const isRequired = (field: object): boolean => (field as { required?: boolean }).required === true;

function hostOf(step: Step): string | null {
  const url =
    step.type === 'oauth2' ? step.authorize_url : step.type === 'popup' ? step.content_url : null;
  return url !== null && URL.canParse(url) ? new URL(url).host : null;
}
