import pg from 'pg';
import { createPlatform, type Platform } from './platform.ts';
import type { ServerOptions, ServerProcess } from './server.ts';

/** An installation of its own, on a database of its own in the same PostgreSQL: its queue holds nobody else's jobs. */
export interface Site {
  databaseUrl: string;
  db: pg.Pool;
  /** Takes events in and delivers none. */
  api: ServerProcess;
  platform: Platform;
  /** Starts another server on the same database. */
  start(role: NonNullable<ServerOptions['role']>): Promise<ServerProcess>;
  close(): Promise<void>;
}

/** @param start as `Bench.ownServer`. */
export async function openSite(
  databaseUrl: string,
  start: (options: Partial<ServerOptions>) => Promise<ServerProcess>,
): Promise<Site> {
  const api = await start({ databaseUrl, role: 'api' });
  const db = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  // Idle connections break when PostgreSQL stops; that is no error here.
  db.on('error', () => undefined);
  const platform = createPlatform(api.url, api.hostKey);
  return {
    databaseUrl,
    db,
    api,
    platform,
    start: (role) => start({ databaseUrl, role }),
    async close() {
      await platform.close();
      await db.end();
      await api.stop();
    },
  };
}
