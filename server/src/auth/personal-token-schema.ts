import { type Static, Type } from 'typebox';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, Line, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';

/** Longest name of a personal token, in characters. */
const MAX_TOKEN_NAME_LENGTH = 100;

const UserId = Type.Integer({
  ...Id,
  description: 'Whose it is; left out by somebody who asks for themselves',
});

/** A personal token to be made. Without `expires_at` it works until it is revoked. */
export const NewPersonalToken = Type.Object(
  {
    name: Line({
      minLength: 1,
      maxLength: MAX_TOKEN_NAME_LENGTH,
      description: 'What it is for',
    }),
    user_id: Type.Optional(UserId),
    expires_at: Type.Optional(nullable(Timestamp)),
  },
  {
    title: 'NewPersonalToken',
    additionalProperties: false,
    examples: [{ name: 'Nightly report', user_id: STORY.user.id, expires_at: STORY.nextYear }],
  },
);

const EXAMPLE = {
  id: 5,
  user_id: STORY.user.id,
  name: 'Nightly report',
  hint: 'pbp_…7Qd4',
  created_at: STORY.setUpAt,
  expires_at: STORY.nextYear,
};

/** A personal token in lists; its value is not known any more. */
export const PersonalToken = Type.Object(
  {
    id: Id,
    user_id: Id,
    name: Type.String(),
    hint: Type.String({ description: 'How the token begins and ends' }),
    created_at: Timestamp,
    expires_at: nullable(Timestamp),
  },
  { title: 'PersonalToken', examples: [EXAMPLE] },
);
export type PersonalToken = Static<typeof PersonalToken>;

/** A personal token that was just made: the only answer with its value. */
export const PersonalTokenCreated = Type.Object(
  {
    ...PersonalToken.properties,
    token: Type.String({ description: 'Shown this once' }),
  },
  { title: 'PersonalTokenCreated', examples: [{ ...EXAMPLE, token: 'pbp_example7Qd4' }] },
);
export type PersonalTokenCreated = Static<typeof PersonalTokenCreated>;

/** The path of one personal token; an id that is none is answered like one that there is not (see `missingThing`). */
export const PersonalTokenParams = Type.Object({ id: Id });

/** Which personal tokens to list. `user_id` is for the host: people see their own. */
export const PersonalTokenQuery = Type.Object(
  { ...PageQuery.properties, user_id: Type.Optional(UserId) },
  { additionalProperties: false },
);
