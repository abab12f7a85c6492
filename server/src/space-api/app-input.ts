import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { entryOf } from '../lib/entry-of.ts';
import { Failure, type Violation } from '../lib/failures.ts';
import { Line, nullable } from '../lib/http/schema.ts';
import { MAX_SLUG_CHARACTERS } from '../manifest/fields.ts';
import type { Manifest, ManifestInput } from '../manifest/schema.ts';
import { STORY } from '../story.ts';
import { handleOf } from './app-key.ts';
import { AppManifest, checkedPart, isOfManifest } from './app-manifest.ts';
import type { OwnPluginObject } from './plugin-object.ts';

const text = Type.Optional(nullable(Type.String({ maxLength: 20_000 })));
const flag = Type.Optional(nullable(Type.Boolean()));

const input = {
  slug: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'By default made of the name; of `<owner>@<slug>` what follows the "@"',
    }),
  ),
  icon: text,
  plan_level: Type.Optional(nullable(Type.Integer())),
  preview_video: text,
  app_url: text,
  description: text,
  intro: text,
  screenshot: text,
  website: text,
  author: text,
  field_type_ids: Type.Optional(Type.Array(Type.Integer())),
  embedded_app_url: text,
  dev_embedded_app_url: text,
  oauth_redirect_uri: text,
  dev_oauth_redirect_uri: text,
  in_sidebar: flag,
  in_toolbar: flag,
  sidebar_icon: text,
  enable_space_settings: flag,
  use_app_bridge: flag,
  manifest: Type.Optional(AppManifest),
};

const Name = Line({ minLength: 1, maxLength: 100 });

/**
 * A plugin to be registered. What else a plugin object has is passed over, so that one can be read, changed and written back; who wrote is told
 * of it ({@link tellIgnored}).
 */
export const NewApp = Type.Object(
  { app: Type.Object({ name: Name, ...input }, { title: 'NewAppFields' }) },
  {
    title: 'NewApp',
    examples: [
      { app: { name: STORY.plugin.name, slug: STORY.plugin.slug, intro: 'Greets visitors' } },
    ],
  },
);
/**
 * What to change of a plugin; what is left out stays, and a text of null is removed. As in {@link NewApp}, what else there is is passed
 * over.
 */
export const AppChange = Type.Object(
  {
    app: Type.Object({ name: Type.Optional(Name), ...input }, { title: 'AppFields' }),
  },
  { title: 'AppChange', examples: [{ app: { intro: 'Greets visitors by their name' } }] },
);
const WRITABLE: ReadonlySet<string> = new Set(Object.keys(AppChange.properties.app.properties));

const MOST_TOLD = 50;
const MOST_CHARACTERS = 100;

/** Names what of a body that holds a plugin object was passed over. Names may be anything: they are written as in a URL. */
export function tellIgnored(reply: FastifyReply, { app, ...others }: { app: object }): void {
  const ignored = [
    ...Object.keys(others),
    ...Object.keys(app).filter((name) => !WRITABLE.has(name)),
  ];
  if (ignored.length === 0) return;
  const names = ignored
    .slice(0, MOST_TOLD)
    .map((name) => encodeURIComponent(name.slice(0, MOST_CHARACTERS).toWellFormed()));
  reply.header('plugboard-ignored', names.join(', '));
}

/** A plugin object as it comes in (Storyblok's `app`). */
export type AppInput = Static<typeof AppChange>['app'];

/** How a plugin object says each field of a manifest, read and written: under the same name, in words of its own, or not at all. */
const SAID = {
  name: 'same',
  slug: 'otherwise',
  intro: 'same',
  description: 'same',
  author: 'same',
  website: 'same',
  icon: 'same',
  screenshot: 'same',
  preview_video: 'same',
  plan_level: 'same',
  categories: 'absent',
  placements: 'otherwise',
  app_url: 'same',
  embedded_app_url: 'same',
  dev_embedded_app_url: 'same',
  oauth_redirect_uri: 'same',
  dev_oauth_redirect_uri: 'same',
  use_app_bridge: 'otherwise',
  enable_space_settings: 'otherwise',
  scopes: 'absent',
  optional_scopes: 'absent',
  field_type_ids: 'same',
  events: 'absent',
  setup_steps: 'absent',
  migration_url: 'absent',
} as const satisfies {
  [Name in keyof Manifest]:
    | 'otherwise'
    | 'absent'
    | (Name extends keyof AppInput & keyof OwnPluginObject ? 'same' : never);
};

const SAME = (Object.keys(SAID) as (keyof Manifest)[]).filter((name) => SAID[name] === 'same');

/**
 * The manifest that a plugin object describes; what it leaves out is as its `manifest` says, and then as in `before`.
 *
 * @throws Failure `invalid` for a `manifest` that is not one by its form.
 */
export function toManifest(app: AppInput, known: ManifestInput): ManifestInput {
  const before = { ...known, ...checkedPart(app.manifest) };
  const said: Partial<Record<keyof Manifest, unknown>> = app;
  const given = SAME.filter((name) => said[name] !== undefined).map((name) => [name, said[name]]);
  return {
    ...before,
    ...Object.fromEntries(given),
    slug: app.slug === undefined ? before.slug : withoutOwner(app.slug),
    placements: placementsOf(app, before),
    enable_space_settings: app.enable_space_settings ?? before.enable_space_settings ?? false,
    use_app_bridge: app.use_app_bridge ?? before.use_app_bridge ?? false,
  };
}

const withoutOwner = (slug: string): string => slug.slice(slug.lastIndexOf('@') + 1);

function placementsOf(app: AppInput, { placements }: ManifestInput): ManifestInput['placements'] {
  const sidebar = placements?.sidebar ?? null;
  const inSidebar = app.in_sidebar ?? sidebar !== null;
  const icon = app.sidebar_icon === undefined ? (sidebar?.icon ?? null) : app.sidebar_icon;
  return {
    sidebar: inSidebar ? { icon } : null,
    toolbar: app.in_toolbar ?? placements?.toolbar ?? false,
  };
}

// Room for a number that tells it from others.
const LONGEST_DERIVED = MAX_SLUG_CHARACTERS - 5;

/** A slug made of a plugin's name. */
export function slugOf(name: string): string {
  const handle = handleOf(name).slice(0, LONGEST_DERIVED).replace(/-$/, '');
  // A slug needs a letter, or it could not be told from an id.
  return /[a-z]/.test(handle) ? handle : `plugin${handle === '' ? '' : '-'}${handle}`;
}

/** Tells what is wrong with the manifest of a plugin object in its words. */
export async function inAppTerms<T>(app: AppInput, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const violations = error.violations.map((violation) => toAppField(app, violation));
    throw new Failure(error.code, error.message, { violations, cause: error });
  }
}

const APP_FIELDS: Record<string, string> = {
  '/placements/sidebar/icon': '/sidebar_icon',
  '/placements/sidebar': '/in_sidebar',
  '/placements/toolbar': '/in_toolbar',
};

// What the object says itself it says last.
const PLACEMENTS: (keyof AppInput)[] = ['in_sidebar', 'in_toolbar', 'sidebar_icon'];

function toAppField(app: AppInput, { pointer, message }: Violation): Violation {
  const [, field = ''] = pointer.split('/');
  const own = field === 'placements' ? PLACEMENTS : [field];
  const saidByItself = own.some((name) => entryOf(app, name) !== undefined);
  if (!saidByItself && isOfManifest(app.manifest, field)) {
    return { pointer: `/manifest${pointer}`, message };
  }
  return { pointer: entryOf(APP_FIELDS, pointer) ?? pointer, message };
}
