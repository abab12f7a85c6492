import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { ADMINS, ANYBODY, MEMBERS } from '../auth/audiences.ts';
import { isHost, readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { idPageStart, Page, PageQuery, pageStart, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import {
  changeMember,
  dismissMember,
  memberOf,
  putMember,
  removeMember,
} from '../spaces/members.ts';
import { type MemberRow, selectMembers } from '../spaces/queries.ts';
import { findSpaceFor } from '../spaces/reach.ts';
import { listRoles } from '../spaces/roles.ts';
import {
  Member,
  MemberParams,
  MemberQuery,
  MemberRole,
  Role,
  SpaceParams,
} from '../spaces/schema.ts';

const FIELDS = ['role', 'development'] as const;

const toMember = (row: MemberRow): Member => ({
  ...row,
  created_at: row.created_at.toISOString(),
});

/** Who belongs to a space, and as what. */
export async function memberRoutes(app: App, { db }: AppDeps): Promise<void> {
  app.get(
    '/spaces/:id/members',
    {
      config: { auth: MEMBERS, portal: ['space'] },
      schema: {
        tags: ['spaces'],
        summary: 'List the members of a space',
        operationId: 'listMembers',
        params: SpaceParams,
        querystring: MemberQuery,
        response: { 200: Page(Member) },
      },
    },
    async (request) => {
      const { id } = await findSpaceFor(db, readerOf(request.caller), request.params.id, 'member');
      const { after, limit } = idPageStart(request.query);
      const rows = await selectMembers(db, id, request.query.search, { after, limit });
      return toPage(rows, limit, (row) => row.user_id, toMember);
    },
  );
  app.get(
    '/roles',
    {
      config: { auth: ANYBODY, portal: ['space'] },
      schema: {
        tags: ['spaces'],
        summary: 'List what members can be: the built-in roles, and those that you have used',
        operationId: 'listRoles',
        querystring: PageQuery,
        response: { 200: Page(Role) },
      },
    },
    (request) => listRoles(db, pageStart(request.query)),
  );
  app.put(
    '/spaces/:id/members/:user_id',
    {
      config: { auth: ADMINS, portal: ['space'] },
      schema: {
        tags: ['spaces'],
        summary: 'Make a user a member of a space, or change the role',
        description:
          'New members come by the host. An admin changes what members are, and cannot leave the space without one.',
        operationId: 'putMember',
        params: MemberParams,
        body: MemberRole,
        response: { 200: Member },
      },
    },
    async (request) => {
      const { id, user_id } = request.params;
      const { caller, body } = request;
      const member = await runAgainOnDeadlock(db, async (tx) => {
        await findSpaceFor(tx, readerOf(caller), id, 'admin');
        const before = await memberOf(tx, id, user_id);
        const put = await (isHost(caller) ? putMember : changeMember)(tx, id, user_id, body);
        const changed = FIELDS.filter((name) => put[name] !== before?.[name]);
        const action = before === undefined ? 'member.added' : 'member.updated';
        const about = { target: [id, user_id], spaceId: id };
        if (changed.length > 0) await record(tx, doingOf(request), { action, ...about, changed });
        return put;
      });
      return toMember(member);
    },
  );
  app.delete(
    '/spaces/:id/members/:user_id',
    {
      config: { auth: ADMINS, portal: ['space'] },
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
      const { caller } = request;
      await runAgainOnDeadlock(db, async (tx) => {
        await findSpaceFor(tx, readerOf(caller), id, 'admin');
        await (isHost(caller) ? removeMember : dismissMember)(tx, id, user_id);
        const about = { target: [id, user_id], spaceId: id };
        await record(tx, doingOf(request), { action: 'member.removed', ...about });
      });
      return reply.code(204).send(null);
    },
  );
}
