import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { ADMINS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { findInstallFor } from '../installs/reach.ts';
import { InstallParams } from '../installs/schema.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { newestFirst, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { answeredAs, Id } from '../lib/http/schema.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { Backfill, NewBackfill } from '../replays/backfill-schema.ts';
import { backfillView, beginBackfill, cancelBackfill, findBackfill } from '../replays/backfills.ts';
import { selectBackfills } from '../replays/queries.ts';

const tags = ['installs'];
const config = { auth: ADMINS };
const BackfillParams = Type.Object({ id: Id });

const CANCELLED = { state: 'cancelled', finished_at: '2026-03-02T09:16:00.000Z' };

/** Installs are told of the past: for admins of their space, and the host. */
export async function backfillRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db } = deps;

  app.post(
    '/installs/:id/backfills',
    {
      config: { ...config, portal: ['space'] },
      schema: {
        tags,
        operationId: 'createBackfill',
        summary: 'Tell an install of events of the past',
        description:
          'Those of its space that it hears as things are now, and has no job of since it was installed: the oldest first, a million at most, in their lanes before newer ones, at a quarter of what an endpoint gets at a time. Whoever asks again then is told of what is left. It begins when the install is active. One at a time of an install, and five, replays included, that a person began; 429 also while another one of theirs begins.',
        params: InstallParams,
        body: NewBackfill,
        response: { 202: Backfill },
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request;
      const reader = readerOf(caller);
      const answer = await onceOnly(deps, request, async (tx) => {
        const install = await findInstallFor(tx, reader, params.id, 'admin');
        const asked = { reader, doing: doingOf(request), pointer: '' };
        return {
          status: 202,
          body: backfillView(await beginBackfill(tx, install, body, asked)),
        };
      });
      return reply.code(202).send(answer.body);
    },
  );

  app.get(
    '/installs/:id/backfills',
    {
      config: { ...config, portal: ['space'] },
      schema: {
        tags,
        operationId: 'listBackfills',
        summary: 'Backfills of an install, newest first',
        params: InstallParams,
        querystring: PageQuery,
        response: { 200: Page(Backfill) },
      },
    },
    async ({ caller, params, query }) => {
      const { id } = await findInstallFor(db, readerOf(caller), params.id, 'admin');
      const page = newestFirst(query);
      const rows = await selectBackfills(db, id, page);
      return toPage(rows, page.limit, (row) => row.id, backfillView);
    },
  );

  app.get(
    '/backfills/:id',
    {
      config: { ...config, portal: ['space'] },
      schema: {
        tags,
        operationId: 'getBackfill',
        summary: 'How far a backfill is',
        params: BackfillParams,
        response: { 200: Backfill },
      },
    },
    async ({ caller, params }) => backfillView(await findBackfill(db, readerOf(caller), params.id)),
  );

  app.delete(
    '/backfills/:id',
    {
      config: { ...config, portal: ['space'] },
      schema: {
        tags,
        operationId: 'cancelBackfill',
        summary: 'End a backfill',
        description:
          'What of it was not sent yet is as if it never had been; what is under way goes on. One that is cancelled stays so.',
        params: BackfillParams,
        response: { 200: answeredAs(Backfill, CANCELLED) },
      },
    },
    async (request) => {
      const { id } = request.params;
      const reader = readerOf(request.caller);
      return backfillView(
        await runAgainOnDeadlock(db, (tx) => cancelBackfill(tx, reader, id, doingOf(request))),
      );
    },
  );
}
