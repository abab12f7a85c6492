import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS, OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import { invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import { selectRetrySchedule, updateRetrySchedule } from '../registry/queries.ts';

const YEAR_SECONDS = 365 * 86_400;

const RetrySchedule = Type.Object(
  {
    steps: Type.Array(Type.Number({ minimum: 0, maximum: YEAR_SECONDS }), {
      minItems: 1,
      maxItems: 50,
      description: 'Seconds to wait before each attempt; the first is 0',
    }),
  },
  {
    title: 'RetrySchedule',
    additionalProperties: false,
    examples: [{ steps: [0, 30, 300, 3600] }],
  },
);
type RetrySchedule = Static<typeof RetrySchedule>;

const params = Type.Object({ id: Type.String({ description: 'Id or slug' }) });
const tags = ['plugins'];

/** A plugin may be tried more often, or less, than the server does by default. */
export async function retryScheduleRoutes(app: App, { db, config }: AppDeps): Promise<void> {
  app.get(
    '/plugins/:id/retry_schedule',
    {
      config: { auth: DEVELOPERS },
      schema: {
        tags,
        operationId: 'getRetrySchedule',
        summary: "When a plugin's jobs are tried again",
        params,
        response: { 200: RetrySchedule },
      },
    },
    async (request): Promise<RetrySchedule> => {
      const { id } = await findPluginOf(db, request.caller, request.params.id);
      const own = await selectRetrySchedule(db, id);
      return { steps: own === null ? [...config.retrySchedule] : JSON.parse(own) };
    },
  );

  app.put(
    '/plugins/:id/retry_schedule',
    {
      config: { auth: OPERATORS },
      schema: {
        tags,
        operationId: 'putRetrySchedule',
        summary: 'Give a plugin a retry schedule of its own',
        params,
        body: RetrySchedule,
        response: { 200: RetrySchedule },
      },
    },
    async (request): Promise<RetrySchedule> => {
      const { steps } = request.body;
      if (steps[0] !== 0) throw invalid('/steps/0', 'must be 0: the first attempt is made at once');
      await change(request, request.params.id, JSON.stringify(steps));
      return { steps };
    },
  );

  app.delete(
    '/plugins/:id/retry_schedule',
    {
      config: { auth: OPERATORS },
      schema: {
        tags,
        operationId: 'deleteRetrySchedule',
        summary: "Go back to the server's own retry schedule",
        params,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await change(request, request.params.id, null);
      return reply.code(204).send(null);
    },
  );

  async function change(request: FastifyRequest, idOrSlug: string, steps: string | null) {
    await runAgainOnDeadlock(db, async (tx) => {
      const { id } = await findPluginOf(tx, request.caller, idOrSlug);
      await updateRetrySchedule(tx, id, steps);
      const changed = ['retry_schedule'];
      await record(tx, doingOf(request), { action: 'plugin.updated', target: id, changed });
    });
  }
}
