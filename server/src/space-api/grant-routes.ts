import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { AppDeps } from '../deps.ts';
import { listGrants, revokeGrant } from '../grants/grants.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { Id, Timestamp } from '../lib/http/schema.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { STORY } from '../story.ts';
import { noRecord } from './errors.ts';
import { forUsers, tags } from './route-options.ts';

const OAuthGrant = Type.Object(
  {
    id: Id,
    app_id: Id,
    slug: Type.String(),
    name: Type.String(),
    space_id: Id,
    space_name: Type.String(),
    scopes: Type.Array(Type.String()),
    created_at: Timestamp,
    updated_at: Timestamp,
  },
  {
    title: 'OAuthGrant',
    description: 'What a plugin may do for you in a space',
    examples: [
      {
        id: 17,
        app_id: STORY.plugin.id,
        slug: STORY.plugin.slug,
        name: STORY.plugin.name,
        space_id: STORY.space.id,
        space_name: STORY.space.name,
        scopes: [STORY.scope],
        created_at: STORY.setUpAt,
        updated_at: STORY.setUpAt,
      },
    ],
  },
);

const OAuthGrants = Type.Object({ oauth_grants: Type.Array(OAuthGrant) }, { title: 'OAuthGrants' });

/** The consents of whoever asks. */
export function grantRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/oauth_grants',
    {
      config: forUsers('anybody'),
      schema: {
        tags,
        summary: 'List what you let plugins do for you',
        operationId: 'listOAuthGrants',
        response: { 200: OAuthGrants },
      },
    },
    async (request) => {
      const grants = await listGrants(db, userOf(request));
      return {
        oauth_grants: grants.map(
          ({ plugin_id, plugin_slug, plugin_name, plugin_icon: _, ...grant }) => ({
            ...grant,
            app_id: plugin_id,
            slug: plugin_slug,
            name: plugin_name,
            created_at: grant.created_at.toISOString(),
            updated_at: grant.updated_at.toISOString(),
          }),
        ),
      };
    },
  );
  app.delete(
    '/oauth_grants/:id',
    {
      config: forUsers('anybody'),
      schema: {
        tags,
        summary: 'Take a consent back; the tokens that rest on it are dead at once',
        operationId: 'deleteOAuthGrant',
        params: Type.Object({ id: Id }),
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const userId = userOf(request);
      await runAgainOnDeadlock(db, async (tx) => {
        const revoked = await revokeGrant(tx, userId, id);
        if (revoked === undefined) throw noRecord();
        const about = { target: id, spaceId: revoked.space_id };
        await record(tx, doingOf(request), { action: 'grant.revoked', ...about });
      });
      return reply.code(204).send(null);
    },
  );
}

function userOf({ caller }: Pick<FastifyRequest, 'caller'>): number {
  if (caller.kind === 'user') return caller.userId;
  throw new Failure('forbidden', 'Only people give consent');
}
