import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import { OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { selectPluginsWith } from '../registry/collaborator-queries.ts';
import { removeDevelopments } from '../spaces/development.ts';
import { changeUserByHost, createUserByHost } from '../users/by-host.ts';
import { selectUsers, selectUsersByEmail, type UserRow } from '../users/queries.ts';
import { NewUser, User, UserParams, UserPatch, UserQuery } from '../users/schema.ts';
import { findUser, hashPasswordOf, removeUser } from '../users/users.ts';

const config = { auth: OPERATORS } as const;

const toUser = ({ theme: _, ...row }: UserRow): User => ({
  ...row,
  created_at: row.created_at.toISOString(),
});

/** The host's people, as far as plugins and the console need to know them. */
export async function userRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db } = deps;
  app.post(
    '/users',
    {
      config,
      schema: {
        tags: ['users'],
        summary: 'Create a user',
        operationId: 'createUser',
        body: NewUser,
        response: { 201: User },
      },
    },
    async (request, reply) => {
      const user = await hashPasswordOf(request.body);
      const { body } = await onceOnly(deps, request, async (tx) => {
        const row = await createUserByHost(tx, user);
        await record(tx, doingOf(request), { action: 'user.created', target: row.id });
        return { status: 201, body: toUser(row) };
      });
      return reply.code(201).send(body);
    },
  );
  app.get(
    '/users',
    {
      config,
      schema: {
        tags: ['users'],
        summary: 'List users, or find one by email',
        operationId: 'listUsers',
        querystring: UserQuery,
        response: { 200: Page(User) },
      },
    },
    async (request) => {
      const { email } = request.query;
      const { after, limit } = idPageStart(request.query);
      const rows =
        email === undefined
          ? await selectUsers(db, after, limit)
          : await selectUsersByEmail(db, email);
      return toPage(rows, limit, (row) => row.id, toUser);
    },
  );
  app.get(
    '/users/:id',
    {
      config,
      schema: {
        tags: ['users'],
        summary: 'Get a user',
        operationId: 'getUser',
        params: UserParams,
        response: { 200: User },
      },
    },
    async (request) => toUser(await findUser(db, request.params.id)),
  );
  app.patch(
    '/users/:id',
    {
      config,
      schema: {
        tags: ['users'],
        summary: 'Change a user',
        description:
          'Of an operator only the name and the language, or that they are one no more. A host key makes no operator.',
        operationId: 'updateUser',
        params: UserParams,
        body: UserPatch,
        response: { 200: User },
      },
    },
    async (request) => {
      const { id } = request.params;
      const patch = await hashPasswordOf(request.body);
      const user = await runAgainOnDeadlock(db, async (tx) => {
        const row = await changeUserByHost(tx, id, patch);
        const changed = fieldsOf(request.body);
        await record(tx, doingOf(request), { action: 'user.updated', target: id, changed });
        return row;
      });
      return toUser(user);
    },
  );
  app.delete(
    '/users/:id',
    {
      config,
      schema: {
        tags: ['users'],
        summary: 'Remove a user; what they installed stays, but for their development installs',
        description:
          'A plugin whose last owner they were stays as it is, and is looked after by operators, who get its mails, until you name another owner.',
        operationId: 'deleteUser',
        params: UserParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await removeDevelopments(tx, { userId: id });
        const plugins = await selectPluginsWith(tx, id);
        await removeUser(tx, id);
        for (const plugin of plugins)
          await record(tx, doingOf(request), {
            action: 'collaborator.removed',
            target: [plugin, id],
          });
        await record(tx, doingOf(request), { action: 'user.deleted', target: id });
      });
      return reply.code(204).send(null);
    },
  );
}
