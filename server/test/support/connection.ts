import pg from 'pg';

/**
 * A connection outside of any pool, to be ended by whoever asked for it. When PostgreSQL ends it, the next statement fails, which is how one
 * hears of it: without a listener that would be an error of nobody's, and end the whole run.
 */
export async function openConnection(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** The same for as long as some work takes. */
export async function withConnection<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await openConnection(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs a statement over a connection of its own; rows as arrays of columns. */
export async function query(url: string, text: string): Promise<unknown[][]> {
  const { rows } = await withConnection(url, (client) => client.query({ text, rowMode: 'array' }));
  return rows;
}
