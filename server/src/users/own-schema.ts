import { type Static, Type } from 'typebox';
import { Id, nullable } from '../lib/http/schema.ts';
import { Theme } from '../lib/themes.ts';
import { STORY } from '../story.ts';
import { MAX_SHOWN_PASSWORD, User, UserPatch } from './schema.ts';

const MailNotifications = Type.Boolean({
  description:
    'Whether they get mail about what their plugins say, ask for and fail at; a link to set a password is sent all the same',
});
const { email, friendly_name, lang, is_operator, has_password } = User.properties;

/** Whoever is signed in, as they see themselves. */
export const Me = Type.Object(
  {
    id: Id,
    email,
    friendly_name,
    lang,
    theme: Theme,
    mail_notifications: MailNotifications,
    sends_mail: Type.Boolean({
      description: 'Whether mail is set up here; without it nobody gets any, whatever they chose',
    }),
    is_operator,
    is_developer: Type.Boolean({
      description:
        'Whether they were invited as a developer, or there is a plugin that they develop',
    }),
    may_register_plugins: Type.Boolean({
      description: 'Whether they may: by invitation, as an operator, or since everybody may here',
    }),
    has_password,
    portal: nullable(
      Type.Object(
        { space_id: Id },
        {
          title: 'PortalOfOneSpace',
          description:
            'For who looks at a portal, by a token or a link of the host: the only space that is open',
        },
      ),
    ),
  },
  {
    title: 'Me',
    description: 'Whoever is signed in',
    examples: [
      {
        ...STORY.user,
        lang: 'en',
        theme: 'dark',
        mail_notifications: true,
        sends_mail: true,
        is_operator: false,
        is_developer: false,
        may_register_plugins: false,
        has_password: true,
        portal: null,
      },
    ],
  },
);
export type Me = Static<typeof Me>;

/** What somebody changes of themselves; what is left out stays. */
export const MePatch = Type.Object(
  {
    friendly_name: UserPatch.properties.friendly_name,
    lang: UserPatch.properties.lang,
    theme: Type.Optional(Theme),
    mail_notifications: Type.Optional(MailNotifications),
  },
  { title: 'MePatch', additionalProperties: false, examples: [{ theme: 'dark' }] },
);
export type MePatch = Static<typeof MePatch>;

/** A new password of one's own, and the one before. */
export const PasswordChange = Type.Object(
  {
    current_password: Type.Optional(
      Type.String({
        maxLength: MAX_SHOWN_PASSWORD,
        description: 'Left out by who has none yet (`has_password`)',
      }),
    ),
    new_password: Type.String({
      maxLength: MAX_SHOWN_PASSWORD,
      description:
        'At least 8 characters and at most 1,024 bytes; not one that everybody tries first, nor the email address',
    }),
  },
  {
    title: 'PasswordChange',
    additionalProperties: false,
    examples: [
      { current_password: 'three herons at noon', new_password: 'nine otters in the canal' },
    ],
  },
);
