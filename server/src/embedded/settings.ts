import type { Layout } from './layout.ts';

/** Settings of `postgresql.conf`, by name. */
export type Settings = Record<string, string | number | boolean>;

/** The part of PostgreSQL's port that names its socket file. */
export const SOCKET_PORT = 5432;

// For a small machine and a queue: many short transactions, a table that is all churn.
const DEFAULTS: Settings = {
  fsync: true,
  synchronous_commit: true,
  full_page_writes: true,

  max_connections: 100,
  // Statements over the time partitions of events, jobs and attempts lock each partition and its indexes.
  max_locks_per_transaction: 128,
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  wal_buffers: '16MB',
  // A checkpoint makes every page be logged in full again, so seldom; but what lies between two is replayed after a crash.
  max_wal_size: '1GB',
  min_wal_size: '128MB',
  checkpoint_timeout: '10min',
  random_page_cost: 1.1,
  // Nothing is replicated out of an embedded server.
  max_logical_replication_workers: 0,
  // Compiling takes longer than any of our statements.
  jit: false,

  // Dead rows at the head of the queue slow every claim: clean up after 2 % of changes rather than 20 %, and look every 10 s.
  autovacuum_naptime: '10s',
  autovacuum_max_workers: 2,
  autovacuum_vacuum_scale_factor: 0.02,
  autovacuum_analyze_scale_factor: 0.05,
  autovacuum_vacuum_cost_limit: 1000,

  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log tells of starts, stops and crashes. Errors of statements reach the caller anyway, and may quote data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: false,
  log_autovacuum_min_duration: -1,
  logging_collector: false,
};

/** The arguments for `postgres`. What `extra` sets wins over our defaults. */
export function serverArguments(
  layout: Layout,
  port: number | undefined,
  extra: Settings,
): string[] {
  const listen: Settings =
    port === undefined
      ? {
          listen_addresses: '',
          port: SOCKET_PORT,
          unix_socket_directories: quoteListItem(layout.sockets),
          unix_socket_permissions: '0700',
        }
      : { listen_addresses: '127.0.0.1', port, unix_socket_directories: '' };
  const all = { ...DEFAULTS, ...extra, ...listen, cluster_name: layout.name };
  return ['-D', layout.cluster, ...Object.entries(all).flatMap(toArgument)];
}

function toArgument([name, value]: [string, string | number | boolean]): string[] {
  const text = typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
  return ['-c', `${name}=${text}`];
}

function quoteListItem(item: string): string {
  return `"${item.replaceAll('"', '""')}"`;
}
