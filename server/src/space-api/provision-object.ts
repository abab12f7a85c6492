import { type Static, Type } from 'typebox';
import { shownMembers, wholeConfig } from '../installs/sealed-config.ts';
import { passwordKeys } from '../installs/setup-fields.ts';
import type { Vault } from '../lib/crypto.ts';
import { Id, nullable, RawObject } from '../lib/http/schema.ts';
import { RawJson } from '../lib/json.ts';
import { STORY } from '../story.ts';
import type { Access } from './access.ts';
import { PluginObject, shownPlacements } from './plugin-object.ts';
import type { ProvisionRow } from './queries.ts';

const Settings = RawObject(
  "The install's config, byte for byte; whole for its plugin, without the passwords of set-up forms for everybody else",
);
const PublicConfig = nullable(
  Type.String({ maxLength: 65_536, description: 'Whatever the plugin keeps there for its pages' }),
);

/** An install as Storyblok writes it. */
export const AppProvision = Type.Object(
  {
    public_config: PublicConfig,
    session: nullable(Type.String({ description: 'Always null' })),
    slug: Type.String(),
    app_id: Id,
    name: Type.String(),
    plan_level: nullable(Type.Integer()),
    in_sidebar: Type.Boolean(),
    in_toolbar: Type.Boolean(),
    sidebar_icon: nullable(Type.String()),
    enable_space_settings: Type.Boolean(),
    space_level_settings: Settings,
  },
  {
    title: 'AppProvision',
    description: 'A plugin in a space, as Storyblok writes it',
    examples: [
      {
        public_config: null,
        session: null,
        slug: STORY.plugin.slug,
        app_id: STORY.plugin.id,
        name: STORY.plugin.name,
        plan_level: null,
        in_sidebar: true,
        in_toolbar: false,
        sidebar_icon: null,
        enable_space_settings: true,
        space_level_settings: STORY.config,
      },
    ],
  },
);

/** The envelope of a list of installs. */
export const AppProvisions = Type.Object(
  { app_provisions: Type.Array(AppProvision) },
  { title: 'AppProvisions' },
);
/** The envelope of one install. */
export const OneAppProvision = Type.Object(
  { app_provision: AppProvision },
  { title: 'OneAppProvision' },
);

/** An install with its plugin, and what the asking user lets it do. */
export const AppProvisionDetails = Type.Object(
  {
    app_provision: AppProvision,
    app: PluginObject,
    granted: Type.Boolean({
      description: 'Whether the asking user lets the plugin act for them',
      examples: [true],
    }),
  },
  { title: 'AppProvisionDetails' },
);

/** What names a plugin in a body. */
export const AppId = Type.Unsafe<number | string>({
  type: ['integer', 'string'],
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  minLength: 1,
  maxLength: 200,
  description: 'Id, slug, or `<owner>@<slug>`',
});

// Storyblok takes what is in an envelope without it, too, and plugins rely on that.
/** Which plugin to install. Storyblok takes what is in an envelope without it, too, and plugins rely on that. */
export const NewAppProvision = Type.Object(
  {
    app_provision: Type.Optional(Type.Object({ app_id: AppId }, { title: 'AppReference' })),
    app_id: Type.Optional(AppId),
  },
  { title: 'NewAppProvision', examples: [{ app_provision: { app_id: STORY.plugin.id } }] },
);
export type NewAppProvision = Static<typeof NewAppProvision>;

const change = {
  space_level_settings: Type.Optional(Settings),
  public_config: Type.Optional(PublicConfig),
};

/** What to change of an install; in its envelope or without it, as for {@link NewAppProvision}. */
export const AppProvisionChange = Type.Object(
  {
    app_provision: Type.Optional(Type.Object(change, { title: 'AppProvisionFields' })),
    ...change,
  },
  {
    title: 'AppProvisionChange',
    examples: [{ app_provision: { space_level_settings: STORY.config } }],
  },
);
export type AppProvisionChange = Static<typeof AppProvisionChange>;

/**
 * An install as it is shown, for `spliceJson`: with its passwords to whom they are shown ({@link isShownPasswords}).
 *
 * @throws CannotOpenSecret to whom they are shown.
 */
export function provisionObject(
  vault: Vault,
  access: Pick<Access, 'onlyPlugin'>,
  row: ProvisionRow,
): Static<typeof AppProvision> {
  const { manifest } = row;
  const key = { vault, installId: row.install_id, passwords: passwordKeys(manifest) };
  const config = isShownPasswords(access, row) ? wholeConfig(key, row) : shownMembers(key, row);
  return {
    public_config: row.public_config,
    session: null,
    slug: row.slug,
    app_id: row.id,
    name: manifest.name,
    plan_level: manifest.plan_level,
    ...shownPlacements(row),
    enable_space_settings: manifest.enable_space_settings,
    space_level_settings: new RawJson(config),
  };
}

/**
 * Whether the caller reads the passwords of an install: its plugin's backend does. That of a public client has no part in its tokens, which
 * members have in their browsers; it reads them by the Plugin API.
 */
export const isShownPasswords = (
  { onlyPlugin }: Pick<Access, 'onlyPlugin'>,
  { id, is_public_client }: Pick<ProvisionRow, 'id' | 'is_public_client'>,
): boolean => onlyPlugin === id && !is_public_client;
