import { connect, type Socket } from 'node:net';
import { type Ask, hear, type Told, tell } from './wire.ts';

/** A connection to a keeper: one server for as long as it is open. */
export interface Conversation {
  /** Process id of the keeper. */
  pid: number;
  /** @throws Error with what the keeper says, or that it is gone. */
  ask<Answer>(question: Ask): Promise<Answer>;
  /** Hears the lines of the server's log. */
  onLog(listener: (line: string) => void): void;
  end(): void;
}

/**
 * Connects to what listens there.
 *
 * @param withinMs how long it may take to say that it is a keeper: it does at once, unless it was stopped or its machine stands still.
 * @returns undefined where that is no keeper, or none any more.
 */
export function converse(path: string, withinMs: number): Promise<Conversation | undefined> {
  return new Promise((resolve) => {
    const socket = connect(path);
    const given = conversation(socket, resolve);
    socket.setTimeout(withinMs, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      given.closed();
      resolve(undefined);
    });
  });
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

function conversation(socket: Socket, onReady: (conversation: Conversation) => void) {
  const waiting: Waiting[] = [];
  let onLog: (line: string) => void = () => undefined;
  let isOver = false;

  function settle(how: (one: Waiting) => void): void {
    const [one] = waiting.splice(0, 1);
    if (one !== undefined) how(one);
    // Nobody is kept from ending by a server that nothing is asked of.
    if (waiting.length === 0) socket.unref();
  }

  function ask<Answer>(question: Ask): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (isOver) return reject(gone());
      waiting.push({ resolve: resolve as Waiting['resolve'], reject });
      socket.ref();
      tell(socket, question);
    });
  }

  hear<Told>(socket, (message) => {
    if (message.told === 'log') return onLog(message.line);
    if (message.told === 'answer') return settle(({ resolve }) => resolve(message.answer));
    if (message.told === 'refusal')
      return settle(({ reject }) => reject(new Error(message.message)));
    socket.setTimeout(0).unref();
    onReady({
      pid: message.pid,
      ask,
      onLog(listener) {
        onLog = listener;
      },
      end: () => void socket.destroy(),
    });
  });
  return {
    closed() {
      isOver = true;
      for (const { reject } of waiting.splice(0)) reject(gone());
    },
  };
}

const gone = (): Error =>
  new Error(
    'The process that kept Plugboard for this test has ended, or the test was stopped. Was it killed?',
  );
