import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { readPasswords } from './cluster.ts';
import { connectionUrl } from './connection.ts';
import { prepareLayout } from './layout.ts';

/**
 * The database of an embedded PostgreSQL that another process runs in this data directory, for a command that is given beside a
 * server; undefined when none runs. (On Windows none is found: its port is known to the server alone.)
 */
export async function findRunningPostgres(dataDir: string): Promise<string | undefined> {
  const isMade = existsSync(join(dataDir, 'postgres', 'passwords.json'));
  if (process.platform === 'win32' || !isMade) return undefined;
  const layout = prepareLayout(resolve(dataDir));
  const passwords = await readPasswords(layout);
  const address = { sockets: layout.sockets, port: undefined };
  const url = connectionUrl(address, 'plugboard', passwords.plugboard, 'plugboard');
  return (await answers(url)) ? url : undefined;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}
