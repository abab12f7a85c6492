import { setTimeout as delay } from 'node:timers/promises';
import { buildApp } from './app.ts';
import { startChaining } from './audit/chaining.ts';
import { type Config, databaseLimits, localUrl } from './config.ts';
import { startDelivery } from './delivery/start.ts';
import type { Worker } from './delivery/worker.ts';
import { type AppDeps, composeDeps } from './deps.ts';
import { listenForChanges } from './lib/changes.ts';
import { keepTime } from './lib/clock.ts';
import { type Database, openDatabase } from './lib/db.ts';
import { holdPort } from './lib/held-port.ts';
import type { App } from './lib/http/app.ts';
import { closeWithin } from './lib/http/listener.ts';
import { createOutages } from './lib/outages.ts';
import { createLogger, type Logger } from './log.ts';
import { buildHealthApp } from './operations/health-app.ts';
import { startMaintenance, sweep } from './operations/maintenance.ts';
import { createMetrics, measureRequests, sampleQueue } from './operations/metrics.ts';
import { preparePartitions } from './operations/partitions.ts';
import { operationsRoutes } from './operations/routes.ts';
import { startRehearsing } from './rehearsals/working.ts';
import { startRollingOut } from './roll-outs/working.ts';
import { openVault } from './secret-keys/open-vault.ts';
import { explainListening } from './starting/listen-refusal.ts';

/** `api` serves HTTP, `worker` delivers jobs and looks after the database, `all` does both. */
export type ProcessRole = 'all' | 'api' | 'worker';

/** What one process serves, on which database and with which keys. */
export interface ServerOptions {
  config: Config;
  databaseUrl: string;
  /** For LISTEN and maintenance, where `databaseUrl` leads through a transaction pooler. */
  directUrl?: string;
  role: ProcessRole;
  /** By default one of the configured level. */
  log?: Logger;
  /** Whether it looks after the database each minute, as it does by default; else only when it is told that time has passed. */
  isMaintained?: boolean;
}

/** A process that serves until it is closed. */
export interface Server {
  /** Where it listens: a worker with its health, readiness and metrics only. */
  url: string;
  /** How the world reaches it: known for certain once it listens, since the port may be one that was free. */
  publicUrl: string;
  /**
   * For who moved the times in the database, past this process: it believes nothing any more that it knew, has removed what is over, and
   * queues what is due.
   */
  catchUp(): Promise<void>;
  /**
   * Is not ready and claims no jobs any more from now on, serves on for the drain time, then takes no requests, lets those under way end or
   * cuts them after the grace period, and closes what it opened.
   */
  close(): Promise<void>;
}

/**
 * Starts the roles of one process on a database that is migrated.
 *
 * @throws Error when its secret keys do not open what is sealed in the database: before any job is claimed.
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { config, role, databaseUrl, directUrl = databaseUrl } = options;
  const log = options.log ?? createLogger(config.logLevel);
  const outages = createOutages(log);
  const onError = (error: Error) => outages.met('database connections lost', error);
  const pools = openPools({ config, databaseUrl, directUrl, log, onError });
  const { db, background, probe } = pools;
  const vault = await openVault(config, db).catch(async (error) => {
    await pools.close();
    throw error;
  });
  const changes = await listenForChanges(directUrl, onError);
  // Before the first id is made.
  const time = await keepTime(db);
  const deps = composeDeps({
    config,
    db,
    changes,
    log,
    metrics: createMetrics(db),
    vault,
  });
  background.audience = db.audience;
  const worker = role === 'api' ? undefined : await startDelivery(deps);
  const rehearsing = role === 'api' ? undefined : startRehearsing(deps);
  const rollingOut = role === 'api' ? undefined : startRollingOut(deps);
  const sampling = sampleQueue(deps.metrics, background);
  const { retentionDays } = config;
  if (role === 'api')
    await preparePartitions({ db: background, retentionDays, log }).catch((err) =>
      log.error({ err }, 'the partitions of the next days could not be made'),
    );
  const upkeep = { db: background, vault, config, log };
  const isMaintained = role !== 'api' && options.isMaintained !== false;
  const maintenance = isMaintained ? startMaintenance(upkeep) : undefined;
  const chaining = role === 'api' ? undefined : startChaining({ db: background, log });
  const listener = await startListener(deps, role, probe, worker);
  return {
    url: listener.url,
    publicUrl: listener.publicUrl,
    async catchUp() {
      changes.suspectAll();
      await sweep(upkeep);
      await worker?.lookForDue();
    },
    async close() {
      listener.drain();
      // Claiming stops at once: whoever holds a connection open does not keep jobs from other workers.
      const delivered = Promise.all([worker?.stop(), rehearsing?.stop(), rollingOut?.stop()]);
      // The last of a worker to go is its listener: it can be asked for its health while attempts end.
      if (role === 'worker') await delivered;
      // Until load balancers have seen that it is not ready, requests go on coming; to a worker none do.
      else await delay(config.drainSeconds * 1000);
      await Promise.all([listener.close(), delivered]);
      await deps.pluginRequests.close();
      // A database that is silent, or busy with a long statement of maintenance, keeps nobody from ending.
      await Promise.race([
        Promise.all([
          sampling.stop(),
          time.stop(),
          maintenance?.stop(),
          chaining?.stop(),
          changes.close(),
        ]).then(() => pools.close()),
        delay(Math.max(1, config.shutdownGraceSeconds) * 1000),
      ]);
    },
  };
}

/** Readiness answers within 3 s, whatever the database does. */
const PROBE_LIMITS = { connectMs: 1500, statementMs: 1000, lockMs: 500 };

