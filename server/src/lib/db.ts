import pg from 'pg';
import { empty, raw, Sql, sql } from './sql.ts';
import {
  DatabaseUnavailable,
  leavesConnection,
  ofConnecting,
  ofDriver,
  ofState,
} from './unavailable.ts';

export { empty, raw, Sql, sql };

/** Somebody who wants to hear of changes as they are made, while there is anybody who does; see `stream/`. */
export interface Audience {
  /** False only while this process is sure that there was nobody 0.9 s ago, nor later as far as it has heard. */
  isThere(): boolean;
  /** Hears what was not written down, as nobody was there, once it is committed: whoever came in between is to know of it all the same. */
  missed(write: (db: Db) => Promise<void>): void;
  /** Hears, once it is committed, of whose changes were written down: names of the audience's own. */
  written(names: string[]): void;
}

/** Runs statements: the pool, or one transaction. Queries take it as their first argument. */
export interface Db {
  /** @throws DatabaseUnavailable when the database cannot do it now. */
  query<Row = Record<string, unknown>>(statement: Sql): Promise<Row[]>;
  /** Has whoever listens ({@link Database.onCommitted}) told once what was done here is committed. Not there where nobody listens. */
  tellCommitted?(what: string): void;
  /** Runs something once what was done here is committed, or may be; at once where it is. Not there where nobody listens. */
  afterCommit?(work: () => void): void;
  /** Who wants to hear of what is changed here. Not there where nobody ever does. */
  audience?: Audience | undefined;
}

/** A pool of connections. A query of its own may run on any of them; what belongs together goes into a transaction. */
export interface Database extends Db {
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  /** Called before anybody hears that the transaction is over. There is no way to unsubscribe. */
  onCommitted(listener: (what: string) => void): void;
  close(): Promise<void>;
  /** Connections in use, idle and waited for. */
  stats(): { total: number; idle: number; waiting: number };
}

/** For how long anybody waits for the database, in milliseconds. */
export interface DatabaseLimits {
  /** For a connection: until there is room in the pool, and until it is open. */
  connectMs: number;
  /** For the answer to a statement, locks included. */
  statementMs: number;
  /** For a lock that somebody else has. */
  lockMs: number;
}

