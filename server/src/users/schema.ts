import { type Static, Type } from 'typebox';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, Line, nullable, Timestamp } from '../lib/http/schema.ts';
import { LANGUAGE_TAG } from '../lib/languages.ts';
import { STORY } from '../story.ts';

/** In characters: what RFC 5321 §4.5.3.1.3 leaves for an address. */
export const MAX_EMAIL_LENGTH = 254;
const Email = Type.String({ format: 'email', maxLength: MAX_EMAIL_LENGTH });
/** Longest name of a person, in characters. */
export const MAX_NAME_LENGTH = 200;
const FriendlyName = Line({
  minLength: 1,
  maxLength: MAX_NAME_LENGTH,
  description: 'How people call them',
});
const Lang = nullable(
  Type.String({
    pattern: LANGUAGE_TAG.source,
    description:
      'Language of the pages they see, and what plugins are told (BCP 47), such as `en` or `de-CH`; null for what their browser asks for',
  }),
);
/** In characters: what is far longer is no password. Counted again with care, where one is set. */
export const MAX_SHOWN_PASSWORD = 1024;
const Password = Type.String({
  // Counted again with care, where it is set: these only keep out what is far off.
  minLength: 8,
  maxLength: MAX_SHOWN_PASSWORD,
  description: 'At least 8 characters and at most 1,024 bytes; not one that everybody tries first',
});
const IsOperator = Type.Boolean({
  description:
    'Runs this installation: reviews plugins, and sees every space. Made on the server only (`plugboard sign-in-link --operator`)',
});

/** A user to be made. Who has no password signs in by the provider or by links. */
export const NewUser = Type.Object(
  {
    email: Email,
    friendly_name: FriendlyName,
    password: Type.Optional(Password),
    lang: Type.Optional(Lang),
    is_operator: Type.Optional(IsOperator),
  },
  {
    title: 'NewUser',
    additionalProperties: false,
    examples: [{ email: STORY.user.email, friendly_name: STORY.user.friendly_name, lang: 'en' }],
  },
);
export type NewUser = Static<typeof NewUser>;

/** What to change of a user; a password of null removes it. */
export const UserPatch = Type.Object(
  {
    ...Type.Partial(NewUser).properties,
    password: Type.Optional(nullable(Password)),
  },
  { title: 'UserPatch', additionalProperties: false, examples: [{ lang: 'de-CH' }] },
);
export type UserPatch = Static<typeof UserPatch>;

/** A user as the host sees them. */
export const User = Type.Object(
  {
    id: Id,
    email: Type.String(),
    friendly_name: Type.String(),
    lang: Lang,
    is_operator: Type.Boolean(),
    has_password: Type.Boolean({ description: 'Whether they can sign in with a password' }),
    created_at: Timestamp,
  },
  {
    title: 'User',
    description: 'Somebody who belongs to spaces',
    examples: [
      {
        ...STORY.user,
        lang: 'en',
        is_operator: false,
        has_password: false,
        created_at: STORY.setUpAt,
      },
    ],
  },
);
export type User = Static<typeof User>;

/** The path of one user; an id that is none is answered like one that there is not (see `missingThing`). */
export const UserParams = Type.Object({ id: Id });

/** Which users to list: all, or the one with an address. */
export const UserQuery = Type.Object(
  {
    ...PageQuery.properties,
    email: Type.Optional(Email),
  },
  { additionalProperties: false },
);
