import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to PostgreSQL on which, once deafened, nothing comes back: as over a connection whose other end is gone. */
export interface Deafener {
  /** The database's URL with the way through here. */
  url: string;
  deafen(): void;
  /** Bytes from PostgreSQL that were not passed on. */
  swallowed(): number;
  close(): Promise<void>;
}

export async function startDeafener(databaseUrl: string): Promise<Deafener> {
  const sockets = new Set<Socket>();
  let deaf = false;
  let swallowed = 0;
  const server = createServer((client) => {
    const postgres = connectTo(databaseUrl);
    for (const socket of [client, postgres]) {
      sockets.add(socket.on('error', () => undefined));
      socket.on('close', () => sockets.delete(socket));
    }
    client.pipe(postgres);
    postgres.on('data', (chunk) => {
      if (deaf) swallowed += chunk.length;
      else client.write(chunk);
    });
    postgres.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: throughPort(databaseUrl, (server.address() as AddressInfo).port),
    deafen() {
      deaf = true;
    },
    swallowed: () => swallowed,
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

function throughPort(databaseUrl: string, port: number): string {
  const url = new URL(databaseUrl);
  url.searchParams.delete('host');
  url.searchParams.delete('port');
  url.hostname = '127.0.0.1';
  url.port = String(port);
  return url.href;
}
