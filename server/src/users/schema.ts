import { type Static, Type } from 'typebox';
import { PageQuery } from '../lib/http/pagination.ts';
import { Id, Timestamp } from '../lib/http/schema.ts';

// RFC 5321 §4.5.3.1.3 leaves 254 characters for an address.
const Email = Type.String({ format: 'email', maxLength: 254 });
const FriendlyName = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'How people call them',
});

export const NewUser = Type.Object(
  { email: Email, friendly_name: FriendlyName },
  { additionalProperties: false },
);
export type NewUser = Static<typeof NewUser>;

export const UserPatch = Type.Partial(NewUser, { additionalProperties: false });
export type UserPatch = Static<typeof UserPatch>;

export const User = Type.Object({
  id: Id,
  email: Type.String(),
  friendly_name: Type.String(),
  created_at: Timestamp,
});
export type User = Static<typeof User>;

export const UserParams = Type.Object({ id: Id });

export const UserQuery = Type.Object(
  {
    ...PageQuery.properties,
    email: Type.Optional(Email),
  },
  { additionalProperties: false },
);
