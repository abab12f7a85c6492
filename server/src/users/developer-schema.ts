import { type Static, Type } from 'typebox';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { NewUser } from './schema.ts';

const InvitedBy = nullable(
  Type.Integer({
    ...Id,
    description: 'The user who did; null where a host key did, or nobody who is still there',
  }),
);
const EMAIL = 'dev@rooms.example.com';

/** Somebody who may register plugins because they were invited. */
export const Developer = Type.Object(
  {
    user_id: Id,
    email: Type.String(),
    friendly_name: Type.String(),
    since: Timestamp,
    invited_by: InvitedBy,
  },
  {
    title: 'Developer',
    examples: [
      {
        user_id: STORY.user.id,
        email: STORY.user.email,
        friendly_name: STORY.user.friendly_name,
        since: STORY.setUpAt,
        invited_by: null,
      },
    ],
  },
);
export type Developer = Static<typeof Developer>;

/** The path of one developer. */
export const DeveloperParams = Type.Object({ user_id: Id });

/** Whom to invite. */
export const NewDeveloperInvitation = Type.Object(
  { email: NewUser.properties.email },
  { title: 'NewDeveloperInvitation', additionalProperties: false, examples: [{ email: EMAIL }] },
);

const invitation = {
  id: Id,
  email: Type.String(),
  invited_by: InvitedBy,
  created_at: Timestamp,
  expires_at: Timestamp,
};
const example = {
  id: 1,
  email: EMAIL,
  invited_by: null,
  created_at: STORY.setUpAt,
  expires_at: '2026-03-09T09:00:00.000Z',
};

/** An invitation that nobody has taken yet. */
export const DeveloperInvitation = Type.Object(invitation, {
  title: 'DeveloperInvitation',
  examples: [example],
});
export type DeveloperInvitation = Static<typeof DeveloperInvitation>;

/** The same as it is made, with its link where no mail takes it along. */
export const DeveloperInvitationCreated = Type.Object(
  {
    ...invitation,
    url: nullable(
      Type.String({
        description: 'Works once: give it to whom you invited. Null where it is mailed to them',
      }),
    ),
  },
  {
    title: 'DeveloperInvitationCreated',
    examples: [
      { ...example, url: 'https://plugboard.example.com/developers/invitation/pbd_example' },
    ],
  },
);
export type DeveloperInvitationCreated = Static<typeof DeveloperInvitationCreated>;

/** The path of one invitation. */
export const DeveloperInvitationParams = Type.Object({ id: Id });
