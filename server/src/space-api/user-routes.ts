import { type Static, Type } from 'typebox';
import type { PluginCaller, UserCaller } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { Id, nullable, Timestamp } from '../lib/http/schema.ts';
import { STORY } from '../story.ts';
import type { UserRow } from '../users/queries.ts';
import { findUser } from '../users/users.ts';
import { forPluginsAndUsers, tags } from './route-options.ts';

const UserObject = Type.Object(
  {
    id: Id,
    userid: Type.String({ description: 'What they sign in with: their address' }),
    email: Type.String(),
    friendly_name: Type.String(),
    lang: nullable(Type.String({ description: 'Null for who chose none' })),
    created_at: Timestamp,
    has_org: Type.Boolean({ description: 'False: people belong to spaces alone' }),
    org: Type.Object({}, { description: 'Empty, as for whoever has none' }),
    has_partner: Type.Boolean({ description: 'False' }),
  },
  {
    title: 'UserObject',
    description: 'A person, as Storyblok writes them',
    examples: [
      {
        ...STORY.user,
        userid: STORY.user.email,
        lang: 'en',
        created_at: STORY.setUpAt,
        has_org: false,
        org: {},
        has_partner: false,
      },
    ],
  },
);
const OneUser = Type.Object({ user: UserObject }, { title: 'OneUser' });

/** Who somebody is, to themselves and to the plugins that act for them. */
export function userObjectRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/users/me',
    {
      config: forPluginsAndUsers('anybody'),
      schema: {
        tags,
        summary: 'Tell who the token acts for',
        operationId: 'getOwnUser',
        response: { 200: OneUser },
      },
    },
    async (request) => {
      const { userId } = request.caller as PluginCaller | UserCaller;
      return { user: userObject(await findUser(db, userId)) };
    },
  );
}

function userObject(user: UserRow): Static<typeof UserObject> {
  const { id, email, friendly_name, lang, created_at } = user;
  return {
    id,
    userid: email,
    email,
    friendly_name,
    lang,
    created_at: created_at.toISOString(),
    has_org: false,
    org: {},
    has_partner: false,
  };
}
