import { once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';

/** What the demo itself reads of the environment; the server reads the rest of it. */
export interface Settings {
  /** Just the server, as it was configured, with nothing set up. */
  off: boolean;
  host: string;
  /** 0 picks a free one; NaN is left to the server, which says what is wrong. */
  port: number;
  /** What the demo must know again at its next start. */
  memoryFile: string;
  /** Undefined: the demo makes one. */
  hostKey: string | undefined;
}

/** With the defaults of the demo. Nothing is checked here: what the server reads as well, it judges itself. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    off: ['0', 'off', 'false', 'no'].includes(env.PLUGBOARD_DEMO ?? ''),
    host: env.HOST || '127.0.0.1',
    port: Number(env.PORT || 4400),
    memoryFile: join(resolve(env.PLUGBOARD_DATA_DIR || '.plugboard'), 'demo.json'),
    hostKey: env.PLUGBOARD_HOST_KEY || undefined,
  };
}

/**
 * Looks before the server starts, since that takes seconds and its listener comes last.
 *
 * @throws Error saying that the port is in use, and what to do.
 */
export async function refuseTakenPort({ host, port }: Settings): Promise<void> {
  if (!Number.isInteger(port) || (await isFree(port, host))) return;
  throw new Error(
    `Port ${port} of ${host} is in use. Stop what listens there, or choose another one: PORT=${port + 1} npm start`,
  );
}

/** The port if it is free on 127.0.0.1, else another one. */
export async function freePort(preferred = 0): Promise<number> {
  return (await portThatOpens(preferred, '127.0.0.1')) ?? freePort();
}

async function isFree(port: number, host: string): Promise<boolean> {
  return (await portThatOpens(port, host)) !== undefined;
}

async function portThatOpens(port: number, host: string): Promise<number | undefined> {
  const listener = createServer();
  try {
    listener.listen(port, host);
    await once(listener, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  const address = listener.address();
  listener.close();
  await once(listener, 'close');
  return typeof address === 'object' ? address?.port : undefined;
}
