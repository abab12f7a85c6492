import { type Static, Type } from 'typebox';
import { webhookSecretOf } from '../auth/client-secrets.ts';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable, Text, Timestamp } from '../lib/http/schema.ts';
import { COLLABORATOR_ROLES, type CollaboratorRole } from '../reach.ts';
import { STORY } from '../story.ts';
import { ClientType, Compatibility } from './client-settings.ts';

const Count = Type.Integer({ minimum: 1 });

// Not integers: what cannot be one is answered like what is not there.
/** What names a plugin in a path. */
export const PluginId = Type.String({ description: 'Its id or its slug' });
/** The path of one plugin, by its id or its slug. */
export const PluginParams = Type.Object({ id: PluginId });
/** The path of one release of a plugin; text that is no number is answered like a number that there is not. */
export const ReleaseParams = Type.Object({ id: PluginId, number: Type.String() });
/** The path of one generation of a client secret, as {@link ReleaseParams}. */
export const SecretParams = Type.Object({ id: PluginId, generation: Type.String() });
/** The path of a plugin's worker, by the event that it hears. */
export const EndpointParams = Type.Object({ id: PluginId, event_name: Type.String() });
/** Which of those that a plugin has for one event. */
export const EndpointQuery = Type.Object(
  {
    url: Type.Optional(
      Type.String({ maxLength: 2048, description: 'May be left out where there is only one' }),
    ),
  },
  { additionalProperties: false },
);

const EXAMPLE = {
  ...STORY.plugin,
  origin: 'host',
  status: 'approved',
  client_type: 'confidential',
  compatibility: null,
  current_release: 1,
  suspended_at: null,
  suspended_reason: null,
  deleted_at: null,
  intro: 'Greets visitors',
  author: 'Acme',
  icon: STORY.icon,
  created_at: STORY.setUpAt,
  updated_at: STORY.setUpAt,
};

const Origin = Type.Enum(['host', 'org', 'partner'], {
  description:
    'Whose it is, for ever: of the host (`org`: shown to every space), or of somebody who develops for it',
});
const Status = Type.Enum(['created', 'in_review', 'approved', 'rejected', 'approved_unlisted']);

/** A plugin after each change of it. */
export const Plugin = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    origin: Origin,
    status: Status,
    client_id: Type.String(),
    client_type: ClientType,
    compatibility: Compatibility,
    current_release: nullable(
      Type.Integer({ minimum: 1, description: 'The published one; null while there is none' }),
    ),
    suspended_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'Since when it does nothing and is shown nowhere; null while it runs',
      }),
    ),
    suspended_reason: nullable(Type.String()),
    deleted_at: nullable(
      Type.String({
        format: 'date-time',
        description:
          'Since when it is being deleted: it is uninstalled everywhere, and gone once nothing is kept of its installs',
      }),
    ),
    intro: nullable(Type.String()),
    author: nullable(Type.String()),
    icon: nullable(Type.String()),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  {
    title: 'Plugin',
    description:
      'A registered plugin; name to icon are those of its published release, or of its newest while none is',
    examples: [EXAMPLE],
  },
);
export type Plugin = Static<typeof Plugin>;

/** What a collaborator may do about a plugin. */
export const PluginRole = Type.Enum([...COLLABORATOR_ROLES], {
  description:
    'An `owner` also manages collaborators and removes the plugin, a `developer` changes it, a `viewer` looks and is shown no secrets',
});

/** A plugin for who asks for it. */
export const PluginWithRole = Type.Object(
  {
    ...Plugin.properties,
    role: Type.Unsafe<CollaboratorRole | null>({
      type: ['string', 'null'],
      enum: [...COLLABORATOR_ROLES, null],
      description: 'What you are to it; null for who is no collaborator of it, such as the host',
    }),
  },
  { title: 'PluginWithRole', examples: [{ ...EXAMPLE, role: null }] },
);
export type PluginWithRole = Static<typeof PluginWithRole>;

/** A plugin in a list. */
export const ListedPlugin = Type.Object(
  {
    ...PluginWithRole.properties,
    unread_notices: Type.Integer({
      minimum: 0,
      description: 'How many notices you have not read, 100 at most; 0 for who is no collaborator',
    }),
    installs: Type.Optional(
      Type.Integer({
        description: 'That have not ended, without those of developers; with `with_installs`',
      }),
    ),
  },
  { title: 'ListedPlugin', examples: [{ ...EXAMPLE, role: null, unread_notices: 0 }] },
);
export type ListedPlugin = Static<typeof ListedPlugin>;

