import type { Registry } from 'prom-client';
import { type AppDeps, buildApp } from './app.ts';
import type { Config } from './config.ts';
import { startDelivery } from './delivery/start.ts';
import { type Changes, listenForChanges } from './lib/changes.ts';
import { createVault } from './lib/crypto.ts';
import { type Database, openDatabase } from './lib/db.ts';
import { createLogger, type Logger } from './log.ts';
import { type Maintenance, startMaintenance } from './operations/maintenance.ts';
import { createMetrics, measureRequests } from './operations/metrics.ts';
import { operationsRoutes } from './operations/routes.ts';

/** `api` serves HTTP, `worker` delivers jobs and looks after the database, `all` does both. */
export type Role = 'all' | 'api' | 'worker';

export interface ServerOptions {
  config: Config;
  databaseUrl: string;
  /** For LISTEN, where `databaseUrl` leads through a transaction pooler. */
  listenUrl?: string;
  secretKeys: string[];
  role: Role;
  log?: Logger;
}

export interface Server {
  /** Where it listens; undefined for a worker. */
  url: string | undefined;
  /** Stops taking requests and jobs, lets those under way end, and closes what it opened. */
  close(): Promise<void>;
}

/** Starts the roles of one process on a database that is migrated. */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { config, role } = options;
  const log = options.log ?? createLogger(config.logLevel);
  const onError = (error: Error) => log.warn({ err: error }, 'database connection lost');
  const db = openDatabase({ url: options.databaseUrl, poolSize: config.databasePoolSize, onError });
  const changes = await listenForChanges(options.listenUrl ?? options.databaseUrl, onError);
  const registry = createMetrics(db);
  let wakeWorker = () => {};
  const deps: AppDeps = {
    config,
    db,
    changes,
    log,
    vault: createVault(options.secretKeys),
    wake: () => wakeWorker(),
  };
  const worker = role === 'api' ? undefined : startDelivery(deps, registry);
  if (worker !== undefined) wakeWorker = worker.wake;
  const maintenance = role === 'api' ? undefined : startMaintenance({ db, config, log });
  const api = role === 'worker' ? undefined : await startApi(deps, registry);
  return {
    url: api?.url,
    async close() {
      await api?.close();
      await worker?.stop();
      await closeRest(maintenance, changes, db);
    },
  };
}

async function startApi(deps: AppDeps, registry: Registry) {
  let draining = false;
  const app = await buildApp(deps, async (root) => {
    measureRequests(root, registry);
    await operationsRoutes(root, { db: deps.db, metrics: registry, draining: () => draining });
  });
  const url = await app.listen({ host: deps.config.host, port: deps.config.port });
  return {
    url,
    async close() {
      draining = true;
      await app.close();
    },
  };
}

async function closeRest(
  maintenance: Maintenance | undefined,
  changes: Changes,
  db: Database,
): Promise<void> {
  await maintenance?.stop();
  await changes.close();
  await db.close();
}
