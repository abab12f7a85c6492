import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { forPeople } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import { readAttempt } from '../delivery/attempt-view.ts';
import type { AppDeps } from '../deps.ts';
import { cancelJob, resendJob, retryJob } from '../jobs/control.ts';
import { selectJobInFull, selectJobs } from '../jobs/queries.ts';
import { enterJob, noSuchJob } from '../jobs/reach.ts';
import type { AttemptRow } from '../jobs/rows.ts';
import { AttemptInFull, JobObject, JobStatus, JobSummary } from '../jobs/schema.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { AsText, answeredAs, Id } from '../lib/http/schema.ts';
import { sendJson, spliceJson } from '../lib/http/splice.ts';
import { isUuid, parseSmallNumber } from '../lib/ids.ts';
import { RawJson, rawOrNull } from '../lib/json.ts';
import { selectPluginNames } from '../manifest/plugin-names.ts';
import { jobPageStart, jobSummary } from './job-view.ts';

const IdParams = Type.Object({ id: Type.String() });
const AttemptParams = Type.Object({ id: Type.String(), number: Type.String() });
const tags = ['jobs'];
const LOOKING = { auth: forPeople('member', 'developer') };
const CHANGING = { auth: forPeople('admin', 'developer') };

const JobQuery = Type.Object(
  {
    ...PageQuery.properties,
    space_id: Type.Optional(Id),
    install_id: Type.Optional(Id),
    plugin_id: Type.Optional(Id),
    identifier: Type.Optional(Type.String()),
    status: Type.Optional(JobStatus),
    name: Type.Optional(Type.String()),
    since: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { additionalProperties: false },
);

// What examples say of a job that is no longer, or not yet, settled by its plugin.
const UNSETTLED = {
  status_message: null,
  settled_by: null,
  settled_reason: null,
  attempts: [],
  attempts_total: 0,
  max_attempts: null,
  attachments: [],
};
const QUEUED = {
  ...UNSETTLED,
  status: 'queued',
  settled_at: null,
  max_attempts: 11,
  delivery: { state: 'ready', attempt: 1, due_at: null, held_up_by: null },
};
const RESENT = { delivery: { state: 'ready', attempt: 1, due_at: null, held_up_by: null } };
const CANCELLED = { ...UNSETTLED, status: 'cancelled' };

/** The host looks at jobs, runs them again and withdraws them. */
export async function jobRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db, config } = deps;
  const scheduled = config.retrySchedule.length;

  app.get(
    '/jobs',
    {
      config: { ...LOOKING, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'listJobs',
        summary: 'Jobs, newest first',
        description:
          'For people those in their spaces, and, where `plugin_id`, `install_id` or `space_id` says which, those of plugins that they develop.',
        querystring: JobQuery,
        response: { 200: Page(JobSummary) },
      },
    },
    async (request) => {
      const { limit, before } = jobPageStart(request.query);
      const page = { before, limit: limit + 1 };
      const rows = await selectJobs(db, readerOf(request.caller), request.query, page);
      const names = await selectPluginNames(
        db,
        rows.map(({ plugin_id }) => plugin_id),
      );
      return toPage(
        rows,
        limit,
        (row) => row.id,
        (row) => jobSummary(row, names.get(row.plugin_id)),
      );
    },
  );

  app.get(
    '/jobs/:id',
    {
      config: { ...LOOKING, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'getJob',
        summary: 'A job with its attempts and attachments',
        params: IdParams,
        response: { 200: AsText(JobObject) },
      },
    },
    async ({ caller, params }, reply) => {
      const id = jobId(params.id);
      await enterJob(db, readerOf(caller), id, false);
      return sendJson(reply, await readJob(db, id, scheduled));
    },
  );

  app.get(
    '/jobs/:id/attempts/:number',
    {
      config: { ...LOOKING, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'getAttempt',
        summary: 'An attempt with the request that was made',
        description:
          'Requests are not kept: it is built again of the event, the config as of then and the space as it is. `exact` says whether that is what was sent. Tokens and passwords are masked; signatures for all but the plugin’s developer and the host, who are also told the hash of the body and whether the signatures are of it (`signature_check`); payloads of private types as everywhere.',
        params: AttemptParams,
        response: { 200: AsText(AttemptInFull) },
      },
    },
    async ({ caller, params }, reply) => {
      const id = jobId(params.id);
      const reader = readerOf(caller);
      await enterJob(db, reader, id, false);
      const attempt = await readAttempt(deps, reader, id, attemptNumber(id, params.number));
      return sendJson(reply, spliceJson(attempt));
    },
  );

  app.post(
    '/jobs/:id/retry',
    {
      config: { ...CHANGING, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'retryJob',
        summary: 'Run a job again now',
        description:
          'For a job that waits, failed on our side or is parked; a verdict of the plugin is final. One that was withdrawn is run again by admins of its space only.',
        params: IdParams,
        response: { 202: AsText(answeredAs(JobObject, QUEUED)) },
      },
    },
    async (request, reply) => {
      const id = jobId(request.params.id);
      const answer = await onceOnly(deps, request, async (tx) => {
        const { space_id: spaceId, is_admin } = await enterJob(
          tx,
          readerOf(request.caller),
          id,
          true,
        );
        await retryJob(tx, id, is_admin);
        await record(tx, doingOf(request), { action: 'job.retried', target: id, spaceId });
        return { status: 202, body: await readJob(tx, id, scheduled) };
      });
      deps.wake();
      return sendJson(reply.code(202), answer.body);
    },
  );

  app.post(
    '/jobs/:id/resend',
    {
      config: { ...CHANGING, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'resendJob',
        summary: 'Send a settled job once more',
        description:
          'With the same `webhook-id`, `Plugboard-Resend: 1` and one attempt. Its verdict stays; effects and attachments of the reply are recorded with the attempt, and not applied. At most 50 times a job.',
        params: IdParams,
        response: { 202: AsText(answeredAs(JobObject, RESENT)) },
      },
    },
    async (request, reply) => {
      const id = jobId(request.params.id);
      const answer = await onceOnly(deps, request, async (tx) => {
        const { space_id: spaceId } = await enterJob(tx, readerOf(request.caller), id, true);
        await resendJob(tx, id);
        await record(tx, doingOf(request), { action: 'job.resent', target: id, spaceId });
        return { status: 202, body: await readJob(tx, id, scheduled) };
      });
      deps.wake();
      return sendJson(reply.code(202), answer.body);
    },
  );

  app.post(
    '/jobs/:id/cancel',
    {
      config: { ...CHANGING, portal: ['activity'] },
      schema: {
        tags,
        operationId: 'cancelJob',
        summary: 'Withdraw a job that is not settled',
        params: IdParams,
        response: { 200: AsText(answeredAs(JobObject, CANCELLED)) },
      },
    },
    async (request, reply) => {
      const id = jobId(request.params.id);
      const answer = await onceOnly(deps, request, async (tx) => {
        const { space_id: spaceId } = await enterJob(tx, readerOf(request.caller), id, true);
        const cancelled = { action: 'job.cancelled', target: id, spaceId } as const;
        if (await cancelJob(tx, id)) await record(tx, doingOf(request), cancelled);
        return { status: 200, body: await readJob(tx, id, scheduled) };
      });
      deps.wake();
      return sendJson(reply, answer.body);
    },
  );
}

function jobId(text: string): string {
  if (!isUuid(text)) throw noSuchJob(text);
  return text;
}

function attemptNumber(job: string, text: string): number {
  const number = parseSmallNumber(text);
  if (number === undefined)
    throw new Failure('attempt_not_found', `Job ${job} has no attempt ${text}`);
  return number;
}

/** As JSON text. */
async function readJob(db: Db, id: string, scheduled: number): Promise<string> {
  const job = await selectJobInFull(db, id, scheduled);
  if (job === undefined) throw noSuchJob(id);
  const { attempts, attachments, space_name, ...summary } = job;
  const names = await selectPluginNames(db, [job.plugin_id]);
  return spliceJson({
    ...jobSummary(summary, names.get(job.plugin_id)),
    space_name,
    attempts: attempts.map(toAttempt),
    attachments: attachments.map((attachment) => new RawJson(attachment)),
  });
}

const toAttempt = (row: AttemptRow) => ({
  ...row,
  reply_headers: rawOrNull(row.reply_headers),
  debug_info: rawOrNull(row.debug_info),
  started_at: new Date(row.started_at).toISOString(),
});
