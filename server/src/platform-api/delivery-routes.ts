import { type Static, Type } from 'typebox';
import { DEVELOPERS, DEVELOPERS_THEMSELVES } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import { readStats } from '../delivery/stats.ts';
import { Stats, StatsQuery } from '../delivery/stats-schema.ts';
import type { AppDeps } from '../deps.ts';
import { type JobProgress, selectProgressOfJobs } from '../jobs/last-attempt-queries.ts';
import {
  type JobFilter,
  type ListedJob,
  selectJobs,
  selectJobsOfOwnPlugins,
} from '../jobs/queries.ts';
import { JobStatus, PluginDelivery } from '../jobs/schema.ts';
import type { Db } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { Id, Timestamp } from '../lib/http/schema.ts';
import { selectPluginNames } from '../manifest/plugin-names.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { PluginParams } from '../registry/schema.ts';
import { callingPerson } from './calling-person.ts';
import { jobPageStart, jobSummary } from './job-view.ts';

const DeliveryQuery = Type.Object(
  {
    ...PageQuery.properties,
    status: Type.Optional(JobStatus),
    event: Type.Optional(Type.String({ description: 'Its name' })),
    identifier: Type.Optional(Type.String()),
    install_id: Type.Optional(Id),
    since: Type.Optional(Type.Unsafe<string>(Timestamp)),
  },
  { additionalProperties: false },
);

type DeliveryQuery = Static<typeof DeliveryQuery>;

const tags = ['plugins'];
const config = { auth: DEVELOPERS } as const;

/** What is delivered to plugins, for their developers: each delivery, and how they go. */
export function deliveryRoutes(app: App, { db, config: { retrySchedule } }: AppDeps): void {
  app.get(
    '/deliveries',
    {
      config: { auth: DEVELOPERS_THEMSELVES },
      schema: {
        tags,
        operationId: 'listOwnDeliveries',
        summary: 'Jobs of all your plugins with how they went, newest first',
        description: 'Of those that you are a collaborator of, as `GET plugins/{id}/deliveries`.',
        querystring: DeliveryQuery,
        response: { 200: Page(PluginDelivery) },
      },
    },
    async (request) => {
      const { query } = request;
      const { limit, before } = jobPageStart(query);
      const page = { before, limit: limit + 1 };
      const rows = await selectJobsOfOwnPlugins(db, callingPerson(request), filterOf(query), page);
      return deliveryPage(db, rows, limit, retrySchedule.length);
    },
  );
  app.get(
    '/plugins/:id/deliveries',
    {
      config,
      schema: {
        tags,
        operationId: 'listDeliveries',
        summary: 'Jobs of a plugin with how they went, newest first',
        description:
          '`GET jobs/{id}` has all attempts at one, and `GET jobs/{id}/attempts/{number}` the request and the reply.',
        params: PluginParams,
        querystring: DeliveryQuery,
        response: { 200: Page(PluginDelivery) },
      },
    },
    async ({ caller, params, query }) => {
      const plugin = await findPluginOf(db, caller, params.id);
      const { limit, before } = jobPageStart(query);
      const filter = { ...filterOf(query), plugin_id: plugin.id };
      const page = { before, limit: limit + 1 };
      const rows = await selectJobs(db, readerOf(caller), filter, page);
      return deliveryPage(db, rows, limit, retrySchedule.length);
    },
  );
  app.get(
    '/plugins/:id/stats',
    {
      config,
      schema: {
        tags,
        operationId: 'getPluginStats',
        summary: 'How requests to a plugin went, in steps of time',
        description: 'Kept as long as jobs. Requests of development installs are not counted.',
        params: PluginParams,
        querystring: StatsQuery,
        response: { 200: Stats },
      },
    },
    async ({ caller, params, query }) => {
      const { id } = await findPluginOf(db, caller, params.id);
      return readStats(db, readerOf(caller), id, query);
    },
  );
}

const filterOf = ({ event, identifier, install_id, since, status }: DeliveryQuery): JobFilter => ({
  ...(identifier !== undefined && { identifier }),
  ...(install_id !== undefined && { install_id }),
  ...(status !== undefined && { status }),
  ...(event !== undefined && { name: event }),
  ...(since !== undefined && { since }),
});

async function deliveryPage(db: Db, rows: ListedJob[], limit: number, scheduled: number) {
  const names = await selectPluginNames(
    db,
    rows.map(({ plugin_id }) => plugin_id),
  );
  const keys = rows.map((row) => ({ install_id: row.install_id, job_id: row.id }));
  const progress = await selectProgressOfJobs(db, keys, scheduled);
  return toPage(
    rows,
    limit,
    (row) => row.id,
    (row) => deliveryView(jobSummary(row, names.get(row.plugin_id)), progress.get(row.id)),
  );
}

function deliveryView(
  summary: ReturnType<typeof jobSummary>,
  // An install that is removed takes its jobs along, which may be between two statements.
  progress: JobProgress | undefined,
): Static<typeof PluginDelivery> {
  const startedAt = progress?.last_started_at?.toISOString();
  return {
    ...summary,
    space_name: progress?.space_name ?? '',
    attempts_total: progress?.attempts_total ?? 0,
    max_attempts: progress?.max_attempts ?? null,
    last_attempt:
      progress === undefined || startedAt === undefined
        ? null
        : {
            stage: progress.last_stage ?? 'lost',
            status_code: progress.last_status_code,
            error: progress.last_error,
            started_at: startedAt,
            duration_ms: progress.last_duration_ms ?? 0,
          },
  };
}
