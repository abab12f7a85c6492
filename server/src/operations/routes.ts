import type { Registry } from 'prom-client';
import { Type } from 'typebox';
import type { App } from '../lib/http/app.ts';
import { AsText } from '../lib/http/schema.ts';
import { createReadiness, type ReadinessDeps } from './readiness.ts';

/** What health, readiness and metrics are told from. */
export interface OperationsDeps extends ReadinessDeps {
  metrics: Registry;
}

const Health = Type.Object(
  { status: Type.String() },
  { title: 'Health', examples: [{ status: 'ok' }] },
);
const Readiness = Type.Object(
  {
    status: Type.String(),
    check: Type.Optional(Type.String({ description: 'The name of the check that failed' })),
    reason: Type.Optional(Type.String()),
  },
  { title: 'Readiness', examples: [{ status: 'ready' }] },
);
const METRICS_EXAMPLE = 'plugboard_queue_jobs{state="ready"} 3\n';
const tags = ['operations'];

/**
 * Health, readiness and metrics, for whoever can reach the port: they ask for no credential.
 *
 * When a server is ready, `readiness.ts` says: it is not shutting down, can write to its database, and so on.
 */
export async function operationsRoutes(app: App, deps: OperationsDeps): Promise<void> {
  const whyNotReady = createReadiness(deps);
  app.get(
    '/healthz',
    {
      config: { auth: 'none' },
      schema: {
        tags,
        operationId: 'getHealth',
        summary: 'The process runs',
        response: { 200: Health },
      },
    },
    async () => ({ status: 'ok' }),
  );

  app.get(
    '/readyz',
    {
      config: { auth: 'none' },
      schema: {
        tags,
        operationId: 'getReadiness',
        summary: 'The server can do its work',
        response: { 200: Readiness, 503: Readiness },
      },
    },
    async (_request, reply) => {
      const found = await whyNotReady();
      if (found === undefined) return { status: 'ready' };
      // How long an answer is kept.
      return reply
        .code(503)
        .header('retry-after', '1')
        .send({ status: 'not ready', ...found });
    },
  );

  app.get(
    '/metrics',
    {
      config: { auth: 'none' },
      schema: {
        tags,
        operationId: 'getMetrics',
        summary: 'Metrics in the Prometheus format',
        produces: ['text/plain'],
        response: { 200: AsText(Type.String({ examples: [METRICS_EXAMPLE] })) },
      },
    },
    async (_request, reply) => {
      reply.type(deps.metrics.contentType);
      return deps.metrics.metrics();
    },
  );
}
