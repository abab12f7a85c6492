import { type Static, Type } from 'typebox';
import { InstallStatus } from '../install-status.ts';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable, RawObject, RawValue, Text, Timestamp } from '../lib/http/schema.ts';
import type { RawJson } from '../lib/json.ts';
import { STORY } from '../story.ts';

/** What somebody should look after, the most urgent first. */
export const Attention = Type.Enum(
  ['plugin_suspended', 'endpoint_disabled', 'failing', 'setup', 'permissions'],
  {
    description: [
      '- `plugin_suspended`: the host has stopped the plugin everywhere',
      '- `endpoint_disabled`: the plugin is not called any more for something that the install hears',
      '- `failing`: the plugin is called for it, and does not answer as it should',
      '- `setup`: a step of the set-up is open that is required',
      '- `permissions`: a newer release asks for something that no admin has agreed to or declined',
    ].join('\n'),
  },
);
export type Attention = Static<typeof Attention>;

/** An install without its config. */
export const Install = Type.Object(
  {
    id: Id,
    space_id: Id,
    plugin_id: Id,
    plugin_slug: Type.String(),
    plugin_name: Type.String(),
    plugin_icon: nullable(Type.String()),
    plugin_deleted: Type.Boolean({
      description: 'Its plugin is being deleted: it is uninstalled, and cannot be restored',
    }),
    release: nullable(
      Type.Integer({
        description: 'The number of that which it runs; null for none',
      }),
    ),
    generation: Type.Integer({ minimum: 1, description: 'Raised by each reinstall' }),
    status: InstallStatus,
    setup_open: Type.Boolean({
      description:
        'Whether a step of the set-up is open that is required. One that a release brought leaves an active install active',
    }),
    development: Type.Boolean({
      description:
        'Its developer tries the plugin out there: it runs the draft, or else what is in review or published, and hears sample events alone',
    }),
    scopes: Type.Array(Type.String()),
    permissions_pending: Type.Boolean({
      description:
        'A newer release asks for more scopes, or hears more events, and goes without until an admin has granted them',
    }),
    attention: Type.Array(Attention, {
      description: 'What somebody should look after, the most urgent first',
    }),
    config_revision: Type.Integer({ minimum: 0 }),
    installed_by: nullable(Id),
    created_at: Timestamp,
    updated_at: Timestamp,
    uninstalled_at: nullable(Timestamp),
    erase_after: nullable(Timestamp),
    erased_at: nullable(Timestamp),
  },
  {
    title: 'Install',
    description: 'A plugin in a space',
    examples: [
      {
        id: STORY.installId,
        space_id: STORY.space.id,
        plugin_id: STORY.plugin.id,
        plugin_slug: STORY.plugin.slug,
        plugin_name: STORY.plugin.name,
        plugin_icon: STORY.icon,
        plugin_deleted: false,
        release: 1,
        generation: 1,
        status: 'active',
        setup_open: false,
        development: false,
        scopes: [STORY.scope],
        permissions_pending: false,
        attention: [],
        config_revision: 1,
        installed_by: STORY.user.id,
        created_at: STORY.setUpAt,
        updated_at: STORY.setUpAt,
        uninstalled_at: null,
        erase_after: null,
        erased_at: null,
      },
    ],
  },
);
export type Install = Static<typeof Install>;

const Scopes = Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
  maxItems: 100,
  uniqueItems: true,
  description:
    'What the plugin may do for the user; by default all `scopes` of its manifest, and none of its `optional_scopes`',
});

/** An install to be made. */
export const NewInstall = Type.Object(
  {
    plugin_id: Type.Unsafe<number | string>({
      type: ['integer', 'string'],
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      minLength: 1,
      maxLength: 100,
      description: 'Id or slug',
    }),
    config: Type.Optional(RawObject('The config to begin with')),
    scopes: Type.Optional(Scopes),
    user_id: Type.Optional({
      ...Id,
      description: 'Who installs: the user that the plugin acts for',
    }),
  },
  {
    title: 'NewInstall',
    additionalProperties: false,
    examples: [{ plugin_id: STORY.plugin.slug, config: STORY.config, user_id: STORY.user.id }],
  },
);
export type NewInstall = Static<typeof NewInstall>;

/** The path of one install; an id that is none is answered like one that there is not (see `missingThing`). */
export const InstallParams = Type.Object({ id: Id });

