import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { idPageStart, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { putMember, removeMember } from '../spaces/members.ts';
import { type MemberRow, selectMembers } from '../spaces/queries.ts';
import { Member, MemberParams, MemberRole, SpaceParams } from '../spaces/schema.ts';
import { findSpace } from '../spaces/spaces.ts';

const config = { auth: 'host_key' } as const;

const toMember = (row: MemberRow): Member => ({
  ...row,
  created_at: row.created_at.toISOString(),
});

/** Who belongs to a space, and as what. */
export async function memberRoutes(app: App, { db }: AppDeps): Promise<void> {
  app.get(
    '/spaces/:id/members',
    {
      config,
      schema: {
        tags: ['spaces'],
        summary: 'List the members of a space',
        operationId: 'listMembers',
        params: SpaceParams,
        querystring: PageQuery,
        response: { 200: Page(Member) },
      },
    },
    async (request) => {
      const { id } = await findSpace(db, request.params.id);
      const { after, limit } = idPageStart(request.query);
      const rows = await selectMembers(db, id, after, limit);
      return toPage(rows, limit, (row) => row.user_id, toMember);
    },
  );
  app.put(
    '/spaces/:id/members/:user_id',
    {
      config,
      schema: {
        tags: ['spaces'],
        summary: 'Make a user a member of a space, or change the role',
        operationId: 'putMember',
        params: MemberParams,
        body: MemberRole,
        response: { 200: Member },
      },
    },
    async (request) => {
      const { id, user_id } = request.params;
      return toMember(await db.transaction((tx) => putMember(tx, id, user_id, request.body)));
    },
  );
  app.delete(
    '/spaces/:id/members/:user_id',
    {
      config,
      schema: {
        tags: ['spaces'],
        summary: 'Take a user out of a space',
        operationId: 'deleteMember',
        params: MemberParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id, user_id } = request.params;
      await runAgainOnDeadlock(db, (tx) => removeMember(tx, id, user_id));
      return reply.code(204).send(null);
    },
  );
}
