import { type Static, Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { DEVELOPERS } from '../auth/audiences.ts';
import { type Caller, readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, newestFirst, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { AsText, answeredAs } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { parseId, parseSmallNumber } from '../lib/ids.ts';
import { rawOrNull } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { findPluginOf, findPluginOfToChange } from '../registry/find-plugin.ts';
import { findRelease } from '../registry/review.ts';
import { PluginParams, ReleaseParams } from '../registry/schema.ts';
import {
  type RehearsalRow,
  type RehearsedRow,
  selectRehearsals,
  selectRehearsedJobs,
} from '../rehearsals/queries.ts';
import {
  beginRehearsal,
  cancelRehearsal,
  findRehearsal,
  noRehearsal,
} from '../rehearsals/rehearsals.ts';
import { NewRehearsal, Rehearsal, RehearsedJob } from '../rehearsals/schema.ts';

const IdParams = Type.Object({ id: Type.String() });
const JobsQuery = Type.Object(
  {
    ...PageQuery.properties,
    differing: Type.Optional(
      Type.Boolean({ description: 'Only those that came to another verdict than they had' }),
    ),
  },
  { additionalProperties: false },
);

const tags = ['rehearsals'];
const config = { auth: DEVELOPERS } as const;
const CANCELLED = { state: 'cancelled' };

const rehearsalView = ({
  since,
  until,
  created_at,
  finished_at,
  ...row
}: RehearsalRow): Rehearsal => ({
  ...row,
  since: since.toISOString(),
  until: until.toISOString(),
  created_at: created_at.toISOString(),
  finished_at: finished_at?.toISOString() ?? null,
});

/** A release is tried on what happened, with its effects held back. */
export function rehearsalRoutes(app: App, deps: AppDeps): void {
  beginRoute(app, deps);
  listRoute(app, deps);
  oneRoutes(app, deps);
}

function beginRoute(app: App, deps: AppDeps): void {
  app.post(
    '/plugins/:id/releases/:number/rehearse',
    {
      config,
      schema: {
        tags,
        operationId: 'rehearseRelease',
        summary: 'Tell a release what happened, to see what it makes of it',
        description:
          'Of each event its worker is sent a request with `meta.rehearsal`, with `meta.auth` null and an id that is no job’s; filters and grants are those of now. What it answers is kept and not carried out: no effects, no attachments, no notices. What the plugin does by itself, such as writing to the storage with its own token, is not held back. One at a time of a plugin.',
        params: ReleaseParams,
        body: NewRehearsal,
        response: { 202: Rehearsal },
      },
    },
    async (request, reply) => {
      const { caller, params, body } = request;
      const answer = await onceOnly(deps, request, async (tx) => {
        const plugin = await findPluginOfToChange(tx, caller, params.id);
        const release = await findRelease(tx, plugin.id, parseSmallNumber(params.number));
        const row = await beginRehearsal(tx, caller, { plugin, release }, body, doingOf(request));
        return { status: 202, body: rehearsalView(row) };
      });
      return reply.code(202).send(answer.body);
    },
  );
}

function listRoute(app: App, { db }: AppDeps): void {
  app.get(
    '/plugins/:id/rehearsals',
    {
      config,
      schema: {
        tags,
        operationId: 'listRehearsals',
        summary: 'Rehearsals of a plugin, newest first',
        params: PluginParams,
        querystring: PageQuery,
        response: { 200: Page(Rehearsal) },
      },
    },
    async ({ caller, params, query }) => {
      const plugin = await findPluginOf(db, caller, params.id);
      const { limit, before } = newestFirst(query);
      const page = { before, limit: limit + 1 };
      const rows = await selectRehearsals(db, readerOf(caller), plugin.id, page);
      return toPage(rows, limit, ({ id }) => id, rehearsalView);
    },
  );
}

function oneRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/rehearsals/:id',
    {
      config,
      schema: {
        tags,
        operationId: 'getRehearsal',
        summary: 'How far a rehearsal is',
        params: IdParams,
        response: { 200: Rehearsal },
      },
    },
    async ({ caller, params }) => rehearsalView(await find(db, caller, params.id)),
  );
  app.get(
    '/rehearsals/:id/jobs',
    {
      config,
      schema: {
        tags,
        operationId: 'listRehearsedJobs',
        summary: 'What came of each event then, and what the release makes of it',
        description: 'The oldest event first. Kept as long as jobs.',
        params: IdParams,
        querystring: JobsQuery,
        response: { 200: AsText(Page(RehearsedJob)) },
      },
    },
    async ({ caller, params, query }, reply) => {
      const { id } = await find(db, caller, params.id);
      const { limit, after } = idPageStart(query);
      const wanted = { differing: query.differing === true, after, limit: limit + 1 };
      const rows = await selectRehearsedJobs(db, id, wanted);
      return sendJson(reply, spliceJson(toPage(rows, limit, (row) => row.number, jobView)));
    },
  );
  app.delete(
    '/rehearsals/:id',
    {
      config,
      schema: {
        tags,
        operationId: 'cancelRehearsal',
        summary: 'End a rehearsal',
        description: 'What was found out stays; a request under way is waited for.',
        params: IdParams,
        response: { 200: answeredAs(Rehearsal, CANCELLED) },
      },
    },
    async (request) => {
      const { caller, params } = request;
      return runAgainOnDeadlock(db, async (tx) => {
        const row = await find(tx, caller, params.id);
        await findPluginOfToChange(tx, caller, String(row.plugin_id));
        return rehearsalView(await cancelRehearsal(tx, readerOf(caller), row, doingOf(request)));
      });
    },
  );
}

function find(db: Db, caller: Caller, text: string): Promise<RehearsalRow> {
  const id = parseId(text);
  if (id === undefined) throw noRehearsal(text);
  return findRehearsal(db, readerOf(caller), id);
}

const jobView = (row: RehearsedRow): Static<typeof RehearsedJob> => ({
  number: row.number,
  install_id: row.install_id,
  space_id: row.space_id,
  space_name: row.space_name,
  event_id: row.event_id,
  event_name: row.event_name,
  identifier: row.identifier,
  differs: row.differs,
  before: { job_id: row.before_job_id, status: row.before_status, message: row.before_message },
  after: {
    job_id: row.job_id,
    decision: row.decision,
    status: row.status,
    message: row.message,
    failure_reason: row.failure_reason,
    status_code: row.status_code,
    error: row.error,
    duration_ms: row.duration_ms,
    attachments: rawOrNull(row.attachments) ?? [],
    effects: rawOrNull(row.effects),
  } as Static<typeof RehearsedJob>['after'],
});
