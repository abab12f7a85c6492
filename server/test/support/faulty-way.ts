import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to PostgreSQL that can be made to fail. */
export interface FaultyWay {
  /** The database's URL with the way through here. */
  url: string;
  /** Nothing comes back any more: as over a connection whose other end is gone. */
  deafen(): void;
  /** Connections that are made from now on are heard again. */
  hear(): void;
  /** Bytes from PostgreSQL that were not passed on. */
  swallowed(): number;
  /** Whether PostgreSQL ends a connection with the very answer that it is ready, as when an administrator is that fast. */
  endWhenReady(does: boolean): void;
  close(): Promise<void>;
}

// ReadyForQuery, outside of a transaction.
const READY = Buffer.from('Z\0\0\0\x05I');

const fields = 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
const TERMINATED = Buffer.from(
  `E\0\0\0${String.fromCharCode(fields.length + 4)}${fields}`,
  'latin1',
);

export async function startFaultyWay(databaseUrl: string): Promise<FaultyWay> {
  const sockets = new Set<Socket>();
  let deaf = false;
  let connections = 0;
  // Those up to this one stay as deaf as they are.
  let lastDeaf = 0;
  let endsWhenReady = false;
  let swallowed = 0;
  const server = createServer((client) => {
    const number = ++connections;
    const postgres = connectTo(databaseUrl);
    for (const socket of [client, postgres]) {
      sockets.add(socket.on('error', () => undefined));
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(postgres);
    postgres.on('data', (chunk) => {
      if (deaf || number <= lastDeaf) swallowed += chunk.length;
      else if (endsWhenReady && chunk.subarray(-READY.length).equals(READY)) {
        client.end(Buffer.concat([chunk, TERMINATED]));
      } else client.write(chunk);
    });
    postgres.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: throughPort(databaseUrl, (server.address() as AddressInfo).port),
    deafen() {
      deaf = true;
    },
    hear() {
      deaf = false;
      lastDeaf = connections;
    },
    swallowed: () => swallowed,
    endWhenReady(does) {
      endsWhenReady = does;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The embedded PostgreSQL's URL has the directory of its Unix socket in the query. */
function connectTo(databaseUrl: string): Socket {
  const { hostname, port, searchParams } = new URL(databaseUrl);
  const directory = searchParams.get('host');
  return directory === null
    ? connect(Number(port) || 5432, hostname)
    : connect(`${directory}/.s.PGSQL.${searchParams.get('port') ?? 5432}`);
}

/** The URL with a port of this machine instead of where the database is. */
export function throughPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.searchParams.delete('host');
  url.searchParams.delete('port');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}