const Statuses = Type.String({
  description:
    'Which, separated by commas: setup, active, suspended, uninstalled. All of them where it is left out',
  examples: ['setup,active,suspended'],
});

/** Which installs of a space to list. */
export const SpaceInstallQuery = Type.Object(
  { ...PageQuery.properties, status: Type.Optional(Statuses) },
  { additionalProperties: false },
);

/** Which installs to list: all, or those of a plugin. */
export const InstallQuery = Type.Object(
  { ...SpaceInstallQuery.properties, plugin_id: Type.Optional(Id) },
  { additionalProperties: false },
);

/** How to uninstall; once is enough. */
export const UninstallQuery = Type.Object(
  {
    erase: Type.Optional(
      Type.Enum(['now'], { description: 'Erase everything at once, without a grace period' }),
    ),
    generation: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 2 ** 31 - 1,
        description:
          'Refuse when it was reinstalled since: an uninstall that comes late hits nothing',
      }),
    ),
  },
  { additionalProperties: false },
);
export type UninstallQuery = Static<typeof UninstallQuery>;

const Secrets = Type.Array(Type.String(), {
  description:
    'The keys of the passwords that are set. They are sealed, and given to the plugin alone: `config` is without them',
});

/** The config of an install, as it was written, without passwords. */
export const InstallConfig = Type.Object(
  {
    config: RawObject('The config without passwords'),
    secrets: Secrets,
    revision: Type.Integer({ minimum: 0, description: 'Also the ETag' }),
  },
  {
    title: 'InstallConfig',
    examples: [{ config: STORY.config, secrets: ['api_key'], revision: 1 }],
  },
);

const Reason = Text({ minLength: 1, maxLength: 500, description: 'Why, for the history' });

/** A change of a config by its top-level members; all others stay byte for byte. */
export const ConfigPatch = Type.Object(
  {
    config: RawObject('Members to set, whole; null removes one'),
    reason: Type.Optional(Reason),
  },
  {
    title: 'ConfigPatch',
    additionalProperties: false,
    examples: [{ config: STORY.config, reason: 'A warmer welcome' }],
  },
);

/** Why an old revision is made the present one. */
export const RestoreRevision = Type.Object(
  { reason: Type.Optional(Reason) },
  {
    title: 'RestoreRevision',
    additionalProperties: false,
    examples: [{ reason: 'The new greeting was too long' }],
  },
);

const Keys = Type.Array(Type.String());

const Cause = Type.Enum(
  [
    'installed',
    'reinstalled',
    'changed',
    'step_submitted',
    'replied',
    'restored',
    'migrated',
    'rolled_back',
  ],
  {
    description: [
      'By what it came about:',
      '',
      '- `installed`, `reinstalled`: what the install began with',
      '- `changed`: somebody changed it',
      '- `step_submitted`: a step of the set-up, named by `step_title`, was submitted',
      '- `replied`: the plugin asked for it in its reply to the job `job_id`',
      '- `restored`: the revision `restored_from` was made the present one',
      '- `migrated`: the plugin made it for a release that the install came to',
      '- `rolled_back`: the install came back to the release before, and `restored_from` is its config of then',
    ].join('\n'),
  },
);

/** A config as of one change, and who made it. */
export const Revision = Type.Object(
  {
    number: Type.Integer({ minimum: 1 }),
    config: RawObject('The config since this revision, without passwords'),
    secrets: Secrets,
    diff: Type.Object(
      { added: Keys, changed: Keys, removed: Keys },
      {
        title: 'RevisionDiff',
        description: 'Top-level keys, compared with the revision before',
      },
    ),
    author: Type.Object(
      {
        kind: Type.Enum(['plugin', 'host', 'user', 'system']),
        id: nullable(Id),
      },
      { title: 'RevisionAuthor' },
    ),
    cause: Cause,
    reason: nullable(Type.String({ description: 'What the author wrote' })),
    step_title: nullable(Type.String({ description: 'As it was then; null for other causes' })),
    job_id: nullable(
      Type.String({
        format: 'uuid',
        description: 'Jobs are kept for a while, revisions for longer; null for other causes',
      }),
    ),
    restored_from: nullable(Type.Integer({ minimum: 1, description: 'Null for other causes' })),
    created_at: Timestamp,
  },
  {
    title: 'Revision',
    description: 'A config as it once was set',
    examples: [
      {
        number: 1,
        config: STORY.config,
        secrets: ['api_key'],
        diff: { added: ['greeting', 'api_key'], changed: [], removed: [] },
        author: { kind: 'user', id: STORY.user.id },
        cause: 'changed',
        reason: 'A warmer welcome',
        step_title: null,
        job_id: null,
        restored_from: null,
        created_at: STORY.setUpAt,
      },
    ],
  },
);

