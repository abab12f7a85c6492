import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS } from '../auth/audiences.ts';
import { createGuesses } from '../auth/guesses.ts';
import { boundedPerson } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { type CollaboratorRow, selectCollaboratorPage } from '../registry/collaborator-queries.ts';
import {
  Collaborator,
  CollaboratorChange,
  CollaboratorParams,
  NewCollaborator,
} from '../registry/collaborator-schema.ts';
import { addCollaborator, putCollaborator, removeCollaborator } from '../registry/collaborators.ts';
import { findPluginOf, findPluginOfToChange } from '../registry/find-plugin.ts';
import { PluginParams } from '../registry/schema.ts';
import { removeDevelopments } from '../spaces/development.ts';

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

const toCollaborator = ({ since, ...row }: CollaboratorRow): Collaborator => ({
  ...row,
  since: since.toISOString(),
});

/** Who has a part in a plugin, and which: its owners say. */
export function collaboratorRoutes(app: App, deps: AppDeps): void {
  listRoute(app, deps);
  addRoute(app, deps);
  oneRoutes(app, deps);
}

function listRoute(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/collaborators',
    {
      config,
      schema: {
        tags,
        operationId: 'listCollaborators',
        summary: 'List the collaborators of a plugin',
        description: 'In the order of their ids.',
        params: PluginParams,
        querystring: PageQuery,
        response: { 200: Page(Collaborator) },
      },
    },
    async ({ caller, params, query }) => {
      const { id } = await findPluginOf(db, caller, params.id);
      const { after, limit } = idPageStart(query);
      const rows = await selectCollaboratorPage(db, id, { after, limit });
      return toPage(rows, limit, (row) => row.user_id, toCollaborator);
    },
  );
}

/** In an hour, by one person: whoever adds somebody learns whether the address has an account. */
const MOST_TRIED = 30;

function addRoute(app: App, { db, vault, config: settings }: AppDeps): void {
  const tried = createGuesses(db, { policy: 'added-collaborators', windowSeconds: 3600 });
  app.post(
    '/plugins/:id/collaborators',
    {
      config,
      schema: {
        tags,
        operationId: 'addCollaborator',
        summary: 'Give somebody a part in a plugin, by their email address',
        description:
          'For owners, operators and the host. An address that nobody has is refused as that of somebody who may not develop. A person tries 30 an hour at most.',
        params: PluginParams,
        body: NewCollaborator,
        response: { 201: Collaborator },
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request;
      const person = boundedPerson(caller);
      if (person !== null) await tried.take([{ key: `by ${person}`, limit: MOST_TRIED }]);
      const answer = await onceOnly({ db, vault }, request, async (tx) => {
        const plugin = await findPluginOfToChange(tx, caller, params.id, 'owner');
        const added = await addCollaborator({ tx, caller, settings }, plugin, body);
        const target = [plugin.id, added.user_id];
        await record(tx, doingOf(request), { action: 'collaborator.added', target });
        return { status: 201, body: toCollaborator(added) };
      });
      return reply.code(201).send(answer.body);
    },
  );
}

function oneRoutes(app: App, { db, config: settings }: AppDeps): void {
  app.put(
    '/plugins/:id/collaborators/:user_id',
    {
      config,
      schema: {
        tags,
        operationId: 'putCollaborator',
        summary: 'Give a collaborator another role',
        description:
          'For owners, operators and the host, of whom the latter two also make somebody a collaborator. The last owner stays one: make somebody else one first.',
        params: CollaboratorParams,
        body: CollaboratorChange,
        response: { 200: Collaborator },
      },
    },
    async (request) => {
      const { id, user_id: userId } = request.params;
      const { role } = request.body;
      const collaborator = await runAgainOnDeadlock(db, async (tx) => {
        const plugin = await findPluginOfToChange(tx, request.caller, id, 'owner');
        const put = await putCollaborator({ tx, caller: request.caller, settings }, plugin, {
          userId,
          role,
        });
        const action = put.before === undefined ? 'collaborator.added' : 'collaborator.updated';
        const about = { target: [plugin.id, userId], changed: ['role'] };
        if (put.before !== role) await record(tx, doingOf(request), { action, ...about });
        return put.collaborator;
      });
      return toCollaborator(collaborator);
    },
  );
  app.delete(
    '/plugins/:id/collaborators/:user_id',
    {
      config,
      schema: {
        tags,
        operationId: 'removeCollaborator',
        summary: 'Take away the part that somebody has in a plugin',
        description:
          'For owners, operators and the host, and of oneself. The last owner stays. A development install of theirs goes with it.',
        params: CollaboratorParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id, user_id: userId } = request.params;
      const { caller } = request;
      const isOneself = caller.kind === 'user' && caller.userId === userId;
      await runAgainOnDeadlock(db, async (tx) => {
        const least = isOneself ? 'viewer' : 'owner';
        const plugin = await findPluginOfToChange(tx, caller, id, least);
        await removeCollaborator(tx, plugin, userId);
        await removeDevelopments(tx, { userId, pluginId: plugin.id });
        const target = [plugin.id, userId];
        await record(tx, doingOf(request), { action: 'collaborator.removed', target });
      });
      return reply.code(204).send(null);
    },
  );
}
