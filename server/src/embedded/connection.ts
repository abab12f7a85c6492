import { SOCKET_PORT } from './settings.ts';

/** Where the embedded PostgreSQL listens: a directory with its Unix socket, or (Windows) a port of 127.0.0.1. */
export interface Address {
  sockets: string;
  port: number | undefined;
}

/**
 * A connection URL that libpq and its kin (psql, pg_dump) and the `pg` package read alike. The host in the query overrides the one
 * before the path, which is there because URL parsers want one beside a user name.
 */
export function connectionUrl(
  address: Address,
  user: string,
  password: string,
  database: string,
): string {
  const place =
    address.port === undefined
      ? `localhost/${database}?host=${encodeURIComponent(address.sockets)}&port=${SOCKET_PORT}&sslmode=disable`
      : `127.0.0.1:${address.port}/${database}?sslmode=disable`;
  return `postgres://${user}:${password}@${place}`;
}