/** The path of one revision of an install, as {@link InstallParams}. */
export const RevisionParams = Type.Object({
  id: Id,
  number: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
});

/** Which revisions to list. A revision can have the size of a whole config, so a page has fewer of them than other lists. */
export const RevisionQuery = Type.Object(
  {
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
    cursor: PageQuery.properties.cursor,
  },
  { additionalProperties: false },
);

/** The precondition of a change (RFC 9110 §13.1.1). */
export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({ description: 'The ETag that was read: refuse when the config changed since' }),
  ),
});

/** What an example of a notification says. */
export const NOTIFICATION_EXAMPLE = {
  recipient: null,
  message: 'The badge printer is out of paper',
  actions: [{ label: 'See the printer', callback_url: 'https://greeter.example.com/printer' }],
};

const StoredItem = Type.Object(
  { key: Type.String(), value: RawValue('Any JSON') },
  { title: 'StoredItem', examples: [{ key: 'greeted', value: 1 }] },
);

/** An install with its config and history without passwords, and its storage, to be taken elsewhere. */
export const InstallExport = Type.Object(
  {
    install: Install,
    config: { ...RawObject('The config without passwords'), examples: [STORY.config] },
    secrets: { ...Secrets, examples: [['api_key']] },
    revisions: Type.Array(Revision),
    storage: Type.Array(StoredItem),
  },
  { title: 'InstallExport' },
);

/** Whom a notification is for, kept byte for byte: a text, or an object as Envoy's clients write it. */
export const NotificationRecipient = Type.Unsafe<RawJson | null>({
  type: ['string', 'object', 'null'],
  description: 'Whom it is for, a text or an object, as the plugin gave it; null for all admins',
});

/** What everybody is told of a notification. */
export const NOTIFICATION_MEMBERS = {
  id: Type.String({ format: 'uuid' }),
  install_id: Id,
  recipient: NotificationRecipient,
  message: nullable(Type.String()),
  details: RawValue('An array, as the plugin gave it, or null'),
  attachments: RawValue('As the plugin gave it, or null'),
  channel_overrides: RawValue('As the plugin gave it, or null'),
  created_at: Timestamp,
};

/** The same in an example. */
export const NOTIFICATION_MEMBERS_EXAMPLE = {
  id: '019cade2-9c04-7e2a-a1b0-6c8d4e2f0a03',
  install_id: STORY.installId,
  ...NOTIFICATION_EXAMPLE,
  details: null,
  attachments: null,
  channel_overrides: null,
  created_at: STORY.settledAt,
};

/** A message to the admins of a space, as the plugin that sent it is answered. */
export const PostedNotification = Type.Object(
  {
    ...NOTIFICATION_MEMBERS,
    actions: nullable(
      Type.Array(
        Type.Object(
          { label: Type.String(), callback_url: Type.String() },
          { title: 'PostedAction' },
        ),
      ),
    ),
  },
  {
    title: 'PostedNotification',
    description: 'What a plugin told the admins of a space',
    examples: [NOTIFICATION_MEMBERS_EXAMPLE],
  },
);

/** Who changes a config. `id` is the plugin's, host key's or user's; null for the system and the configured host key. */
export interface ConfigAuthor {
  kind: 'plugin' | 'host' | 'user' | 'system';
  id: number | null;
}

/** By what a revision comes about, with what there is to tell of that cause. `reason` is what the author wrote. */
export type RevisionCause =
  | { cause: 'installed' | 'reinstalled' }
  | { cause: 'changed'; reason?: string | null }
  | { cause: 'step_submitted'; step_title: string }
  | { cause: 'replied'; job_id: string }
  | { cause: 'restored'; restored_from: number; reason: string | null }
  | { cause: 'migrated' }
  | { cause: 'rolled_back'; restored_from: number };
