import { type AddressInfo, createServer, type Socket } from 'node:net';
import { openConnection } from './connection.ts';
import { throughPort } from './faulty-way.ts';

export interface PoolerOptions {
  /** Server connections that all clients share. */
  connections: number;
  /**
   * Each client's names of prepared statements are its own (`translated`, PgBouncer with `max_prepared_statements`), or are passed on as
   * they are (`passed`, without), so that a client meets those of others.
   */
  names: 'translated' | 'passed';
  /** Which of the free ones is handed out: the one used last, as PgBouncer does by itself, or each in turn (its `server_round_robin`). */
  inTurn?: boolean;
  /** Startup parameters that it refuses, as PgBouncer does those that it does not know. */
  refused?: string[];
}

/** A pooler in transaction mode, such as PgBouncer: a client has a server connection only while a transaction of its is open. */
export interface Pooler {
  /** The database's URL through here. */
  url: string;
  /** How often a client got another server connection than the time before. */
  switches(): number;
  close(): Promise<void>;
}

/** Of PostgreSQL's protocol: a letter, and what follows the length. */
interface Message {
  type: string;
  body: Buffer;
}

interface ServerConnection {
  socket: Socket;
  client?: Client;
  /** For each Parse that is under way: whether its client is to hear of it. */
  parses: boolean[];
  /** Exchanges under way: each ends with a ReadyForQuery. */
  open: number;
}

interface Client {
  socket: Socket;
  server?: ServerConnection;
  last?: ServerConnection;
  waiting: Message[];
  /** The Parse message of each statement that it has prepared, by its name for it. */
  statements: Map<string, Buffer>;
}

const NO_PASSWORD_NEEDED = message('R', Buffer.alloc(4));
const READY = message('Z', Buffer.from('I'));
const SSL_REQUEST = 80_877_103;

export async function startPooler(databaseUrl: string, options: PoolerOptions): Promise<Pooler> {
  const servers = await Promise.all(
    Array.from({ length: options.connections }, () => openServer(databaseUrl)),
  );
  const free = [...servers];
  const queue: Client[] = [];
  const clients = new Set<Client>();
  let switches = 0;

  for (const server of servers) {
    server.socket.on(
      'data',
      reader(({ type, body }) => fromServer(server, type, body)),
    );
  }

  const listener = createServer((socket) => {
    const client: Client = { socket, waiting: [], statements: new Map() };
    clients.add(client);
    socket.on('error', () => undefined);
    socket.on('close', () => leave(client));
    socket.once('data', (first) => greet(client, first));
  });

  function greet(client: Client, startup: Buffer): void {
    const { socket } = client;
    if (startup.readInt32BE(4) === SSL_REQUEST) {
      socket.write('N');
      socket.once('data', (next) => greet(client, next));
      return;
    }
    const refused = options.refused?.find((name) => startup.includes(`\0${name}\0`));
    if (refused !== undefined) {
      socket.end(fatal('08P01', `unsupported startup parameter: ${refused}`));
      return;
    }
    socket.on(
      'data',
      reader((sent) => fromClient(client, sent)),
    );
    socket.write(Buffer.concat([NO_PASSWORD_NEEDED, READY]));
  }

  function fromClient(client: Client, sent: Message): void {
    if (sent.type === 'X') return void client.socket.end();
    client.waiting.push(sent);
    if (client.server !== undefined) forward(client, client.server);
    else if (!queue.includes(client)) {
      queue.push(client);
      assign();
    }
  }

  function assign(): void {
    while (queue.length > 0 && free.length > 0) {
      const client = queue.shift() as Client;
      const server = (options.inTurn ? free.shift() : free.pop()) as ServerConnection;
      if (client.last !== undefined && client.last !== server) switches++;
      client.server = server;
      client.last = server;
      server.client = client;
      forward(client, server);
    }
  }

  function forward(client: Client, server: ServerConnection): void {
    for (const sent of client.waiting.splice(0)) {
      if (sent.type === 'Q' || sent.type === 'S') server.open++;
      const passed = options.names === 'passed' ? [sent] : translated(client, server, sent);
      for (const { type, body } of passed) server.socket.write(message(type, body));
    }
  }

  function fromServer(server: ServerConnection, type: string, body: Buffer): void {
    const { client } = server;
    if (options.names === 'translated') {
      if (type === '3') return;
      if (type === '1' && server.parses.shift() === false) return;
    }
    client?.socket.write(message(type, body));
    if (type !== 'Z') return;
    server.parses = [];
    server.open--;
    if (body.toString() !== 'I' || server.open > 0) return;
    if (client !== undefined) client.server = undefined;
    server.client = undefined;
    free.push(server);
    assign();
  }

  // A transaction that its client left open is ended, so that somebody else can have the connection.
  function leave(client: Client): void {
    clients.delete(client);
    if (queue.includes(client)) queue.splice(queue.indexOf(client), 1);
    const { server } = client;
    if (server === undefined) return;
    server.client = undefined;
    server.open++;
    server.socket.write(message('Q', Buffer.from('rollback\0')));
  }

  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return {
    url: throughPort(databaseUrl, (listener.address() as AddressInfo).port),
    switches: () => switches,
    async close() {
      for (const { socket } of [...clients, ...servers]) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

/** A connection that is authenticated; from then on its bytes are ours. */
async function openServer(connectionString: string): Promise<ServerConnection> {
  const client = await openConnection(connectionString);
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  stream.removeAllListeners('data');
  return { socket: stream, parses: [], open: 0 };
}

// Each statement is prepared anew wherever it is needed, under a name that only this client has there.
function translated(client: Client, server: ServerConnection, { type, body }: Message): Message[] {
  if (type === 'P') {
    const [name, rest] = splitText(body);
    if (name === '') server.parses.push(true);
    else client.statements.set(name, rest);
    return name === '' ? [{ type, body }] : prepare(server, name, rest, true);
  }
  if (type !== 'B') return [{ type, body }];
  const [, afterPortal] = splitText(body);
  const parse = client.statements.get(splitText(afterPortal)[0]);
  if (parse === undefined) return [{ type, body }];
  return [...prepare(server, splitText(afterPortal)[0], parse, false), { type, body }];
}

function prepare(
  server: ServerConnection,
  name: string,
  rest: Buffer,
  isAsked: boolean,
): Message[] {
  server.parses.push(isAsked);
  return [
    { type: 'C', body: Buffer.from(`S${name}\0`) },
    { type: 'P', body: Buffer.concat([Buffer.from(`${name}\0`), rest]) },
  ];
}

function splitText(body: Buffer): [text: string, rest: Buffer] {
  const end = body.indexOf(0);
  return [body.toString('utf8', 0, end), body.subarray(end + 1)];
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

const fatal = (state: string, text: string): Buffer =>
  message('E', Buffer.from(`SFATAL\0VFATAL\0C${state}\0M${text}\0\0`));

/** Cuts what comes into messages. */
function reader(take: (message: Message) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const end = rest.readInt32BE(1) + 1;
      const type = rest.toString('latin1', 0, 1);
      const body = rest.subarray(5, end);
      rest = rest.subarray(end);
      take({ type, body });
    }
  };
}