/** Which database, and how many connections to it. */
export interface DatabaseOptions {
  url: string;
  /** Most connections at once. */
  poolSize?: number;
  /** By default a connection has to come within 10 s, and statements may take as long as they like. */
  limits?: DatabaseLimits;
  /** Hears of idle connections that broke; the pool opens new ones by itself. */
  onError?(error: Error): void;
  /** Hears, once, that a pooler does not pass the limits on to PostgreSQL. */
  onUnlimited?(message: string): void;
}

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === pg.types.builtins.INT8) return toSafeInteger;
    // JSON is kept as text: whoever needs it parsed says so.
    if (oid === pg.types.builtins.JSON || oid === pg.types.builtins.JSONB) return String;
    return pg.types.getTypeParser(oid, format as 'text');
  }) as typeof pg.types.getTypeParser,
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint beyond 2^53: ${text}`);
  return value;
}

/**
 * Opens nothing yet: connections are made when they are needed. A `bigint` is read as a number and JSON as text.
 *
 * @throws RangeError from a query, for a `bigint` beyond 2^53.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const { limits } = options;
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    types: TYPES,
    connectionTimeoutMillis: limits?.connectMs ?? 10_000,
    application_name: 'plugboard',
    options: BY_INDEX,
    ...(limits && { query_timeout: limits.statementMs, ...settingsOf(limits) }),
  });
  // An idle connection that breaks (PostgreSQL restarted) is dropped by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // So would one that breaks while it is handed over: PostgreSQL may say in one packet that it is ready and that it ends the connection,
  // and whoever asked for it listens a moment later only. What is asked of it next fails, which is how they hear of it.
  pool.on('connect', (client) => client.on('error', ignore));
  const begin = { text: 'begin' };
  const connect = () => connectTo(pool, options, begin);
  const listeners: ((what: string) => void)[] = [];
  const tell = (what: string) => {
    for (const listener of listeners) listener(what);
  };
  const database: Database = {
    query: (statement) => withClient(connect, (client) => run(client, statement)),
    tellCommitted: tell,
    transaction: (work) =>
      withClient(connect, (client) =>
        transaction(client, begin.text, work, { tell, audience: database.audience }),
      ),
    afterCommit: (work) => work(),
    onCommitted: (listener) => void listeners.push(listener),
    close: () => pool.end(),
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  };
  return database;
}

/**
 * A process that was stopped within a transaction does not keep its locks for longer. No transaction of ours waits for anything but the
 * database; this is room for an event loop that is late.
 */
const idleMs = ({ statementMs }: DatabaseLimits): number => Math.min(30_000, statementMs * 6);

/**
 * Everything we ask for is found by an index. A plan is made once a connection and kept: made while a queue is empty, it would read the whole
 * queue for each of its rows an hour later.
 */
const BY_INDEX = '-c enable_seqscan=off';

// We wait for as long as PostgreSQL is to take, and not for ever, since it may be the one that stands still, or out of reach. It is told a
// tenth less, so that it is mostly the one that ends a statement, which leaves us the connection.
const settingsOf = (limits: DatabaseLimits) => ({
  statement_timeout: Math.ceil(limits.statementMs * 0.9),
  lock_timeout: limits.lockMs,
  idle_in_transaction_session_timeout: idleMs(limits),
});

/** Where a pooler refuses them: what belongs to a transaction may change with each, and travels with it. */
const beginWithin = (limits: DatabaseLimits): string =>
  [
    'begin',
    ...Object.entries(settingsOf(limits)).map((pair) => `set local ${pair.join(' = ')}`),
  ].join('; ');

async function connectTo(
  pool: pg.Pool,
  options: DatabaseOptions,
  begin: { text: string },
  isAgain = false,
): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    const { limits } = options;
    if (isParameterRefused(error) && !isAgain) {
      // Others may have learned it while we waited.
      if (hasSettings(pool)) doWithoutSettings(pool, options);
      if (limits !== undefined) begin.text = beginWithin(limits);
      return connectTo(pool, options, begin, true);
    }
    throw ofConnecting(error as Error, sqlState(error));
  }
}

function doWithoutSettings(pool: pg.Pool, { limits, onUnlimited }: DatabaseOptions): void {
  delete pool.options.options;
  if (limits === undefined) return;
  for (const name of Object.keys(settingsOf(limits))) {
    delete pool.options[name as keyof pg.PoolConfig];
  }
  onUnlimited?.(unlimited(limits));
}

// As PgBouncer does, of those that it does not know.
const isParameterRefused = (error: unknown): boolean =>
  sqlState(error) === '08P01' && /startup parameter/.test((error as Error).message);

const hasSettings = ({ options }: pg.Pool): boolean => options.options !== undefined;

const unlimited = (limits: DatabaseLimits): string =>
  'the pooler does not pass time limits on to PostgreSQL, so what we no longer wait for goes on there outside of transactions: set them ' +
  `for our role (${[
    ...Object.entries(settingsOf(limits)).map(([name, ms]) => `${name} = '${ms}ms'`),
    'enable_seqscan = off',
  ]
    .map((setting) => `"alter role … set ${setting}"`)
    .join(', ')})`;

/** What is handed back is used again, unless it broke. */
async function withClient<T>(
  connect: () => Promise<pg.PoolClient>,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect();
  let broken = false;
  try {
    return await work(client);
  } catch (error) {
    broken = isOfDatabase(error) && !leavesConnection(sqlState(error));
    throw error;
  } finally {
    client.release(broken);
  }
}

const isOfDatabase = (error: unknown): boolean =>
  error instanceof pg.DatabaseError || error instanceof DatabaseUnavailable;

function ignore(): void {}

// Statements are prepared, so that each is planned once a connection. Their texts are fixed by the code (lists with optional filters come
// in a few shapes).
async function run<Row>(client: pg.PoolClient, statement: Sql): Promise<Row[]> {
  return send<Row>(client, statement).catch(rethrow);
}

// What is given to the driver as an object is copied, property by property with their descriptors: 20 to 45 µs, where a text takes none.
function send<Row>(client: pg.PoolClient, { shape, values }: Sql): Promise<Row[]> {
  const { text, name } = shape;
  return new Promise((resolve, reject) => {
    const query = new pg.Query(text, values, (error, result) =>
      error ? reject(error) : resolve(result.rows as Row[]),
    );
    client.query(Object.assign(query, { name }));
  });
}

// Here, where they come from, and not by their code elsewhere: others have sockets that break, too.
function rethrow(error: Error): never {
  // Made where the answer was read, it would not say who asked.
  Error.captureStackTrace(error);
  const state = sqlState(error);
  throw state === undefined ? ofDriver(error) : ofState(error, state);
}

async function transaction<T>(
  client: pg.PoolClient,
  begin: string,
  work: (tx: Db) => Promise<T>,
  { tell, audience }: { tell(what: string): void; audience: Audience | undefined },
): Promise<T> {
  const committed = new Set<string>();
  const afterwards: (() => void)[] = [];
  try {
    await client.query(begin).catch(rethrow);
    const result = await work({
      query: (statement) => run(client, statement),
      tellCommitted: (what) => void committed.add(what),
      afterCommit: (one) => void afterwards.push(one),
      audience,
    });
    // Also where the commit fails: it may have come about, and nobody heard of it.
    await client
      .query('commit')
      .catch(rethrow)
      .finally(() => {
        committed.forEach(tell);
        for (const one of afterwards) one();
      });
    return result;
  } catch (error) {
    const isLost = error instanceof DatabaseUnavailable && !leavesConnection(error.code);
    if (!isLost) await client.query('rollback').catch(rethrow);
    throw error;
  }
}

/**
 * For a transaction that is about to lock a whole table: everybody waits for whoever holds it, so who is cut off meanwhile, and whose end
 * PostgreSQL has not seen, is thrown out after five seconds.
 */
export async function limitIdleTime(tx: Db): Promise<void> {
  await tx.query(sql`select set_config('idle_in_transaction_session_timeout', '5s', true)`);
}

/** The SQLSTATE of an error from PostgreSQL, if it is one. */
export function sqlState(error: unknown): string | undefined {
  return isOfDatabase(error) ? (error as { code?: string }).code : undefined;
}

/**
 * Whether a statement failed because a row like it exists.
 *
 * @param constraint the name of the constraint or index that it must be.
 */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (!(error instanceof pg.DatabaseError) || error.code !== '23505') return false;
  return constraint === undefined || error.constraint === constraint;
}

/** While a transaction waited for a lock, whoever had it changed what the transaction had read before. */
export class Overtaken extends Error {}

/** Two transactions took locks in opposite order, or one was overtaken: running the transaction again is the remedy. */
export function isRetryable(error: unknown): boolean {
  if (error instanceof Overtaken) return true;
  const state = sqlState(error);
  return state === '40P01' || state === '40001';
}

/** What batches do where the database cannot do its work now: nothing is wrong with any of their entries. */
export const whenUnavailable = {
  isFatal: (error: unknown): boolean => error instanceof DatabaseUnavailable,
  // Who waits may need another lock, but has the same database.
  isLasting: (error: unknown): boolean =>
    error instanceof DatabaseUnavailable && error.code !== '55P03',
};
