import { type Static, Type } from 'typebox';
import { Id, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { MAX_EMAIL_LENGTH } from '../users/schema.ts';
import { PluginId, PluginRole } from './schema.ts';

/** The path of one collaborator of a plugin. */
export const CollaboratorParams = Type.Object({ id: PluginId, user_id: Id });

/** Somebody with a part in a plugin. */
export const Collaborator = Type.Object(
  {
    user_id: Id,
    email: Type.String(),
    friendly_name: Type.String(),
    role: PluginRole,
    since: Timestamp,
  },
  {
    title: 'Collaborator',
    description: 'Somebody who develops a plugin, or looks at it',
    examples: [
      {
        user_id: STORY.user.id,
        email: STORY.user.email,
        friendly_name: STORY.user.friendly_name,
        role: 'owner',
        since: STORY.setUpAt,
      },
    ],
  },
);
export type Collaborator = Static<typeof Collaborator>;

/** Somebody to be given a part in a plugin. */
export const NewCollaborator = Type.Object(
  {
    email: Type.String({
      format: 'email',
      maxLength: MAX_EMAIL_LENGTH,
      description: 'Of their account, in whatever case',
    }),
    role: PluginRole,
  },
  {
    title: 'NewCollaborator',
    additionalProperties: false,
    examples: [{ email: STORY.user.email, role: 'developer' }],
  },
);

/** What somebody becomes to a plugin. */
export const CollaboratorChange = Type.Object(
  { role: PluginRole },
  { title: 'CollaboratorChange', additionalProperties: false, examples: [{ role: 'developer' }] },
);
