import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { forPeople } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { newestFirst, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { answeredAs, Id } from '../lib/http/schema.ts';
import { parseId } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { selectReplays } from '../replays/queries.ts';
import { beginReplay, cancelReplay, findReplay, noReplay, replayView } from '../replays/replays.ts';
import { NewReplay, Replay } from '../replays/schema.ts';

const tags = ['jobs'];
const config = { auth: forPeople('admin', 'developer') };
const IdParams = Type.Object({ id: Type.String() });
const ReplayQuery = Type.Object(
  {
    ...PageQuery.properties,
    space_id: Type.Optional(Id),
    install_id: Type.Optional(Id),
    plugin_id: Type.Optional(Id),
  },
  { additionalProperties: false },
);

const CANCELLED = { state: 'cancelled', finished_at: '2026-03-02T09:16:00.000Z' };

/** Jobs are run again in bulk: by the host, by admins of their space, by developers of their plugin. */
export async function replayRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db } = deps;

  app.post(
    '/replays',
    {
      config: { ...config, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'createReplay',
        summary: 'Run jobs again in bulk',
        description:
          'Those without a verdict of their plugin as by `retry`, the others only with `include_settled` and as by `resend`: at most a million, at a quarter of what an endpoint gets at a time, and only while nothing else is ready for it. A job that is queued or ongoing is on its way already, and left alone. One at a time of a space, an install or a plugin, and five that a person began.',
        body: NewReplay,
        response: { 202: Replay },
      },
    },
    async (request, reply) => {
      const { caller, body } = request;
      const answer = await onceOnly(deps, request, async (tx) => ({
        status: 202,
        body: replayView(await beginReplay(tx, readerOf(caller), body, doingOf(request))),
      }));
      return reply.code(202).send(answer.body);
    },
  );

  app.get(
    '/replays',
    {
      config: { ...config, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'listReplays',
        summary: 'Replays, newest first',
        querystring: ReplayQuery,
        response: { 200: Page(Replay) },
      },
    },
    async ({ caller, query }) => {
      const page = newestFirst(query);
      const rows = await selectReplays(db, readerOf(caller), query, page);
      return toPage(rows, page.limit, ({ id }) => id, replayView);
    },
  );

  app.get(
    '/replays/:id',
    {
      config: { ...config, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'getReplay',
        summary: 'How far a replay is',
        params: IdParams,
        response: { 200: Replay },
      },
    },
    async ({ caller, params }) =>
      replayView(await findReplay(db, readerOf(caller), replayId(params.id))),
  );

  app.delete(
    '/replays/:id',
    {
      config: { ...config, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'cancelReplay',
        summary: 'End a replay',
        description:
          'What of it was not sent yet stands as before; what is under way goes on. One that is cancelled stays so.',
        params: IdParams,
        response: { 200: answeredAs(Replay, CANCELLED) },
      },
    },
    async (request) => {
      const id = replayId(request.params.id);
      const reader = readerOf(request.caller);
      return replayView(
        await runAgainOnDeadlock(db, (tx) => cancelReplay(tx, reader, id, doingOf(request))),
      );
    },
  );
}

function replayId(text: string): number {
  const id = parseId(text);
  if (id === undefined) throw noReplay(text);
  return id;
}
