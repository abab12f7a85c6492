import type { Schemas } from '../api/client.ts';
import { useVocabulary } from '../parts/vocabulary.ts';

type CatalogPlugin = Schemas['CatalogPlugin'];
type Part = Record<string, unknown>;

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (value: unknown): string[] =>
  list(value)
    .filter((one) => text(one) !== null)
    .map(String);
const parts = (value: unknown): Part[] =>
  list(value).filter((one): one is Part => typeof one === 'object' && one !== null);

/** What the catalog would tell of a manifest, whatever is missing in it or wrong with it. */
export function useCatalogEntry(manifest: Part, plugin: Schemas['PluginWithRole']): CatalogPlugin {
  const vocabulary = useVocabulary();
  const described = (names: Iterable<string>, wordsOf: (name: string) => string) =>
    [...new Set(names)].map((name) => {
      const words = wordsOf(name);
      return { name, description: words === name ? null : words };
    });
  const placements = (manifest.placements ?? {}) as Part;
  return {
    id: plugin.id,
    slug: text(manifest.slug) ?? plugin.slug,
    name: text(manifest.name) ?? plugin.name,
    origin: plugin.origin,
    intro: text(manifest.intro),
    author: text(manifest.author),
    icon: text(manifest.icon),
    screenshot: text(manifest.screenshot),
    categories: texts(manifest.categories),
    placements: { sidebar: Boolean(placements.sidebar), toolbar: placements.toolbar === true },
    plan_level: typeof manifest.plan_level === 'number' ? manifest.plan_level : null,
    scopes: described(texts(manifest.scopes), vocabulary.scope),
    optional_scopes: described(texts(manifest.optional_scopes), vocabulary.scope),
    events: described(texts(parts(manifest.events).map(({ name }) => name)), vocabulary.event),
    release: { number: 0, published_at: plugin.updated_at },
    in_space: null,
    description: text(manifest.description),
    website: text(manifest.website),
    preview_video: text(manifest.preview_video),
    setup_steps: parts(manifest.setup_steps).map(catalogStepOf),
  };
}

/** Types of fields that are read and not answered. */
const UNANSWERED: readonly unknown[] = ['link', 'info'];

function catalogStepOf(step: Part): CatalogPlugin['setup_steps'][number] {
  const type = step.type === 'oauth2' || step.type === 'popup' ? step.type : 'form';
  const fields = parts(step.fields)
    .filter((field) => type === 'form' && !UNANSWERED.includes(field.type))
    .map(({ label, required }) => ({ label: text(label) ?? '…', required: required === true }));
  const url = text(step.authorize_url) ?? text(step.content_url) ?? '';
  return {
    type,
    title: text(step.title) ?? '…',
    required: type !== 'form' || fields.some(({ required }) => required),
    fields,
    host: URL.canParse(url) ? new URL(url).host : null,
  };
}
