import net, { isIP, type Socket } from 'node:net';
import tls, { createSecureContext, type SecureContext } from 'node:tls';
import type { buildConnector } from 'undici';
import { codeOf, OutboundError, outboundClosed } from './errors.ts';
import { allowedAddresses, type Lookup } from './resolve.ts';
import { type OutboundPolicy, withoutFinalDot } from './target.ts';

/** What is known of a client's present socket. */
export interface Connection {
  socket: Socket | undefined;
  /** The checked address the socket is connected to; the last one after it closed, empty before the first. */
  address: string;
  /** `performance.now()` of when it opened; 0 while there is none that may serve another attempt. */
  openedAt: number;
}

/** How connections are opened, and which are refused. */
export interface ConnectorOptions extends OutboundPolicy {
  /** For everything until the connection can be used: resolving, TCP, TLS. */
  connectTimeoutMs: number;
  lookup: Lookup;
  /** Trusted certificate authorities (PEM) in place of Node's own. */
  ca?: string | string[] | undefined;
}

/** Where to connect, as undici puts it: `hostname` is a name or an address without brackets. */
type Destination = Pick<buildConnector.Options, 'hostname' | 'protocol' | 'port'>;

/** Opens connections, each to an address that was checked, and knows them all. */
export interface Connector {
  /** Opens a socket to a checked address and records it in `connection`. */
  connect(
    connection: Connection,
    destination: Destination,
    callback: buildConnector.Callback,
  ): void;
  /** Destroys every socket, idle, connecting or busy, and opens no more. */
  close(): void;
}

/** Makes the only function of the server that opens connections to where plugins say. */
export function createConnector(options: ConnectorOptions): Connector {
  // Made once, so that given authorities are not parsed again for every connection; and not before one needs it, for it parses Node's own.
  let secureContext: SecureContext | undefined;
  const trust = (): SecureContext => {
    secureContext ??= createSecureContext({ ca: options.ca });
    return secureContext;
  };
  const sockets = new Set<Socket>();
  let closed = false;

  async function open(connection: Connection, destination: Destination): Promise<Socket> {
    const deadline = performance.now() + options.connectTimeoutMs;
    const addresses = await resolveInTime(destination.hostname, options);
    let failure: unknown;
    for (const [index, address] of addresses.entries()) {
      // What is left of the time is shared, so that a dead first address leaves some to the others.
      const timeoutMs = (deadline - performance.now()) / (addresses.length - index);
      try {
        return await openTo(address, destination, connection, timeoutMs);
      } catch (error) {
        failure = error;
        // A host that answered and failed the handshake is not passed over for another one.
        if (error instanceof OutboundError && error.stage === 'tls') break;
      }
    }
    throw failure;
  }

  async function openTo(
    address: string,
    destination: Destination,
    connection: Connection,
    timeoutMs: number,
  ): Promise<Socket> {
    if (closed) throw outboundClosed();
    const socket = createSocket(address, destination, trust);
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    await established(socket, destination, timeoutMs);
    connection.socket = socket;
    connection.address = address;
    connection.openedAt = performance.now();
    socket.once('close', () => {
      connection.openedAt = 0;
    });
    return socket;
  }

  return {
    connect(connection, destination, callback) {
      open(connection, destination).then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
    },
    close() {
      closed = true;
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function resolveInTime(
  hostname: string,
  options: ConnectorOptions,
): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(connectTimeout('dns')), options.connectTimeoutMs);
  });
  try {
    return await Promise.race([allowedAddresses(hostname, options.lookup, options), late]);
  } finally {
    clearTimeout(timer);
  }
}

function createSocket(address: string, to: Destination, trust: () => SecureContext): Socket {
  // `host` is always an address, never a name: there is no second resolution that could answer differently.
  const options = { host: address, port: portOf(to), noDelay: true };
  if (to.protocol !== 'https:') return net.connect(options);
  return tls.connect({
    ...options,
    secureContext: trust(),
    // The certificate must be for the name in the URL, or for the address if that is what the URL has.
    servername: isIP(to.hostname) === 0 ? withoutFinalDot(to.hostname) : undefined,
    ALPNProtocols: ['http/1.1'],
    // Said aloud so that NODE_TLS_REJECT_UNAUTHORIZED=0, set for something else, cannot switch it off.
    rejectUnauthorized: true,
  });
}

function portOf({ port, protocol }: Destination): number {
  if (port) return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

/** Resolves when the socket can be used; otherwise it is destroyed. */
function established(socket: Socket, { protocol }: Destination, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let stage: 'connect' | 'tls' = 'connect';
    let settled = false;
    const timer = setTimeout(() => socket.destroy(connectTimeout(stage)), Math.max(1, timeoutMs));
    const settle = (error?: unknown) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      if (error === undefined) resolve();
      else reject(connectionFailure(stage, error));
    };
    socket.once('connect', () => {
      if (protocol === 'https:') stage = 'tls';
      else settle();
    });
    if (protocol === 'https:') socket.once('secureConnect', () => settle());
    // Stays for the socket's life: an error between two owners must not be an uncaught exception.
    socket.on('error', settle);
    socket.once('close', () => settle(new Error('The socket was closed')));
  });
}

function connectTimeout(stage: 'dns' | 'connect' | 'tls'): OutboundError {
  const waitedFor = { dns: 'its name server', connect: 'the host', tls: 'the TLS handshake' }[
    stage
  ];
  return new OutboundError(
    stage,
    'connect_timeout',
    `No connection in time: ${waitedFor} did not answer`,
  );
}

function connectionFailure(stage: 'connect' | 'tls', error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const code = codeOf(error);
  if (stage === 'tls') return tlsFailure(code, error);
  switch (code) {
    case 'ECONNREFUSED':
      return new OutboundError(
        stage,
        'connection_refused',
        'Nothing accepts connections there',
        error,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new OutboundError(
        stage,
        'host_unreachable',
        'There is no network route to the host',
        error,
      );
    case 'ECONNRESET':
      return new OutboundError(
        stage,
        'connection_reset',
        'The host reset the connection at once',
        error,
      );
    case 'ETIMEDOUT':
      return connectTimeout(stage);
    default:
      return new OutboundError(stage, 'connect_failed', 'No connection could be opened', error);
  }
}

// Node's names for what is wrong with a certificate, as OpenSSL has them (X509_V_ERR_*).
const certificateErrors =
  /^(?:CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;

function tlsFailure(code: string, error: unknown): OutboundError {
  if (certificateErrors.test(code)) {
    return new OutboundError(
      'tls',
      'certificate_invalid',
      `The TLS certificate is not valid (${code})`,
      error,
    );
  }
  return new OutboundError('tls', 'tls_failed', 'The TLS handshake failed', error);
}
