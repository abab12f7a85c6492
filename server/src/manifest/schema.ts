import { type Static, Type } from 'typebox';
import { closed, image, optionalFlag, orNull, url } from './schema-parts.ts';
import { SetupStep } from './setup-steps.ts';

/**
 * The manifest: what a plugin's developer declares about it. A release is one, immutable.
 *
 * The schema says what can be said by form; what depends on other things (known events and scopes, URLs that may be called) is
 * judged by `checkManifest`.
 */

// A digit-only slug could not be told from an id in a path.
const SLUG_PATTERN = '^[0-9-]*[a-z][a-z0-9-]*$';
export const MAX_SLUG_CHARACTERS = 100;

export const SLUG = new RegExp(`^(?=.{1,${MAX_SLUG_CHARACTERS}}$)${SLUG_PATTERN.slice(1)}`);

const Subscription = closed('Subscription', {
  name: Type.String({
    maxLength: 100,
    description: 'An event type of the host, or a lifecycle event such as `plugin_installed`',
  }),
  url: url('The worker: where jobs of this event are sent'),
  filter: Type.Optional(
    Type.Unsafe<object | null>({
      type: ['object', 'null'],
      description:
        'Which payloads to hear. An object names fields of the payload, nested ones by nested objects; every named field must match. A field lists what it may be: plain values, or operators `{"prefix"}`, `{"suffix"}`, `{"exists": bool}`, `{"anything_but": []}`, `{"numeric": [">", 5, "<=", 10]}`',
      examples: [{ visitor: { type: ['guest', { prefix: 'vip-' }] }, floor: [{ exists: true }] }],
    }),
  ),
});

const Placements = closed('Placements', {
  sidebar: orNull(closed('SidebarPlacement', { icon: orNull(image('Shown in the sidebar')) })),
  toolbar: Type.Optional(Type.Boolean({ description: 'Whether it has a page in the toolbar' })),
});

/** What a developer writes; everything but name and slug may be left out. */
export const ManifestInput = closed('Manifest', {
  $schema: Type.Optional(Type.String({ description: 'For editors; not kept' })),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  slug: Type.String({
    minLength: 1,
    maxLength: MAX_SLUG_CHARACTERS,
    pattern: SLUG_PATTERN,
    description: 'Unique; lower-case letters, digits and "-", with at least one letter',
  }),
  intro: orNull(Type.String({ maxLength: 500, description: 'One sentence for the catalog' })),
  description: orNull(Type.String({ maxLength: 20_000 })),
  author: orNull(Type.String({ maxLength: 200 })),
  website: orNull(url('For people who want to know more')),
  icon: orNull(image('An image')),
  screenshot: orNull(image('An image')),
  preview_video: orNull(url('A video')),
  plan_level: orNull(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'The least plan a space needs' }),
  ),
  categories: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 50 }), { maxItems: 20, uniqueItems: true }),
  ),
  placements: Type.Optional(Placements),
  app_url: orNull(url('The page of the plugin outside the host')),
  embedded_app_url: orNull(url('The page that is embedded in the host')),
  dev_embedded_app_url: orNull(url('The same while developing')),
  oauth_redirect_uri: orNull(url('Where the browser returns after consent')),
  dev_oauth_redirect_uri: orNull(url('The same while developing')),
  use_app_bridge: optionalFlag('Whether the embedded page authenticates by App Bridge'),
  enable_space_settings: optionalFlag('Whether the config can be written as space level settings'),
  scopes: Type.Optional(
    Type.Array(Type.String({ maxLength: 128 }), {
      maxItems: 100,
      uniqueItems: true,
      description: 'What the plugin asks an install for; each must be known',
    }),
  ),
  field_type_ids: Type.Optional(
    Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), {
      maxItems: 100,
      uniqueItems: true,
    }),
  ),
  events: Type.Optional(
    Type.Array(Subscription, { maxItems: 100, description: 'At most one for each event' }),
  ),
  setup_steps: Type.Optional(Type.Array(SetupStep, { maxItems: 20 })),
  migration_url: orNull(url('Carries the config of an install over to a new release')),
});
export type ManifestInput = Static<typeof ManifestInput>;

/** A manifest with nothing left out. */
export interface Manifest
  extends Required<Omit<ManifestInput, '$schema' | 'events' | 'placements'>> {
  placements: { sidebar: { icon: string | null } | null; toolbar: boolean };
  events: Subscription[];
}

/** An event that the plugin wants to hear. `filter` is for `matchesFilter`. */
export interface Subscription {
  name: string;
  url: string;
  filter: object | null;
}

const DEFAULTS = {
  intro: null,
  description: null,
  author: null,
  website: null,
  icon: null,
  screenshot: null,
  preview_video: null,
  plan_level: null,
  categories: [],
  app_url: null,
  embedded_app_url: null,
  dev_embedded_app_url: null,
  oauth_redirect_uri: null,
  dev_oauth_redirect_uri: null,
  use_app_bridge: false,
  enable_space_settings: false,
  scopes: [],
  field_type_ids: [],
  setup_steps: [],
  migration_url: null,
};

/** Fills in what was left out. */
export function completeManifest({ $schema: _, ...given }: ManifestInput): Manifest {
  const sidebar = given.placements?.sidebar ?? null;
  return {
    ...DEFAULTS,
    ...given,
    placements: {
      sidebar: sidebar === null ? null : { icon: sidebar.icon ?? null },
      toolbar: given.placements?.toolbar ?? false,
    },
    events: (given.events ?? []).map(({ name, url, filter }) => ({
      name,
      url,
      filter: filter ?? null,
    })),
  };
}

/** The schema as editors read it. */
export function publishedSchema(publicUrl: string): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `${publicUrl}/schemas/manifest.json`,
    ...ManifestInput,
    title: 'Plugboard plugin manifest',
  };
}
