import { type Static, Type } from 'typebox';
import { webhookSecretOf } from '../auth/client-secrets.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import type { Manifest } from '../manifest/schema.ts';
import { type Plugin, WebhookSecret } from '../registry/schema.ts';
import { STORY } from '../story.ts';

const text = (description: string) => nullable(Type.String({ description }));

/** The fields of the plugin object, in the order in which Storyblok writes them. */
const fields = {
  id: Id,
  name: Type.String(),
  slug: Type.String(),
  icon: text('An image'),
  plan_level: nullable(Type.Integer({ description: 'The least plan a space needs' })),
  preview_video: text('A video'),
  app_url: text('The page of the plugin outside the host'),
  description: nullable(Type.String()),
  intro: text('One sentence for the catalog'),
  screenshot: text('An image'),
  status: Type.Enum(['created', 'in_review', 'approved', 'rejected', 'approved_unlisted']),
  website: nullable(Type.String()),
  author: nullable(Type.String()),
  updated_at: Timestamp,
  field_type_ids: Type.Array(Type.Integer()),
  embedded_app_url: text('The page that is embedded in the host'),
  dev_embedded_app_url: text('The same while developing'),
  dev_oauth_redirect_uri: text('Where the browser returns after consent, while developing'),
  in_sidebar: Type.Boolean(),
  in_toolbar: Type.Boolean(),
  sidebar_icon: text('An image'),
  enable_space_settings: Type.Boolean({
    description: 'Whether space level settings can be written',
  }),
};

const use_app_bridge = Type.Boolean({
  description: 'Whether the embedded page authenticates by App Bridge',
});

const EXAMPLE = {
  id: STORY.plugin.id,
  name: STORY.plugin.name,
  slug: STORY.plugin.slug,
  icon: STORY.icon,
  plan_level: null,
  preview_video: null,
  app_url: null,
  description: null,
  intro: 'Greets visitors',
  screenshot: null,
  status: 'approved',
  website: null,
  author: 'Acme',
  updated_at: STORY.setUpAt,
  field_type_ids: [],
  embedded_app_url: 'https://greeter.example.com/page',
  dev_embedded_app_url: null,
  dev_oauth_redirect_uri: null,
  in_sidebar: true,
  in_toolbar: false,
  sidebar_icon: null,
  enable_space_settings: true,
};

/** Storyblok's plugin object, as everybody but its owner sees it. */
export const PluginObject = Type.Object(
  {
    ...fields,
    use_app_bridge: Type.Optional({ ...use_app_bridge, description: 'To itself only' }),
  },
  { title: 'PluginObject', description: 'A plugin, called `app`', examples: [EXAMPLE] },
);
export type PluginObject = Static<typeof PluginObject>;

/** Storyblok's plugin object with what only its owner may know. */
export const OwnPluginObject = Type.Object(
  {
    ...fields,
    use_app_bridge,
    oauth_redirect_uri: text('Where the browser returns after consent'),
    suspended_at: nullable({
      ...Timestamp,
      description: 'Since when the host has stopped it; null while it runs',
    }),
    suspended_reason: text('What the host said of it'),
    oauth_identifier: Type.Optional(Type.String({ description: 'The client id; to its owner' })),
    oauth_secret: Type.Optional(Type.String({ description: 'The client secret; to its owner' })),
    webhook_secret: Type.Optional(WebhookSecret),
  },
  {
    title: 'OwnPluginObject',
    description: 'A plugin as its owner sees it',
    examples: [
      {
        ...EXAMPLE,
        use_app_bridge: true,
        oauth_redirect_uri: null,
        suspended_at: null,
        suspended_reason: null,
        oauth_identifier: STORY.plugin.client_id,
        oauth_secret: STORY.clientSecret,
        webhook_secret: webhookSecretOf(STORY.clientSecret),
      },
    ],
  },
);
export type OwnPluginObject = Static<typeof OwnPluginObject>;

/** A plugin as it is stored. */
export interface AppRow {
  id: number;
  slug: string;
  client_id: string;
  status: Plugin['status'];
  owner_name: string | null;
  origin: Plugin['origin'];
  updated_at: Date;
  /** Since when the host has stopped it; null while it runs. */
  suspended_at: Date | null;
  suspended_reason: string | null;
  /** That of the release that the caller sees. */
  manifest: Manifest;
}

/** @param toItself for the plugin's own token. */
export function pluginObject(row: AppRow, toItself = false): PluginObject {
  const object = { ...fieldsOf(row), ...shownPlacements(row) };
  return toItself ? { ...object, use_app_bridge: row.manifest.use_app_bridge } : object;
}

/**
 * What owners read, change and write back: `in_sidebar` and `in_toolbar` are those of the manifest, also while it is suspended.
 *
 * @param secret the client secret, for whoever may have it.
 */
export function ownPluginObject(row: AppRow, secret: string | undefined): OwnPluginObject {
  const { use_app_bridge, oauth_redirect_uri } = row.manifest;
  // The slug of a draft takes effect with the rest of it.
  const { slug } = row.manifest;
  const object = {
    ...fieldsOf(row),
    slug,
    use_app_bridge,
    oauth_redirect_uri,
    suspended_at: row.suspended_at?.toISOString() ?? null,
    suspended_reason: row.suspended_reason,
  };
  if (secret === undefined) return object;
  return {
    ...object,
    oauth_identifier: row.client_id,
    oauth_secret: secret,
    webhook_secret: webhookSecretOf(secret),
  };
}

function fieldsOf(row: AppRow): Omit<PluginObject, 'use_app_bridge'> {
  const { manifest } = row;
  return {
    id: row.id,
    name: manifest.name,
    slug: row.slug,
    icon: manifest.icon,
    plan_level: manifest.plan_level,
    preview_video: manifest.preview_video,
    app_url: manifest.app_url,
    description: manifest.description,
    intro: manifest.intro,
    screenshot: manifest.screenshot,
    status: row.status,
    website: manifest.website,
    author: manifest.author,
    updated_at: row.updated_at.toISOString(),
    field_type_ids: manifest.field_type_ids,
    embedded_app_url: manifest.embedded_app_url,
    dev_embedded_app_url: manifest.dev_embedded_app_url,
    dev_oauth_redirect_uri: manifest.dev_oauth_redirect_uri,
    ...placementFields(manifest),
    enable_space_settings: manifest.enable_space_settings,
  };
}

const placementFields = ({ placements }: Manifest) => ({
  in_sidebar: placements.sidebar !== null,
  in_toolbar: placements.toolbar,
  sidebar_icon: placements.sidebar?.icon ?? null,
});

/** Where a plugin shows, in the words of the plugin object. Hosts make their menus of it: one that is suspended shows nowhere. */
export function shownPlacements({ manifest, suspended_at }: AppRow) {
  const placements = placementFields(manifest);
  return suspended_at === null
    ? placements
    : { ...placements, in_sidebar: false, in_toolbar: false };
}