interface Pools {
  /** For those who serve. */
  db: Database;
  /** For maintenance and metrics: past any pooler, as only there its own limits hold, and not among those who serve. */
  background: Database;
  /** For readiness. */
  probe: Database;
  close(): Promise<void>;
}

function openPools({
  config,
  databaseUrl,
  directUrl,
  log,
  onError,
}: {
  config: Config;
  databaseUrl: string;
  directUrl: string;
  log: Logger;
  onError(error: Error): void;
}): Pools {
  const limits = databaseLimits(config);
  const db = openDatabase({
    url: databaseUrl,
    poolSize: config.databasePoolSize,
    limits,
    onError,
    onUnlimited: (message) => log.warn(message),
  });
  const background = openDatabase({
    url: directUrl,
    poolSize: 2,
    limits: { ...limits, statementMs: config.maintenanceStatementMs },
    onError,
  });
  const probe = openDatabase({ url: databaseUrl, poolSize: 1, limits: PROBE_LIMITS, onError });
  return {
    db,
    background,
    probe,
    async close() {
      for (const pool of [background, probe, db]) await pool.close();
    },
  };
}

async function startListener(
  deps: AppDeps,
  role: ProcessRole,
  probe: Database,
  worker: Worker | undefined,
) {
  let draining = false;
  const { config, metrics } = deps;
  const operations = {
    ...deps,
    probe,
    draining: () => draining,
    ...(worker && { workerAgeMs: worker.ageMs }),
  };
  const { app, url, publicUrl } =
    role === 'worker'
      ? await listen(config, () => buildHealthApp(operations))
      : await listen(config, (settled) =>
          buildApp({ ...deps, config: settled }, async (root) => {
            measureRequests(root, metrics);
            await operationsRoutes(root, operations);
          }),
        );
  return {
    url,
    publicUrl,
    drain() {
      draining = true;
    },
    close: () => closeWithin(app, config.shutdownGraceSeconds * 1000),
  };
}

// The public URL goes into what is built, so that where it has the port in it, a free one has to be found before.
async function listen(
  config: Config,
  build: (config: Config) => Promise<App>,
): Promise<{ app: App; url: string; publicUrl: string }> {
  const { host } = config;
  if (config.port !== 0 || config.publicUrl !== localUrl(0)) {
    const app = await build(config);
    return { app, url: await listenAt(app, config), publicUrl: config.publicUrl };
  }
  const { port, release } = await holdPort(host).catch((error) => {
    throw explainListening(error, config);
  });
  const publicUrl = localUrl(port);
  const app = await build({ ...config, port, publicUrl });
  await release();
  return { app, url: await listenAt(app, { host, port }), publicUrl };
}

async function listenAt(app: App, { host, port }: Pick<Config, 'host' | 'port'>): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    throw explainListening(error, { host, port });
  }
}
