import pg from 'pg';
import sqlTag, { empty, join, raw, type Sql } from 'sql-template-tag';
import { sha256 } from './crypto.ts';

export type { Sql };
export { empty, join, raw };

/** A statement from a template; every `${value}` becomes a parameter, never text. */
export const sql = sqlTag;

/** Runs statements: the pool, or one transaction. Queries take it as their first argument. */
export interface Db {
  query<Row = Record<string, unknown>>(statement: Sql): Promise<Row[]>;
}

/** A pool of connections. A query of its own may run on any of them; what belongs together goes into a transaction. */
export interface Database extends Db {
  /** Commits when `work` resolves, rolls back when it rejects. */
  transaction<T>(work: (tx: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
  /** Connections in use, idle and waited for. */
  stats(): { total: number; idle: number; waiting: number };
}

/** Which database, and how many connections to it. */
export interface DatabaseOptions {
  url: string;
  /** Most connections at once. */
  poolSize?: number;
  /** Hears of idle connections that broke; the pool opens new ones by itself. */
  onError?(error: Error): void;
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
 * Opens nothing yet: connections are made when they are needed, in 10 s at most. A `bigint` is read as a number and JSON as text.
 *
 * @throws RangeError from a query, for a `bigint` beyond 2^53.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    types: TYPES,
    connectionTimeoutMillis: 10_000,
    application_name: 'plugboard',
  });
  // An idle connection that breaks (PostgreSQL restarted) is dropped by the pool; without a listener it would end the process.
  pool.on('error', (error) => options.onError?.(error));
  // So would one that breaks while it is handed over: PostgreSQL may say in one packet that it is ready and that it ends the connection,
  // and whoever asked for it listens a moment later only. What is asked of it next fails, which is how they hear of it.
  pool.on('connect', (client) => client.on('error', ignore));
  return {
    query: (statement) => run(pool, statement),
    transaction: (work) => transaction(pool, work),
    close: () => pool.end(),
    stats: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  };
}

function ignore(): void {}

// Statements are prepared, so that each is planned once a connection. Their texts are fixed by the code (lists with optional filters come
// in a few shapes), so the map stays small: a name is made once, not a hash for each query (1 µs).
const statementNames = new Map<string, string>();

// A name stands for a text and nothing else, in every process and release: a pooler may hand a connection from one to another, with what is
// prepared on it. 132 bits of the hash make 22 characters; PostgreSQL takes 63.
function statementName(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) {
    name = sha256(text).toString('base64url').slice(0, 22);
    statementNames.set(text, name);
  }
  return name;
}

async function run<Row>(client: pg.Pool | pg.PoolClient, statement: Sql): Promise<Row[]> {
  const text = statement.text;
  const result = await client.query({ name: statementName(text), text, values: statement.values });
  return result.rows as Row[];
}

async function transaction<T>(pool: pg.Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work({ query: (statement) => run(client, statement) });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** The SQLSTATE of an error from PostgreSQL, if it is one. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
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

/** Two transactions took locks in opposite order, or a row moved under us: running the transaction again is the remedy. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error);
  return state === '40P01' || state === '40001';
}

const CONNECTION_STATES = new Set(['57P01', '57P02', '57P03', '53300', '08006', '08003', '08001']);
const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

/** The database cannot be reached or is shutting down: nothing is wrong with the statement. */
export function isConnectionError(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return CONNECTION_STATES.has(state);
  if (!(error instanceof Error)) return false;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && CONNECTION_CODES.has(code)) return true;
  return /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered)/.test(
    error.message,
  );
}
