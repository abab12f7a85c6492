import type { Socket } from 'node:net';
import { createGate } from './gate.ts';
import type { Databases } from './postgres.ts';
import { type Served, serve } from './served.ts';
import { type Ask, hear, type Told, tell } from './wire.ts';

/** What the servers of a keeper share. */
export interface Shared {
  /** Still starting, perhaps. */
  databases: Promise<Databases>;
  folder: string;
}

// Fifty that start at once would take so long, each of them, that connections to the database are given up.
const starting = createGate(3);

/** Does what one test asks, until its connection is gone in whatever way; settles when nothing of its server is left. Never rejects. */
export async function attend(socket: Socket, shared: Shared): Promise<void> {
  let served: Served | undefined;
  let last: Promise<void> = Promise.resolve();
  const say = (told: Told) => tell(socket, told);

  async function does(question: Ask): Promise<unknown> {
    if (question.ask === 'start') {
      const databases = await shared.databases;
      const { env } = question;
      const onLog = (line: string) => say({ told: 'log', line });
      served = await starting(() => serve({ databases, env, folder: shared.folder, onLog }));
      return served.started;
    }
    if (question.ask === 'advance') return served?.advance(question.seconds);
    return served?.expireTokens(question.pluginId);
  }

  async function answer(question: Ask): Promise<void> {
    try {
      say({ told: 'answer', answer: (await does(question)) ?? null });
    } catch (error) {
      say({ told: 'refusal', message: (error as Error).message });
    }
  }

  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  hear<Ask>(socket, (question) => {
    last = last.then(() => answer(question));
  });
  say({ told: 'ready', pid: process.pid });
  await closed;
  await last;
  await served?.close().catch((error: Error) => console.error(error.message));
}
