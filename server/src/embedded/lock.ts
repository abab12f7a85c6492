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
  pid: number;
  /** It does not answer. */
  silent?: true;
}

const PREFIX = 'lock.';

// A live contender answers at once, unless its machine is slow and it is busy loading: of two that start together each would take the
// other for one that holds the lock. One that is stopped (SIGSTOP) does not answer at all, and holds the lock all the same.
const ANSWER_TIMEOUT_MS = 10_000;

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
      if (winner !== undefined) throw new Error(heldMessage(winner));
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

function heldMessage(holder?: Contender): string {
  const state = holder?.silent ? ', which does not answer: is it stopped?' : '';
  const who = holder === undefined ? '' : ` (process ${holder.pid}${state})`;
  return `Another Plugboard${who} is using this data directory. Stop it first, or give this one a data directory of its own with PLUGBOARD_DATA_DIR`;
}

// Listens under another name and renames then, so that a published socket always answers.
async function publish(directory: string, self: Contender): Promise<Lock> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.end(JSON.stringify(self));
  });
  const hidden = join(directory, `new.${self.id}`);
  // With the process id, for one that cannot tell it any more.
  const published = join(directory, `${PREFIX}${self.id}.${self.pid}`);
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
  const others = names.filter((name) => idOf(name) !== ownId);
  const found = await Promise.all(others.map((name) => probe(directory, name)));
  return found.filter((contender) => contender !== undefined);
}

const idOf = (name: string): string => name.split('.')[1] ?? '';

async function probe(directory: string, name: string): Promise<Contender | undefined> {
  const path = join(directory, name);
  const answer = await ask(path);
  if (answer === 'refused') await remove(path);
  if (answer === 'refused' || answer === 'gone') return undefined;
  if (answer === 'silent') {
    return { id: idOf(name), state: 'held', pid: Number(name.split('.')[2]), silent: true };
  }
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
