import { type Static, Type } from 'typebox';
import { PORTAL_VIEWS, type PortalView } from '../auth/portal-views.ts';
import { Id, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** Whom a portal is shown to, and what of it. */
export const NewPortalToken = Type.Object(
  {
    user_id: Type.Integer({ ...Id, description: 'Who looks at it: a member of the space' }),
    space_id: Id,
    views: Type.Array(Type.Enum([...PORTAL_VIEWS] as PortalView[]), {
      minItems: 1,
      uniqueItems: true,
      description:
        'What it opens: the plugins that there are, those that are installed, their settings, what they were asked to do',
    }),
    install_id: Type.Optional(
      Type.Integer({
        ...Id,
        description: 'Of `settings` and `activity` opens those of this install alone',
      }),
    ),
    identifier: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 500,
        description: 'Of `activity` opens what has this identifier alone',
      }),
    ),
  },
  {
    title: 'NewPortalToken',
    additionalProperties: false,
    examples: [{ user_id: STORY.user.id, space_id: STORY.space.id, views: ['settings'] }],
  },
);
export type NewPortalToken = Static<typeof NewPortalToken>;

/** A portal token, shown this once. */
export const PortalToken = Type.Object(
  {
    token: Type.String({ description: 'For the page that shows the portal, which sends it' }),
    expires_at: Timestamp,
  },
  {
    title: 'PortalToken',
    examples: [{ token: 'pbv_example', expires_at: '2026-03-02T09:15:00.000Z' }],
  },
);
export type PortalToken = Static<typeof PortalToken>;

/** Whom to let into the console of a space. */
export const NewPortalLink = Type.Object(
  {
    user_id: Type.Integer({ ...Id, description: 'Who opens it: a member of the space' }),
    space_id: Id,
  },
  {
    title: 'NewPortalLink',
    additionalProperties: false,
    examples: [{ user_id: STORY.user.id, space_id: STORY.space.id }],
  },
);
export type NewPortalLink = Static<typeof NewPortalLink>;

/** An address that lets a member into the console of one space once, until it expires. */
export const PortalLink = Type.Object(
  {
    url: Type.String({ description: 'Works once: send the browser of that user there' }),
    expires_at: Timestamp,
  },
  {
    title: 'PortalLink',
    examples: [
      {
        url: 'https://plugboard.example.com/portal/pbi_example',
        expires_at: '2026-03-02T09:05:00.000Z',
      },
    ],
  },
);
export type PortalLink = Static<typeof PortalLink>;