/** Which plugins are listed. */
export const PluginQuery = Type.Object(
  {
    ...PageQuery.properties,
    status: Type.Optional(Status),
    origin: Type.Optional(Origin),
    search: Type.Optional(
      Type.String({ minLength: 1, maxLength: 100, description: 'Part of the name or the slug' }),
    ),
    with_installs: Type.Optional(
      Type.Boolean({ description: 'Whether the installs of each are counted' }),
    ),
  },
  { additionalProperties: false },
);

/** What libraries for Standard Webhooks verify deliveries with; see `webhookSecretOf`. */
export const WebhookSecret = Type.String({
  description: 'The same secret as libraries for Standard Webhooks take it (`whsec_…`)',
});
const SHOWN_SECRET = {
  client_secret: Type.String({ description: 'Shown this once' }),
  webhook_secret: WebhookSecret,
};
const SECRET_EXAMPLE = {
  client_secret: STORY.clientSecret,
  webhook_secret: webhookSecretOf(STORY.clientSecret),
};

/** A plugin that was just registered: the only answer with its client secret. */
export const PluginCreated = Type.Object(
  {
    plugin: Plugin,
    credentials: Type.Object(
      {
        client_id: Type.String(),
        ...SHOWN_SECRET,
      },
      {
        title: 'Credentials',
        examples: [{ client_id: STORY.plugin.client_id, ...SECRET_EXAMPLE }],
      },
    ),
  },
  { title: 'PluginCreated' },
);
export type PluginCreated = Static<typeof PluginCreated>;

/** What an example of a release says beside its manifest. */
export const RELEASE_EXAMPLE = {
  number: 1,
  state: 'published',
  current: true,
  created_at: STORY.setUpAt,
  submitted_at: STORY.setUpAt,
  submitted_by: STORY.user.id,
  roll_out: 'at_once',
  reviewed_at: STORY.setUpAt,
  reviewed_by: null,
  message: 'Welcome',
  published_at: STORY.setUpAt,
} as const;

const RollOut = Type.Enum(['at_once', 'later'], {
  description:
    'What approving it does: everybody is on it `at_once`, or it is published and reaches nobody until it is rolled out `later`. The first release of a plugin is on at once in any case',
});

/** How a draft is put up for review. */
export const ReleaseSubmission = Type.Object(
  { roll_out: Type.Optional({ ...RollOut, default: 'at_once' }) },
  { title: 'ReleaseSubmission', additionalProperties: false, examples: [{ roll_out: 'later' }] },
);
export type ReleaseSubmission = Static<typeof ReleaseSubmission>;

/** A release without its manifest; `current` is the one that installs run on. */
export const ReleaseSummary = Type.Object(
  {
    number: Count,
    state: Type.Enum(['draft', 'in_review', 'published', 'rejected'], {
      description: 'Only what is published reaches anybody but the developer',
    }),
    current: Type.Boolean(),
    created_at: Timestamp,
    submitted_at: nullable(Timestamp),
    submitted_by: nullable({
      ...Id,
      description: "Who put it up for review; null for the host's backend",
    }),
    roll_out: RollOut,
    reviewed_at: nullable(Timestamp),
    reviewed_by: nullable({ ...Id, description: "The operator; null for the host's backend" }),
    message: nullable(Type.String({ description: 'What the reviewer told the developer' })),
    published_at: nullable(Timestamp),
  },
  { title: 'ReleaseSummary', examples: [RELEASE_EXAMPLE] },
);
export type ReleaseSummary = Static<typeof ReleaseSummary>;

/** What somebody decided about a release in review. */
export const Review = Type.Object(
  {
    verdict: Type.Enum(['approve', 'reject'], {
      description:
        '`approve` publishes the release: everybody is on it from then on, unless it was submitted to be rolled out later',
    }),
    unlisted: Type.Optional(
      Type.Boolean({
        description:
          'Keeps an approved plugin out of the catalog: those who know it find it by its slug. By default it is listed',
      }),
    ),
    message: Text({
      minLength: 1,
      maxLength: 2000,
      description: 'For the developer, who reads it with the release',
    }),
  },
  {
    additionalProperties: false,
    title: 'Review',
    examples: [{ verdict: 'approve', message: 'Welcome' }],
  },
);
export type Review = Static<typeof Review>;

/** A generation of a plugin's client secret, without the secret. */
export const Secret = Type.Object(
  {
    generation: Count,
    created_at: Timestamp,
    proved_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'First use by the plugin: from then on `X-Envoy-Signature` is made with it',
      }),
    ),
    expires_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'End of the overlap after a rotation; null for the newest',
      }),
    ),
    live: Type.Boolean(),
  },
  {
    title: 'Secret',
    description: 'A generation of the client secret; its value is never shown',
    examples: [
      {
        generation: 1,
        created_at: STORY.setUpAt,
        proved_at: STORY.setUpAt,
        expires_at: null,
        live: true,
      },
    ],
  },
);
export type Secret = Static<typeof Secret>;

