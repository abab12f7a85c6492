import { type Static, Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import { MEMBERS, OPERATORS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, toPage } from '../lib/http/pagination.ts';
import { AsText } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { RawJson, rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { type SpaceRow, selectSpaces } from '../spaces/queries.ts';
import { findSpaceFor } from '../spaces/reach.ts';
import { NewSpace, Space, SpaceParams, SpacePatch, SpaceQuery } from '../spaces/schema.ts';
import { changeSpace, createSpace, removeSpace } from '../spaces/spaces.ts';

const config = { auth: OPERATORS, rawBody: rawParts(['attributes']) } as const;

const spaceText = (space: SpaceRow): string => spliceJson(toSpace(space));

const toSpace = (row: SpaceRow): Static<typeof Space> => ({
  id: row.id,
  name: row.name,
  plan_level: row.plan_level,
  development: row.development,
  attributes: new RawJson(row.attributes),
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
});

/** The host's spaces: one for each of its customers. */
export async function spaceRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db } = deps;
  app.post(
    '/spaces',
    {
      config,
      schema: {
        tags: ['spaces'],
        summary: 'Create a space',
        operationId: 'createSpace',
        body: NewSpace,
        response: { 201: AsText(Space) },
      },
    },
    async (request, reply) => {
      const { body } = await onceOnly(deps, request, async (tx) => {
        const space = await createSpace(tx, request.body);
        const about = { target: space.id, spaceId: space.id };
        await record(tx, doingOf(request), { action: 'space.created', ...about });
        return { status: 201, body: spaceText(space) };
      });
      return sendJson(reply.code(201), body);
    },
  );
  app.get(
    '/spaces',
    {
      config: { auth: MEMBERS },
      schema: {
        tags: ['spaces'],
        summary: 'List spaces',
        description:
          'For people those that they belong to. Development spaces are listed where they are asked for, by themselves.',
        operationId: 'listSpaces',
        querystring: SpaceQuery,
        response: { 200: AsText(Page(Space)) },
      },
    },
    async (request, reply) => {
      const { development = false } = request.query;
      const { after, limit } = idPageStart(request.query);
      const reader = readerOf(request.caller);
      const rows = await selectSpaces(db, reader, development, { after, limit });
      return sendJson(reply, spliceJson(toPage(rows, limit, (row) => row.id, toSpace)));
    },
  );
  app.get(
    '/spaces/:id',
    {
      config: { auth: MEMBERS, portal: ['catalog', 'installed'] },
      schema: {
        tags: ['spaces'],
        summary: 'Get a space',
        operationId: 'getSpace',
        params: SpaceParams,
        response: { 200: AsText(Space) },
      },
    },
    async ({ caller, params }, reply) =>
      sendJson(reply, spaceText(await findSpaceFor(db, readerOf(caller), params.id, 'member'))),
  );
  app.patch(
    '/spaces/:id',
    {
      config,
      schema: {
        tags: ['spaces'],
        summary: 'Change a space',
        operationId: 'updateSpace',
        params: SpaceParams,
        body: SpacePatch,
        response: { 200: AsText(Space) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const space = await runAgainOnDeadlock(db, async (tx) => {
        const row = await changeSpace(tx, id, request.body);
        const about = { target: id, spaceId: id, changed: fieldsOf(request.body) };
        await record(tx, doingOf(request), { action: 'space.updated', ...about });
        return row;
      });
      return sendJson(reply, spaceText(space));
    },
  );
  app.delete(
    '/spaces/:id',
    {
      config: { auth: OPERATORS },
      schema: {
        tags: ['spaces'],
        summary:
          'Remove a space whose installs are all uninstalled, with everything that is left of it',
        operationId: 'deleteSpace',
        params: SpaceParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await removeSpace(tx, id);
        const about = { target: id, spaceId: id };
        await record(tx, doingOf(request), { action: 'space.deleted', ...about });
      });
      return reply.code(204).send(null);
    },
  );
}
