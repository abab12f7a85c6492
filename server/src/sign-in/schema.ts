import { type Static, Type } from 'typebox';
import { Id, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import { MAX_PATH_LENGTH } from './return-to.ts';

/** Whom to sign in and where to; without a path or space, to the list of their spaces. */
export const NewSignInLink = Type.Object(
  {
    user_id: Id,
    space_id: Type.Optional(
      Type.Integer({
        ...Id,
        description: 'Leads to this space, of which the user must be a member',
      }),
    ),
    path: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: MAX_PATH_LENGTH,
        description:
          'Leads to this path of the server, which begins with `/`: what `PLUGBOARD_SIGN_IN_URL` was given as `return_to`, for one',
      }),
    ),
  },
  {
    title: 'NewSignInLink',
    additionalProperties: false,
    examples: [{ user_id: STORY.user.id, space_id: STORY.space.id }],
  },
);
export type NewSignInLink = Static<typeof NewSignInLink>;

/** An address that signs a user in once, until it expires. */
export const SignInLink = Type.Object(
  {
    url: Type.String({ description: 'Works once: send the browser of that user there' }),
    expires_at: Timestamp,
  },
  {
    title: 'SignInLink',
    examples: [
      {
        url: 'https://plugboard.example.com/sign-in/link/pbl_example',
        expires_at: '2026-03-02T09:05:00.000Z',
      },
    ],
  },
);
export type SignInLink = Static<typeof SignInLink>;
