import { type Static, Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import { updateRehearsedJob } from '../installs/rehearsed-queries.ts';
import { ATTACHMENT_EXAMPLE, Attachment, readAttachments } from '../jobs/attachments.ts';
import { selectJob } from '../jobs/queries.ts';
import { JobSummary, type Verdict } from '../jobs/schema.ts';
import { createJobUpdates, type JobUpdate, type UpdatedJob } from '../jobs/update.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { mediaType } from '../lib/http/json-api.ts';
import { nullable } from '../lib/http/schema.ts';
import { isUuid } from '../lib/ids.ts';
import { rawParts } from '../lib/json.ts';
import { STORY } from '../story.ts';
import { PLUGIN_SCOPE } from '../vocabulary/schema.ts';

const Message = nullable(Type.String({ maxLength: 10_000 }));

const JobUpdateBody = Type.Object(
  {
    status: Type.Optional(
      Type.Unsafe<Verdict | null>({
        type: ['string', 'null'],
        enum: ['done', 'ignored', 'failed', null],
      }),
    ),
    status_message: Type.Optional(Message),
    failure_reason: Type.Optional(Message),
    attachments: Type.Optional(nullable(Type.Array(Attachment))),
  },
  {
    title: 'JobUpdate',
    examples: [{ status: 'done', status_message: 'Greeted', attachments: [ATTACHMENT_EXAMPLE] }],
  },
);
type JobUpdateBody = Static<typeof JobUpdateBody>;

// Plugins know ids as strings.
const IdText = Type.String();

const WholeJob = Type.Object({
  ...Type.Omit(JobSummary, ['id', 'name', 'identifier', 'delivery']).properties,
  space_id: IdText,
  install_id: IdText,
  plugin_id: IdText,
});

const JobAnswer = Type.Object(
  {
    data: Type.Object(
      {
        id: Type.String(),
        name: Type.String(),
        identifier: nullable(Type.String()),
        ...Type.Partial(WholeJob).properties,
      },
      {
        title: 'UpdatedJob',
        description: 'A job as plugins know it; with `fields=all` the whole',
        examples: [{ id: STORY.jobId, name: STORY.eventName, identifier: STORY.identifier }],
      },
    ),
  },
  { title: 'JobAnswer' },
);

/** PATCH job of Envoy's Plugin API: a plugin settles a job, or adds to what it told of it. */
export async function pluginJobRoutes(app: App, { db, jobsReady }: AppDeps): Promise<void> {
  const update = createJobUpdates(db, jobsReady);

  // What a plugin is told in a rehearsal it settles as it does jobs, and what it says stays there.
  async function rehearsedInstead(error: unknown, told: JobUpdate): Promise<UpdatedJob> {
    if (!(error instanceof Failure) || error.code !== 'job_not_found') throw error;
    const rehearsed = await updateRehearsedJob(db, told);
    if (rehearsed === undefined) throw error;
    const { is_settled, ...job } = rehearsed;
    if (is_settled)
      throw new Failure('job_settled', 'It has another verdict already; a verdict is final');
    return job;
  }

  app.patch(
    '/jobs/:jobId',
    {
      config: { auth: { plugin_scope: PLUGIN_SCOPE }, rawBody: rawParts([], ['attachments/*']) },
      schema: {
        tags: ['plugin services'],
        operationId: 'updateJob',
        summary: 'Settle a job, or add to it',
        description:
          'Everything is optional; attachments are appended. A verdict is final: another one is 409. ' +
          '`fields=all` answers the whole job.',
        params: Type.Object({ jobId: Type.String() }),
        querystring: Type.Object({ fields: Type.Optional(Type.Literal('all')) }),
        body: JobUpdateBody,
        response: { 200: JobAnswer },
      },
    },
    async (request, reply) => {
      const { jobId } = request.params;
      if (!isUuid(jobId)) throw new Failure('job_not_found', 'There is no such job of this plugin');
      const body: JobUpdateBody = request.body;
      const told = {
        plugin_id: request.plugin.pluginId,
        job_id: jobId.toLowerCase(),
        status: body.status ?? undefined,
        status_message: body.status_message ?? undefined,
        failure_reason: body.failure_reason ?? undefined,
        attachments: readAttachments(body.attachments, '/attachments'),
      };
      const job = await update(told).catch((error) => rehearsedInstead(error, told));
      reply.type(mediaType(reply));
      if (request.query.fields !== 'all') return { data: job };
      return { data: { ...(await wholeJob(db, job.id)), ...job } };
    },
  );
}

async function wholeJob(db: Db, id: string): Promise<Partial<Static<typeof WholeJob>>> {
  const row = await selectJob(db, id);
  if (row === undefined) return {};
  return {
    ...row,
    space_id: String(row.space_id),
    install_id: String(row.install_id),
    plugin_id: String(row.plugin_id),
    settled_at: row.settled_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
  };
}
