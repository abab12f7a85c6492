import pg from 'pg';

/** PostgreSQL does not know a statement, or has another one of this name. */
const LOST = new Set(['26000', '42P05']);

// Who asks when, so that in no order of handing out connections both keep meeting their own: where the same one is handed out again, the
// second turn shows it; where they take turns, the third or fourth.
const TURNS = [0, 1, 1, 0, 1, 0, 0, 1, 1, 1, 0, 0];

/**
 * Refuses a pooler that forgets on which connection a statement was prepared, as PgBouncer does in transaction mode unless it is told
 * otherwise: every second request would fail.
 *
 * @throws Error that says what to set.
 */
export async function refuseForgetfulPooler(databaseUrl: string): Promise<void> {
  const clients = ['one', 'two'].map((word) => ({ word, client: connectionTo(databaseUrl) }));
  try {
    for (const { client } of clients) await client.connect();
    const name = `probe_${process.pid}`;
    for (const turn of TURNS) {
      const { client, word } = clients[turn] as (typeof clients)[0];
      await askFor(client, name, word);
    }
  } finally {
    await Promise.all(clients.map(({ client }) => client.end()));
  }
}

function connectionTo(connectionString: string): pg.Client {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: 10_000,
    query_timeout: 10_000,
    application_name: 'plugboard probe',
  });
  // The statement under way fails as well, and says so.
  client.on('error', () => undefined);
  return client;
}

// Two statements of one name, each of its own client: a connection of one's own knows one of them only, as does a good pooler.
async function askFor(client: pg.Client, name: string, word: string): Promise<void> {
  const text = `select '${word}' as word`;
  const answer = await client.query<{ word: string }>({ name, text }).catch((error) => {
    if (error instanceof pg.DatabaseError && LOST.has(error.code ?? '')) throw forgets(error);
    throw error;
  });
  if (answer.rows[0]?.word !== word) throw forgets();
}

const forgets = (cause?: Error): Error =>
  new Error(
    'The pooler that DATABASE_URL leads to loses prepared statements: set max_prepared_statements = 500 in its configuration ' +
      '(PgBouncer 1.21 or newer), or let DATABASE_URL lead past it',
    { cause },
  );
