import type { Socket } from 'node:net';

/** What a test asks of its keeper; one connection is one server, and ends with it. */
export type Ask =
  | { ask: 'start'; env: Record<string, string> }
  | { ask: 'advance'; seconds: number }
  | { ask: 'expireTokens'; pluginId: number };

/** What the keeper says: first that it is one, then an answer to each question, in their order, and between them lines of the log. */
export type Told =
  | { told: 'ready'; pid: number }
  | { told: 'answer'; answer: unknown }
  | { told: 'refusal'; message: string }
  | { told: 'log'; line: string };

/** Where a server is, and the key by which its host's backend calls it. */
export interface Started {
  url: string;
  hostKey: string;
}

/** Sends a message: one line of JSON. What is sent to a connection that is gone is lost. */
export function tell(socket: Socket, message: Ask | Told): void {
  if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `onMessage` with each message that comes. */
export function hear<Message>(socket: Socket, onMessage: (message: Message) => void): void {
  let rest = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = `${rest}${chunk}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onMessage(JSON.parse(line));
  });
}
