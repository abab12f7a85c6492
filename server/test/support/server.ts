import { Registry } from 'prom-client';
import { buildApp } from '../../src/app.ts';
import { type Config, databaseLimits, readConfig } from '../../src/config.ts';
import { startDelivery } from '../../src/delivery/start.ts';
import { type AppDeps, composeDeps } from '../../src/deps.ts';
import { type Changes, listenForChanges } from '../../src/lib/changes.ts';
import type { Vault } from '../../src/lib/crypto.ts';
import { type Database, openDatabase } from '../../src/lib/db.ts';
import type { App } from '../../src/lib/http/app.ts';
import { createLogger } from '../../src/log.ts';
import { startRehearsing } from '../../src/rehearsals/working.ts';
import { startRollingOut } from '../../src/roll-outs/working.ts';
import { openVault } from '../../src/secret-keys/open-vault.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { tellingAll } from './telling-all.ts';
import { ending, waitFor } from './wait-for.ts';

/** What every server of a test seals with, unless it says otherwise. */
export const TEST_SECRET_KEY = 'a secret key for tests and for nothing else';
const HOST_KEY = 'pbk_test-host-key-0123456789abcdefghijklmnopqrs';

/** Limits that end nothing on a slow machine; a test that is about them sets others. */
export const PATIENT = {
  PLUGBOARD_DATABASE_CONNECT_TIMEOUT_MS: '120000',
  PLUGBOARD_DATABASE_STATEMENT_TIMEOUT_MS: '120000',
  PLUGBOARD_DATABASE_LOCK_TIMEOUT_MS: '120000',
  // The most that these take.
  PLUGBOARD_CONNECT_TIMEOUT_MS: '60000',
  PLUGBOARD_ATTEMPT_TIMEOUT_MS: '30000',
  PLUGBOARD_ROUTE_TIMEOUT_MS: '30000',
  PLUGBOARD_HOST_API_TIMEOUT_MS: '60000',
  PLUGBOARD_LEASE_SECONDS: '600',
};

// As many attempts as there are by default, each an hour after the last: a job that failed in one test does not come back in another.
const RETRIED_WHEN_ASKED = { PLUGBOARD_RETRY_SCHEDULE: `0${',3600'.repeat(9)}` };

// Most tests are about plugins of people, and not about how these became developers.
const EVERYBODY_DEVELOPS = { PLUGBOARD_DEVELOPERS: 'members' };

export interface TestServerOptions {
  /** Settings that differ from a test server's, as environment variables. */
  env?: Record<string, string>;
  /** Also deliver jobs, as a process with all roles does. */
  delivery?: boolean;
  /** A database to share with another server, which then drops it; by default a new one. */
  database?: TestDatabase;
  /** Another way to the database for LISTEN. */
  listenUrl?: string;
}

/** An answer, its body read: parsed when it is JSON, else undefined (the text is in `text`). */
export interface Answer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the body is
  body: any;
  text: string;
}

export interface TestServer {
  /** `http://127.0.0.1:port`. */
  url: string;
  /** A host key that is always valid here. */
  hostKey: string;
  config: Config;
  /** For what tests look at, or change past the product: every server of the database is told of that. */
  db: Database;
  /** The product's own. */
  pool: Database;
  changes: Changes;
  vault: Vault;
  app: App;
  /** Calls a path of the server with the host key; a body that is not a string is sent as JSON. */
  api(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string | undefined>,
  ): Promise<Answer>;
  /** @throws Error when something was left open: a database client, a request, a socket. */
  close(): Promise<void>;
}

/**
 * A whole server on a port and a database of its own.
 *
 * @example
 * let server: TestServer;
 * beforeAll(async () => {
 *   server = await startTestServer();
 *   return () => server.close();
 * });
 */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const database = options.database ?? (await createTestDatabase());
  const config = readConfig({
    PORT: '0',
    PUBLIC_URL: 'http://plugboard.test',
    DATABASE_URL: database.url,
    PLUGBOARD_HOST_KEY: HOST_KEY,
    PLUGBOARD_SECRET_KEY: TEST_SECRET_KEY,
    PLUGBOARD_ALLOW_PRIVATE_NETWORK: 'on',
    PLUGBOARD_LOG_LEVEL: 'silent',
    ...PATIENT,
    ...RETRIED_WHEN_ASKED,
    ...EVERYBODY_DEVELOPS,
    ...options.env,
  });
  const deps = await openDeps(config, database.url, options.listenUrl);
  const worker = options.delivery ? await startDelivery(deps) : undefined;
  const rehearsing = options.delivery ? startRehearsing(deps) : undefined;
  const rollingOut = options.delivery ? startRollingOut(deps) : undefined;
  const app = await buildApp(deps);
  const url = await app.listen({ host: config.host, port: config.port });

  async function closeAll(): Promise<void> {
    await app.close();
    await Promise.all([worker?.stop(), rehearsing?.stop(), rollingOut?.stop()]);
    await deps.pluginRequests.close();
    await deps.changes.close();
    await refuseLeakedClients(deps.db);
    await deps.db.close();
    if (options.database === undefined) await database.drop();
  }
  return {
    url,
    hostKey: HOST_KEY,
    config,
    db: tellingAll(deps.db),
    pool: deps.db,
    changes: deps.changes,
    vault: deps.vault,
    app,
    api: (method, path, body, headers) =>
      send(url + path, method, body, { authorization: `Bearer ${HOST_KEY}`, ...headers }),
    close: () =>
      ending(closeAll(), 'the test server to close, which a leaked client or socket prevents'),
  };
}

async function openDeps(
  config: Config,
  databaseUrl: string,
  listenUrl = databaseUrl,
): Promise<AppDeps> {
  const log = createLogger(config.logLevel);
  const onError = (error: Error) => log.warn({ err: error }, 'database connection lost');
  const changes = await listenForChanges(listenUrl, onError);
  const db = openDatabase({
    url: databaseUrl,
    poolSize: config.databasePoolSize,
    limits: databaseLimits(config),
    onError,
  });
  const vault = await openVault(config, db);
  const metrics = new Registry();
  return composeDeps({ config, db, vault, changes, log, metrics });
}

/** One request; a header set to undefined is left out. What goes on for ever is left at once, its text unread. */
export async function send(
  url: string,
  method: string,
  body?: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<Answer> {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined;
  });
  const sent = new Headers(given);
  if (body !== undefined && !sent.has('content-type')) sent.set('content-type', 'application/json');
  const response = await fetch(url, {
    method,
    headers: sent,
    body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    redirect: 'manual',
  });
  const goesOn = response.headers.get('content-type') === 'text/event-stream';
  if (goesOn) await response.body?.cancel();
  const text = goesOn ? '' : await response.text();
  return { status: response.status, headers: response.headers, body: parse(text), text };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// What a process says to itself to see whether it hears, it says beside the requests: that query may still be under way.
async function refuseLeakedClients(db: Database): Promise<void> {
  const areBack = (): boolean => {
    const { total, idle, waiting } = db.stats();
    return idle === total && waiting === 0;
  };
  await waitFor(areBack, { describe: 'every database client to be given back' });
}
