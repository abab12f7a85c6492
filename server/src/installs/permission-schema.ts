import { type Static, Type } from 'typebox';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

const Names = (maxLength: number, description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength }), {
    maxItems: 200,
    uniqueItems: true,
    description,
  });

/** What an install's plugin may do and hear from now on. */
export const InstallGrant = Type.Object(
  {
    scopes: Names(128, 'Of those that the release asks for, required or optional'),
    events: Names(
      100,
      'Of the events of the host that the release hears; those of its own life need no grant',
    ),
  },
  {
    title: 'InstallGrant',
    additionalProperties: false,
    examples: [{ scopes: [STORY.scope], events: [STORY.eventName] }],
  },
);
export type InstallGrant = Static<typeof InstallGrant>;

const Listed = (description: string) => Type.Array(Type.String(), { description });

/** What an install's plugin asked for, what it was granted, and what it used. */
export const Permissions = Type.Object(
  {
    asked: Listed('The scopes that the release asks for'),
    optional: Listed('The scopes that it can do without'),
    granted: Listed('Those granted. What the release does not ask for any more is not used'),
    events_asked: Listed('The events of the host that the release hears'),
    events: Listed('Those of them, and of earlier releases, that it may hear'),
    granted_by: nullable({
      ...Id,
      description: "Who granted it; null for the host's backend, and once they are gone",
    }),
    granted_at: Timestamp,
    pending: Type.Object(
      { scopes: Type.Array(Type.String()), events: Type.Array(Type.String()) },
      {
        title: 'PendingPermissions',
        description: 'What a newer release asks for, and an admin has said neither yes nor no to',
      },
    ),
    used: Type.Array(
      Type.Object(
        {
          scope: Type.String(),
          last_at: Timestamp,
          count_30d: Type.Integer({ minimum: 0 }),
        },
        { title: 'ScopeUse' },
      ),
      { description: 'The scopes used in the last 30 days, as written down once a minute' },
    ),
  },
  {
    title: 'Permissions',
    description: 'What the plugin of an install may do, and what of that it did',
    examples: [
      {
        asked: [STORY.scope],
        optional: [],
        granted: [STORY.scope],
        events_asked: [STORY.eventName],
        events: [STORY.eventName],
        granted_by: STORY.user.id,
        granted_at: STORY.setUpAt,
        pending: { scopes: [], events: [] },
        used: [{ scope: STORY.scope, last_at: STORY.settledAt, count_30d: 1 }],
      },
    ],
  },
);
export type Permissions = Static<typeof Permissions>;
