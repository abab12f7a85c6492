import { type Static, Type } from 'typebox';
import { NOTIFICATION_MEMBERS, NOTIFICATION_MEMBERS_EXAMPLE } from '../installs/schema.ts';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** Most unread notifications that are counted: nobody reads a larger number than "many". */
export const MOST_UNREAD = 100;

/** Which notifications to list. */
export const NotificationQuery = Type.Object(
  {
    ...PageQuery.properties,
    unread: Type.Optional(
      Type.Boolean({
        description: 'Only what the person has not read, in the spaces they belong to',
      }),
    ),
    space_id: Type.Optional(Id),
    install_id: Type.Optional(Id),
  },
  { additionalProperties: false },
);
export type NotificationQuery = Static<typeof NotificationQuery>;

/** The path of one notification; an id that is none is answered like one that there is not. */
export const NotificationParams = Type.Object({ id: Type.String() });
/** The path of one of its actions, as {@link NotificationParams}. */
export const ActionParams = Type.Object({ id: Type.String(), index: Type.String() });

const ACTION_EXAMPLE = {
  ...NOTIFICATION_MEMBERS_EXAMPLE.actions[0],
  status: 'open',
  called_at: null,
  called_by: null,
  message: null,
};

const ActionStatus = Type.Enum(['open', 'calling', 'called', 'failed', 'unknown'], {
  description:
    '`open`: nobody chose it; `calling`: the plugin is being called; `called`: it was, and said yes, for good; `failed`: it was not, or said no, and can be called again; `unknown`: a call was begun, and nothing is known of its end',
});

/** An action of a notification, and what became of it. */
export const NotificationAction = Type.Object(
  {
    label: Type.String(),
    callback_url: Type.String(),
    status: ActionStatus,
    called_at: nullable(
      Type.String({ format: 'date-time', description: 'When it was last called' }),
    ),
    called_by: nullable({
      ...Id,
      description: "Who chose it then; null for the host's backend, and for people who are gone",
    }),
    message: nullable(
      Type.String({ description: 'What the plugin answered for people, or why it failed' }),
    ),
  },
  { title: 'NotificationAction', examples: [ACTION_EXAMPLE] },
);
export type NotificationAction = Static<typeof NotificationAction>;

/** What an example of an action says of one that was called. */
export const ACTION_CALLED = {
  status: 'called',
  called_at: STORY.settledAt,
  called_by: STORY.user.id,
  message: 'The paper is ordered',
} as const;

/** A message of a plugin to the admins of a space. */
export const Notification = Type.Object(
  {
    ...NOTIFICATION_MEMBERS,
    space_id: Id,
    plugin_id: Id,
    plugin_slug: Type.String(),
    plugin_name: Type.String(),
    plugin_icon: nullable(Type.String()),
    actions: nullable(Type.Array(NotificationAction)),
    read_at: nullable(
      Type.String({
        format: 'date-time',
        description:
          'When the person who asks has read it, or last marked all up to it as read; null for a host key, which stands for nobody who reads',
      }),
    ),
  },
  {
    title: 'Notification',
    description: 'What a plugin told the admins of a space',
    examples: [
      {
        ...NOTIFICATION_MEMBERS_EXAMPLE,
        space_id: STORY.space.id,
        plugin_id: STORY.plugin.id,
        plugin_slug: STORY.plugin.slug,
        plugin_name: STORY.plugin.name,
        plugin_icon: STORY.icon,
        actions: [ACTION_EXAMPLE],
        read_at: null,
      },
    ],
  },
);

/** How much somebody has not read. */
export const Unread = Type.Integer({
  minimum: 0,
  maximum: MOST_UNREAD,
  description: `How many the person has not read, in the spaces they belong to, of those that the filters leave; ${MOST_UNREAD} are that many, or more`,
});

/** Whose notifications are read all at once. */
export const ReadAll = Type.Object(
  {
    space_id: Type.Optional({ ...Id, description: 'By default all spaces that one belongs to' }),
  },
  { title: 'ReadAll', additionalProperties: false, examples: [{ space_id: STORY.space.id }] },
);

/** What is left after reading all. */
export const AllRead = Type.Object(
  { unread: Unread },
  { title: 'AllRead', examples: [{ unread: 0 }] },
);

/** How an action is called. */
export const CallAction = Type.Object(
  {
    again: Type.Optional(
      Type.Boolean({
        description:
          'Calls it although its status is `unknown`: the plugin may have been called already, and is told the same `webhook-id`',
      }),
    ),
  },
  { title: 'CallAction', additionalProperties: false, examples: [{}] },
);
