import type { Schemas } from '../../api/client.ts';
import type { Part } from '../pointers.ts';

type CatalogPlugin = Schemas['CatalogPlugin'];

const text = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value : null;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const parts = (value: unknown): Part[] =>
  list(value).filter((one): one is Part => typeof one === 'object' && one !== null);

/** What the host says of a name; null where it says nothing. */
export interface HostWords {
  scope: (name: string) => string | null;
  event: (name: string) => string | null;
}

/** What the catalog would tell of a manifest, whatever is still missing in it. */
export function catalogEntryOf(
  manifest: Part,
  plugin: Schemas['PluginWithRole'],
  words: HostWords,
): CatalogPlugin {
  const placements = (manifest.placements ?? {}) as Part;
  const asked = (names: unknown) =>
    list(names).map((name) => ({ name: String(name), description: words.scope(String(name)) }));
  return {
    id: plugin.id,
    slug: text(manifest.slug) ?? plugin.slug,
    name: text(manifest.name) ?? plugin.name,
    origin: plugin.origin,
    intro: text(manifest.intro),
    author: text(manifest.author),
    icon: text(manifest.icon),
    screenshot: text(manifest.screenshot),
    categories: list(manifest.categories).map(String),
    placements: { sidebar: Boolean(placements.sidebar), toolbar: placements.toolbar === true },
    plan_level: typeof manifest.plan_level === 'number' ? manifest.plan_level : null,
    scopes: asked(manifest.scopes),
    optional_scopes: asked(manifest.optional_scopes),
    events: parts(manifest.events).flatMap(({ name }) => {
      const event = text(name);
      return event === null ? [] : [{ name: event, description: words.event(event) }];
    }),
    release: { number: 0, published_at: plugin.updated_at },
    in_space: null,
    description: text(manifest.description),
    website: text(manifest.website),
    preview_video: text(manifest.preview_video),
    setup_steps: parts(manifest.setup_steps).map(catalogStepOf),
  };
}

function catalogStepOf(step: Part): CatalogPlugin['setup_steps'][number] {
  const fields = parts(step.fields).map(({ label, required }) => ({
    label: text(label) ?? '…',
    required: required === true,
  }));
  const url = text(step.authorize_url) ?? text(step.content_url) ?? '';
  return {
    type: step.type === 'oauth2' || step.type === 'popup' ? step.type : 'form',
    title: text(step.title) ?? '…',
    required: step.type !== 'form' || fields.some(({ required }) => required),
    fields,
    host: URL.canParse(url) ? new URL(url).host : null,
  };
}
