import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { chmod, readdir, rm, rmdir } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { acquireLock, type Lock, loadServer } from '@plugboard/server/embed';
import { attend } from './attend.ts';
import { findKeeper, unanswered } from './find.ts';
import { startJanitor } from './janitor.ts';
import { lingerMs } from './linger.ts';
import { makeRunFolder, pipeOf, SOCKET_END } from './place.ts';
import { startDatabases } from './postgres.ts';

/** Whoever started us connects as soon as it can; should it be later, it starts another one. */
const LEAST_FIRST_LINGER_MS = 5000;
/** A keeper that ends takes as long as PostgreSQL takes to stop. */
const LOCK_WITHIN_MS = 60_000;

/**
 * Keeps servers for whoever connects, until nobody has been connected for a while; returns at once where another one does so already.
 *
 * @param folder in which it is found.
 * @param cache in which templates are kept.
 * @param onServing is called when PostgreSQL has started and somebody has connected.
 * @throws Error when PostgreSQL does not start: whoever has connected by then is told so, too, and who comes later finds no keeper here.
 */
export async function keep(folder: string, cache: string, onServing: () => void): Promise<void> {
  const linger = lingerMs();
  const lock = await becomeKeeper(folder);
  if (lock === undefined) return;
  // Where PostgreSQL runs as another user, that user passes through it.
  if (process.getuid?.() === 0) await chmod(folder, 0o711);
  await removeLeftovers(folder);
  const own = mkdtempSync(join(folder, 'k-'));
  const address =
    process.platform === 'win32' ? pipeOf(folder) : join(folder, `${newName()}${SOCKET_END}`);
  const janitor = startJanitor(own, address, folder);
  const starting = startDatabases(cache, own);
  // Meanwhile: it takes longer than PostgreSQL.
  loadServer().catch(() => undefined);
  starting.then(
    ({ sockets }) => sockets.startsWith(own) || janitor.also(sockets),
    () => undefined,
  );
  const door = await openDoor(address);
  try {
    door.once('connection', () => starting.then(onServing, () => undefined));
    const shared = { databases: starting, folder: own };
    await untilUnused({ door, starting, linger, attended: (socket) => attend(socket, shared) });
  } finally {
    await (await starting.catch(() => undefined))?.stop();
    await rm(own, { recursive: true, force: true });
    await lock.release();
    // Whoever is about to become the next keeper makes it again.
    await rmdir(folder).catch(() => undefined);
  }
  await starting;
}

/** The lock, or undefined where a keeper answers. */
async function becomeKeeper(folder: string): Promise<Lock | undefined> {
  const givesUpAt = performance.now() + LOCK_WITHIN_MS;
  for (;;) {
    makeRunFolder(folder);
    try {
      return await acquireLock(folder);
    } catch (error) {
      if (!mayPass(error)) throw error;
      const found = await findKeeper(folder, LOCK_WITHIN_MS / 2);
      found?.end();
      if (found !== undefined) return undefined;
      if (performance.now() > givesUpAt)
        throw await unanswered(folder, LOCK_WITHIN_MS, process.pid);
    }
    await delay(20);
  }
}

// The lock is held, which is no error of the system; or a keeper that ended has removed the folder meanwhile, which the system tells in two ways.
function mayPass(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined || code === 'ENOENT' || code === 'EACCES';
}

// Of keepers that were killed, with what was to clear up after them: we have the lock, so none lives.
async function removeLeftovers(folder: string): Promise<void> {
  const names = await readdir(folder);
  const left = names.filter((name) => name.startsWith('k-') || name.endsWith(SOCKET_END));
  // What such a one had begun to copy may still be written.
  const options = { recursive: true, force: true, maxRetries: 10 };
  await Promise.all(left.map((name) => rm(join(folder, name), options)));
}

// Nothing that others see of our processes tells it.
const newName = (): string => randomBytes(4).toString('hex');

async function openDoor(address: string): Promise<Server> {
  const door = createServer();
  await new Promise<void>((resolve, reject) => {
    door.once('error', reject).listen(address, resolve);
  });
  return door;
}

interface Use {
  door: Server;
  /** What all wait for who are attended. */
  starting: Promise<unknown>;
  /** In milliseconds. */
  linger: number;
  attended(socket: Socket): Promise<void>;
}

/**
 * Settles when nobody has been connected for a while, this process is told to end, or nothing starts that one could be given; the door is
 * closed then.
 */
function untilUnused({ door, starting, linger, attended }: Use): Promise<void> {
  return new Promise((resolve) => {
    const underWay = new Set<Promise<void>>();
    let timer = setTimeout(end, Math.max(linger, LEAST_FIRST_LINGER_MS));
    function end(): void {
      clearTimeout(timer);
      door.close();
      Promise.all(underWay).then(() => resolve());
    }
    starting.catch(end);
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
    door.on('connection', (socket) => {
      clearTimeout(timer);
      const one = attended(socket).finally(() => {
        underWay.delete(one);
        if (underWay.size === 0 && door.listening) timer = setTimeout(end, linger);
      });
      underWay.add(one);
    });
  });
}
