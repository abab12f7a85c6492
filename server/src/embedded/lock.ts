import { randomBytes } from 'node:crypto';
import { readdir, rename, unlink } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Held until released, or until the process dies in whatever way. */
export interface Lock {
  release(): Promise<void>;
}

interface Contender {
  id: string;
  state: 'starting' | 'held';
  pid?: number;
}

const PREFIX = 'lock.';

// A live contender answers at once. One that is stopped (SIGSTOP) does not, and holds the lock all the same.
const ANSWER_TIMEOUT_MS = 2_000;

/**
 * Takes the lock of `directory`, or refuses at once when a live process has it.
 *
 * Every contender first publishes a listening socket under a name of its own, and then looks at the others': of two that start at
 * the same moment at least one sees the other, and the lower id goes on. The kernel closes the socket of a process that dies, and
 * names are never used twice, so a dead contender's file can be removed without a race.
 *
 * @throws Error saying that another process has the lock.
 */
export async function acquireLock(directory: string): Promise<Lock> {
  const self: Contender = {
    id: randomBytes(4).toString('hex'),
    state: 'starting',
    pid: process.pid,
  };
  const lock = await publish(directory, self);
  try {
    for (;;) {
      const others = await liveContenders(directory, self.id);
      const winner = others.find((other) => other.state === 'held' || other.id < self.id);
      if (winner !== undefined) throw new Error(heldMessage(winner.pid));
      if (others.length === 0) break;
      await delay(20);
    }
    self.state = 'held';
    return lock;
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/**
 * The same on Windows, where a named pipe is exclusive and vanishes with its process.
 *
 * @param name of the pipe, without the `\\.\pipe\` before it.
 * @throws Error that says what to do, when another process has it.
 */
export async function acquirePipeLock(name: string): Promise<Lock> {
  const server = createServer((socket) => socket.destroy());
  try {
    await listen(server, `\\\\.\\pipe\\${name}`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new Error(heldMessage());
    throw error;
  }
  return { release: () => closed(server) };
}

function heldMessage(pid?: number): string {
  const who = pid === undefined ? '' : ` (process ${pid})`;
  return `Another Plugboard${who} is using this data directory. Stop it first, or give this one a data directory of its own with PLUGBOARD_DATA_DIR`;
}

// Listens under another name and renames then, so that a published socket always answers.
async function publish(directory: string, self: Contender): Promise<Lock> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(JSON.stringify(self));
  });
  const hidden = join(directory, `new.${self.id}`);
  const published = join(directory, `${PREFIX}${self.id}`);
  await listen(server, hidden);
  await rename(hidden, published);
  return {
    async release() {
      await remove(published);
      await closed(server);
    },
  };
}

async function liveContenders(directory: string, ownId: string): Promise<Contender[]> {
  const names = (await readdir(directory)).filter((name) => name.startsWith(PREFIX));
  const ids = names.map((name) => name.slice(PREFIX.length)).filter((id) => id !== ownId);
  const found = await Promise.all(ids.map((id) => probe(join(directory, PREFIX + id), id)));
  return found.filter((contender) => contender !== undefined);
}

async function probe(path: string, id: string): Promise<Contender | undefined> {
  const answer = await ask(path);
  if (answer === 'refused') await remove(path);
  if (answer === 'refused' || answer === 'gone') return undefined;
  if (answer === 'silent') return { id, state: 'held' };
  return JSON.parse(answer);
}

// Anything else, such as EACCES or EAGAIN, comes from a socket that somebody listens on.
const ERRORS_OF_THE_DEAD: Record<string, string> = {
  ECONNREFUSED: 'refused',
  ENOENT: 'gone',
  ECONNRESET: 'gone',
  EPIPE: 'gone',
};

function ask(path: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(path);
    socket.setEncoding('utf8').setTimeout(ANSWER_TIMEOUT_MS);
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('timeout', () => {
      resolve('silent');
      socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      resolve(ERRORS_OF_THE_DEAD[error.code ?? ''] ?? 'silent');
    });
    socket.on('close', () => resolve(text || 'gone'));
  });
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, () => resolve());
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function remove(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
