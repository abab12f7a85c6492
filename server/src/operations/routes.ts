import type { Registry } from 'prom-client';
import { Type } from 'typebox';
import type { Vault } from '../lib/crypto.ts';
import type { Database } from '../lib/db.ts';
import type { App } from '../lib/http/app.ts';
import { AsText } from '../lib/http/schema.ts';
import { migrationNames, selectAppliedMigrations } from '../lib/migrate.ts';
import { whyKeysDoNotFit } from '../secret-keys/reasons.ts';

/** What health, readiness and metrics are told from. */
export interface OperationsDeps {
  db: Database;
  vault: Vault;
  metrics: Registry;
  /** Shutting down: load balancers should look elsewhere. */
  draining(): boolean;
}

const Health = Type.Object(
  { status: Type.String() },
  { title: 'Health', examples: [{ status: 'ok' }] },
);
const Readiness = Type.Object(
  { status: Type.String(), reason: Type.Optional(Type.String()) },
  { title: 'Readiness', examples: [{ status: 'ready' }] },
);
const METRICS_EXAMPLE = 'plugboard_queue_jobs{state="ready"} 3\n';
const tags = ['operations'];

/**
 * Health, readiness and metrics, for whoever can reach the port: they ask for no credential.
 *
 * A server is ready when it is not shutting down, reaches its database, finds all migrations of its release there, and has the keys
 * that open what is sealed in it.
 */
export async function operationsRoutes(app: App, deps: OperationsDeps): Promise<void> {
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
      const reason = await whyNotReady(deps);
      if (reason === undefined) return { status: 'ready' };
      return reply.code(503).send({ status: 'not ready', reason });
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

async function whyNotReady({ db, vault, draining }: OperationsDeps): Promise<string | undefined> {
  if (draining()) return 'shutting down';
  try {
    const applied = new Set((await selectAppliedMigrations(db)).map((row) => row.name));
    const missing = (await migrationNames()).filter((name) => !applied.has(name));
    if (missing.length > 0) return `migrations are missing: ${missing.join(', ')}`;
    return await whyKeysDoNotFit(db, vault);
  } catch {
    return 'the database cannot be reached';
  }
}
