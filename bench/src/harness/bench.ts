import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../../server/dist/embedded/start.js';
import type { Effort } from './effort.ts';
import { createPlatform, type Platform } from './platform.ts';
import type { Measured } from './processor-time.ts';
import { type Program, startProgram } from './program.ts';
import { type ReceiverProcess, startReceiver } from './receiver.ts';
import { type ServerOptions, type ServerProcess, startServerProcess } from './server.ts';
import { openSite, type Site } from './site.ts';

/** What figures measure with. Everything is started when it is first asked for, and stopped at the end. */
export interface Bench {
  effort: Effort;
  /** Of the bench database, in which the server keeps its tables. */
  databaseUrl: string;
  databaseVersion: string;
  db: pg.Pool;
  /** Holds the embedded cluster. */
  dataDir: string;
  /** The server with all roles that the figures share. */
  server(): Promise<ServerProcess>;
  /** One that only the caller uses; it stops with the benchmark, if not before. */
  ownServer(options: Partial<ServerOptions>): Promise<ServerProcess>;
  /** The Platform API of the shared server. */
  platform(): Promise<Platform>;
  /** An installation that only the caller uses; it goes with the benchmark, if not before. */
  site(name: string): Promise<Site>;
  receiver(): Promise<ReceiverProcess>;
  /** A limit or a peer; it stops with the benchmark, if not before. */
  program(path: string, env?: Record<string, string>): Program;
  /** An empty database. */
  createDatabase(name: string): Promise<string>;
  /** These processes, with the PostgreSQL that everybody shares. */
  measured(...servers: { pid: number }[]): Measured;
  /** Stops everything, the database included; the data directory stays until `close`. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

// Some servers and a peer with 60 connections at once are more than the 100 that it comes with.
const ROOM = { max_connections: 200 };

/**
 * Starts an embedded PostgreSQL, and nothing else yet. It keeps its data in a directory of its own, which goes at the end, or in the one
 * that `BENCH_DATA_DIR` names, which stays.
 */
export async function openBench(effort: Effort): Promise<Bench> {
  const dataDir = process.env.BENCH_DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'plugboard-bench-')));
  // For profiles: BENCH_POSTGRES_SETTINGS='{"shared_preload_libraries": "pg_stat_statements"}'
  const settings = JSON.parse(process.env.BENCH_POSTGRES_SETTINGS ?? '{}');
  const postgres = await startEmbeddedPostgres({ dataDir, settings: { ...ROOM, ...settings } });
  const db = new pg.Pool({ connectionString: postgres.url, max: 4 });
  // Idle connections break when PostgreSQL stops; that is no error here.
  db.on('error', () => undefined);
  const { rows } = await db.query('show server_version');
  const stops: (() => Promise<void>)[] = [() => postgres.stop(), () => db.end()];
  const stopLater = <Thing extends { stop(): Promise<void> }>(thing: Thing): Thing => {
    stops.push(() => thing.stop());
    return thing;
  };

  let server: Promise<ServerProcess> | undefined;
  let receiver: Promise<ReceiverProcess> | undefined;
  let platform: Platform | undefined;

  const ownServer = (options: Partial<ServerOptions>) =>
    startServerProcess({ databaseUrl: postgres.url, dataDir, ...options }).then(stopLater);
  const sharedServer = () => {
    server ??= ownServer({});
    return server;
  };
  async function stop(): Promise<void> {
    for (const end of stops.splice(0).reverse()) await end();
  }
  async function createDatabase(name: string): Promise<string> {
    const admin = new pg.Client({ connectionString: postgres.adminUrl });
    await admin.connect();
    await admin.query(`create database ${name} owner plugboard`);
    await admin.end();
    const url = new URL(postgres.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  return {
    effort,
    databaseUrl: postgres.url,
    databaseVersion: rows[0].server_version,
    db,
    dataDir,
    server: sharedServer,
    ownServer,
    async platform() {
      const { url, hostKey } = await sharedServer();
      if (platform === undefined) {
        const opened = createPlatform(url, hostKey);
        platform = opened;
        stops.push(() => opened.close());
      }
      return platform;
    },
    site: async (name) => openSite(await createDatabase(name), ownServer),
    receiver() {
      receiver ??= startReceiver().then(stopLater);
      return receiver;
    },
    program: (path, env) => stopLater(startProgram(path, env)),
    createDatabase,
    measured: (...servers) => ({
      server: servers.map(({ pid }) => pid),
      postgres: postgres.pid,
    }),
    stop,
    async close() {
      await stop();
      if (process.env.BENCH_DATA_DIR === undefined)
        await rm(dataDir, { recursive: true, force: true });
    },
  };
}
