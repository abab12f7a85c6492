import { type Static, Type } from 'typebox';
import { type RawJson, rawParts } from '../lib/json.ts';
import { STORY } from '../story.ts';
import { FIELDS } from './fields.ts';
import { closed } from './schema-parts.ts';

/**
 * The manifest: what a plugin's developer declares about it. A release is one, immutable.
 *
 * The schema says what can be said by form; what depends on other things (known events and scopes, URLs that may be called) is
 * judged by `checkManifest`.
 */

type Fields = typeof FIELDS;

type Properties = { [Name in keyof Fields]: Fields[Name]['schema'] };

const properties = Object.fromEntries(
  Object.entries(FIELDS).map(([name, { schema }]) => [name, schema]),
) as Properties;

/** What of a body that is a manifest is kept as it was written. */
export const MANIFEST_RAW_PARTS = rawParts(['events/*/filter']);

/** Largest body that a manifest may come in, in bytes. */
export const MAX_MANIFEST_BYTES = 256 * 1024;

/** What an example of a manifest says. */
export const MANIFEST_EXAMPLE = {
  name: STORY.plugin.name,
  slug: STORY.plugin.slug,
  intro: 'Greets visitors',
  author: 'Acme',
  icon: STORY.icon,
  scopes: [STORY.scope],
  events: [{ name: STORY.eventName, url: STORY.worker, filter: null }],
  setup_steps: [
    {
      type: 'form',
      title: 'How to greet',
      fields: [{ key: 'greeting', type: 'text', label: 'Greeting', required: true }],
    },
  ],
};

/** What a developer writes; everything but name and slug may be left out. */
export const ManifestInput = closed(
  'Manifest',
  { $schema: Type.Optional(Type.String({ description: 'For editors; not kept' })), ...properties },
  MANIFEST_EXAMPLE,
);
export type ManifestInput = Static<typeof ManifestInput>;

/** A manifest with nothing left out. */
export interface Manifest
  extends Required<Omit<ManifestInput, '$schema' | 'events' | 'placements'>> {
  placements: { sidebar: { icon: string | null } | null; toolbar: boolean };
  events: Subscription[];
}

/** An event that the plugin wants to hear. `filter` is kept as it was written; `readFilter` reads it. */
export interface Subscription {
  name: string;
  url: string;
  filter: RawJson | null;
}

type Optional = {
  [Name in keyof Fields]: Fields[Name] extends { fallback: unknown } ? Name : never;
}[keyof Fields];

type Fallbacks = { [Name in Optional]: Fields[Name]['fallback'] };

const fallbacks = Object.fromEntries(
  Object.entries(FIELDS).flatMap(([name, field]) =>
    'fallback' in field ? [[name, field.fallback]] : [],
  ),
) as Fallbacks;

/** Fills in what was left out. */
export function completeManifest({ $schema: _, ...given }: ManifestInput): Manifest {
  const sidebar = given.placements?.sidebar ?? null;
  return {
    ...fallbacks,
    ...given,
    placements: {
      sidebar: sidebar === null ? null : { icon: sidebar.icon ?? null },
      toolbar: given.placements?.toolbar ?? false,
    },
    events: (given.events ?? []).map(({ name, url, filter }) => ({
      name,
      url,
      filter: filter?.text === 'null' ? null : (filter ?? null),
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