/** How the next generation of a client secret comes about. */
export const NewSecret = Type.Object(
  {
    client_secret: Type.Optional(
      Type.String({
        pattern: '^[\\x21-\\x7e]{32,256}$',
        description:
          'A secret to take over from elsewhere: 32 to 256 printable ASCII characters without spaces. By default a new one is made',
      }),
    ),
  },
  { title: 'NewSecret', additionalProperties: false, examples: [{}] },
);
export type NewSecret = Static<typeof NewSecret>;

/** A generation that was just made: the only answer with its secret. */
export const SecretCreated = Type.Object(
  {
    generation: Count,
    ...SHOWN_SECRET,
    previous_expires_at: nullable(
      Type.String({
        format: 'date-time',
        description: 'Until when the generation before it still works',
      }),
    ),
  },
  {
    title: 'SecretCreated',
    examples: [
      {
        generation: 2,
        ...SECRET_EXAMPLE,
        previous_expires_at: '2026-03-03T08:30:00.000Z',
      },
    ],
  },
);
export type SecretCreated = Static<typeof SecretCreated>;

/** A plugin's worker for one event, and how it is doing. */
export const Endpoint = Type.Object(
  {
    id: Id,
    event_name: Type.String(),
    url: Type.String(),
    status: Type.Enum(['healthy', 'failing', 'disabled']),
    failing_since: nullable(Timestamp),
    failures: Type.Integer({ description: 'Failed attempts since it last answered' }),
    disabled_at: nullable(Timestamp),
    disabled_reason: nullable(Type.String()),
  },
  {
    title: 'Endpoint',
    description: 'The worker of a plugin for one event at one URL, and how it is doing',
    examples: [
      {
        id: 1,
        event_name: STORY.eventName,
        url: STORY.worker,
        status: 'healthy',
        failing_since: null,
        failures: 0,
        disabled_at: null,
        disabled_reason: null,
      },
    ],
  },
);
export type Endpoint = Static<typeof Endpoint>;

/** What an example of an endpoint says of one that was disabled. */
export const ENDPOINT_STOPPED = {
  status: 'disabled',
  disabled_at: STORY.settledAt,
  disabled_reason: 'Moves to another machine',
} as const;

/** Why an endpoint is disabled, for whoever looks at it later. */
export const DisableEndpoint = Type.Object(
  { reason: Type.Optional(Text({ minLength: 1, maxLength: 500 })) },
  {
    title: 'DisableEndpoint',
    additionalProperties: false,
    examples: [{ reason: ENDPOINT_STOPPED.disabled_reason }],
  },
);

/** What an example of a plugin says of one that was suspended. */
export const PLUGIN_STOPPED = {
  suspended_at: STORY.settledAt,
  suspended_reason: 'Sends visitor lists to a third party',
} as const;

/** Why a plugin is suspended, for its developer. */
export const SuspendPlugin = Type.Object(
  {
    reason: Type.Optional(
      Text({ minLength: 1, maxLength: 500, description: 'Told to its developer' }),
    ),
  },
  {
    title: 'SuspendPlugin',
    additionalProperties: false,
    examples: [{ reason: PLUGIN_STOPPED.suspended_reason }],
  },
);

/** What a plugin's developer was told about it. */
export const Notice = Type.Object(
  {
    id: Id,
    kind: Type.String(),
    message: Type.String(),
    created_at: Timestamp,
    unread: Type.Boolean({
      description: 'Whether you have not read it; false for who is no collaborator',
    }),
  },
  {
    title: 'Notice',
    description: 'Something the developer of a plugin should know',
    examples: [
      {
        id: 9,
        kind: 'endpoint_failing',
        message: `The endpoint of ${STORY.eventName} has not answered since ${STORY.happenedAt}`,
        created_at: STORY.settledAt,
        unread: true,
      },
    ],
  },
);
export type Notice = Static<typeof Notice>;

/** Which notices are listed. */
export const NoticeQuery = Type.Object(
  {
    ...PageQuery.properties,
    unread: Type.Optional(Type.Boolean({ description: 'Only those that you have not read' })),
  },
  { additionalProperties: false },
);

/** Up to which notice somebody has read. */
export const NoticesRead = Type.Object(
  {
    until: { ...Id, description: 'The newest notice that was seen; those before it are read, too' },
  },
  { title: 'NoticesRead', additionalProperties: false, examples: [{ until: 9 }] },
);
