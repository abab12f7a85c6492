import { expect } from 'vitest';
import type { AuditEntry } from '../../src/audit/schema.ts';
import { type Db, sql } from '../../src/lib/db.ts';
import type { Headers } from '../space-api/scene.ts';
import { type Answer, send, type TestServer } from '../support/server.ts';

/** Asks for entries, by default as the host. */
export function askForLog(
  server: TestServer,
  query: Record<string, string | number>,
  headers: Headers = { authorization: `Bearer ${server.hostKey}` },
): Promise<Answer> {
  const search = new URLSearchParams(query as Record<string, string>);
  return send(`${server.url}/platform/v1/audit?${search}`, 'GET', undefined, headers);
}

/** Entries, newest first. */
export async function readLog(
  server: TestServer,
  query: Record<string, string | number> = {},
  headers?: Headers,
): Promise<AuditEntry[]> {
  const { status, body, text } = await askForLog(server, query, headers);
  expect(status, text).toBe(200);
  return body.data;
}

/** What the log was told while something was done, oldest first. */
export async function toldBy(
  server: TestServer,
  work: () => Promise<unknown>,
): Promise<AuditEntry[]> {
  const [last] = await readLog(server, { limit: 1 });
  await work();
  const entries = await readLog(server, { limit: 200 });
  const known = entries.findIndex(({ id }) => id === last?.id);
  return (known < 0 ? entries : entries.slice(0, known)).reverse();
}

/** How many entries are in the chain, and how many wait. */
export async function countLinks(db: Db): Promise<{ chained: number; waiting: number }> {
  const [row] = await db.query<{ chained: number; waiting: number }>(sql`
    select count(number) as chained, count(*) - count(number) as waiting from audit_entries`);
  return row as { chained: number; waiting: number };
}
