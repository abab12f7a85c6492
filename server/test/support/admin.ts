import { withConnection } from './connection.ts';

/**
 * Runs one utility statement, which cannot take parameters.
 *
 * @param template with `%I` for each of `names`, as for PostgreSQL's `format`.
 */
export async function runAsAdmin(url: string, template: string, ...names: string[]): Promise<void> {
  const queue = [...names];
  await withConnection(url, (client) =>
    client.query(template.replaceAll('%I', () => client.escapeIdentifier(queue.shift() ?? ''))),
  );
}

/** The same server, user and parameters with another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
