import { type TSchema, Type } from 'typebox';
import { Line, Text } from '../lib/http/schema.ts';
import type { RawJson } from '../lib/json.ts';
import { closed, image, optionalFlag, orNull, url } from './schema-parts.ts';
import { SetupStep } from './setup-steps.ts';

/** A field of the manifest. */
interface ManifestField {
  schema: TSchema;
  /** What leaving it out means; a field without one is required. */
  fallback?: unknown;
}

// A digit-only slug could not be told from an id in a path.
const SLUG_PATTERN = '^[0-9-]*[a-z][a-z0-9-]*$';
/** Longest slug. Who derives slugs from something longer has to cut them. */
export const MAX_SLUG_CHARACTERS = 100;

/** What can be a slug. Whatever does not match is no plugin's, so that it need not be looked up. */
export const SLUG = new RegExp(`^(?=.{1,${MAX_SLUG_CHARACTERS}}$)${SLUG_PATTERN.slice(1)}`);

const nothing = <Schema extends TSchema>(schema: Schema) => ({
  schema: orNull(schema),
  fallback: null,
});

const flag = (description: string) => ({
  schema: optionalFlag(description),
  fallback: false,
});

const list = <Schema extends TSchema>(schema: Schema) => ({
  schema: Type.Optional(schema),
  fallback: [],
});

const Subscription = closed('Subscription', {
  name: Type.String({
    maxLength: 100,
    description: 'An event type of the host, or a lifecycle event such as `plugin_installed`',
  }),
  url: url('called', 'The worker: where jobs of this event are sent'),
  filter: Type.Optional(
    Type.Unsafe<RawJson | null>({
      type: ['object', 'null'],
      description:
        'Which payloads to hear. An object names fields of the payload, nested ones by nested objects; every named field must match. A field lists what it may be: plain values, or operators `{"prefix"}`, `{"suffix"}`, `{"exists": bool}`, `{"anything_but": []}`, `{"numeric": [">", 5, "<=", 10]}`. Numbers are compared as they are written, however many digits they have',
      examples: [{ visitor: { type: ['guest', { prefix: 'vip-' }] }, floor: [{ exists: true }] }],
    }),
  ),
});

const Placements = closed('Placements', {
  sidebar: orNull(closed('SidebarPlacement', { icon: orNull(image('Shown in the sidebar')) })),
  toolbar: Type.Optional(Type.Boolean({ description: 'Whether it has a page in the toolbar' })),
});

/**
 * Every field of the manifest, in the order in which it is documented. From here come the schema, what leaving a field out means (also
 * in a manifest that was stored before the field existed), and which URLs may be called.
 */
export const FIELDS = {
  name: { schema: Line({ minLength: 1, maxLength: 100 }) },
  slug: {
    schema: Type.String({
      minLength: 1,
      maxLength: MAX_SLUG_CHARACTERS,
      pattern: SLUG_PATTERN,
      description: 'Unique; lower-case letters, digits and "-", with at least one letter',
    }),
  },
  intro: nothing(Line({ maxLength: 500, description: 'One sentence for the catalog' })),
  description: nothing(Text({ maxLength: 20_000 })),
  author: nothing(Line({ maxLength: 200 })),
  website: nothing(url('shown', 'For people who want to know more')),
  icon: nothing(image('An image')),
  screenshot: nothing(image('An image')),
  preview_video: nothing(url('shown', 'A video')),
  plan_level: nothing(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'The least plan a space needs' }),
  ),
  categories: list(
    Type.Array(Line({ minLength: 1, maxLength: 50 }), { maxItems: 20, uniqueItems: true }),
  ),
  placements: { schema: Type.Optional(Placements), fallback: {} },
  app_url: nothing(url('shown', 'The page of the plugin outside the host')),
  embedded_app_url: nothing(url('shown', 'The page that is embedded in the host')),
  dev_embedded_app_url: nothing(url('shown', 'The same while developing')),
  oauth_redirect_uri: nothing(url('redirect', 'Where the browser returns after consent')),
  dev_oauth_redirect_uri: nothing(url('redirect', 'The same while developing')),
  use_app_bridge: flag('Whether the embedded page authenticates by App Bridge'),
  enable_space_settings: flag('Whether the config can be written as space level settings'),
  scopes: list(
    Type.Array(Type.String({ maxLength: 128 }), {
      maxItems: 100,
      uniqueItems: true,
      description: 'What the plugin asks an install for; each must be known',
    }),
  ),
  optional_scopes: list(
    Type.Array(Type.String({ maxLength: 128 }), {
      maxItems: 100,
      uniqueItems: true,
      description:
        'What it can do without, and an admin may decline; each must be known, and not among `scopes`',
    }),
  ),
  field_type_ids: list(
    Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), {
      maxItems: 100,
      uniqueItems: true,
    }),
  ),
  events: list(
    Type.Array(Subscription, { maxItems: 100, description: 'At most one for each event' }),
  ),
  setup_steps: list(Type.Array(SetupStep, { maxItems: 20 })),
  migration_url: nothing(url('called', 'Carries the config of an install over to a new release')),
} satisfies Record<string, ManifestField>;
