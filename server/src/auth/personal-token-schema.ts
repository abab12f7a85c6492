import { type Static, Type } from 'typebox';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';

export const MAX_TOKEN_NAME_LENGTH = 100;

const UserId = Type.Integer({
  ...Id,
  description: 'Whose it is; left out by somebody who asks for themselves',
});

export const NewPersonalToken = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: MAX_TOKEN_NAME_LENGTH,
      description: 'What it is for',
    }),
    user_id: Type.Optional(UserId),
    expires_at: Type.Optional(nullable(Timestamp)),
  },
  { additionalProperties: false },
);

export const PersonalToken = Type.Object({
  id: Id,
  user_id: Id,
  name: Type.String(),
  hint: Type.String({ description: 'How the token begins and ends' }),
  created_at: Timestamp,
  expires_at: nullable(Timestamp),
});
export type PersonalToken = Static<typeof PersonalToken>;

export const PersonalTokenCreated = Type.Object({
  ...PersonalToken.properties,
  token: Type.String({ description: 'Shown this once' }),
});
export type PersonalTokenCreated = Static<typeof PersonalTokenCreated>;

export const PersonalTokenParams = Type.Object({ id: Id });

export const PersonalTokenQuery = Type.Object(
  { ...PageQuery.properties, user_id: Type.Optional(UserId) },
  { additionalProperties: false },
);
