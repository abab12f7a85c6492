import { fileURLToPath } from 'node:url';
import { type Child, firstIn, startChild } from './children.ts';

const MAIN = fileURLToPath(import.meta.resolve('@plugboard/example-greeter/main'));

/** What a plugin's process is told: only what is its own. */
export interface GreeterOptions {
  plugboardUrl: string;
  clientId: string;
  clientSecret: string;
  port: number;
}

/** Starts the greeter and waits until it listens. */
export async function startGreeter(
  options: GreeterOptions,
  signal: AbortSignal,
  onExit: (error: Error) => void,
  onStart: (greeter: Child) => void,
): Promise<void> {
  const env = {
    PATH: process.env.PATH,
    SystemRoot: process.env.SystemRoot,
    PLUGBOARD_URL: options.plugboardUrl,
    CLIENT_ID: options.clientId,
    CLIENT_SECRET: options.clientSecret,
    PORT: String(options.port),
  };
  const stdio = ['ignore', 'pipe', 'inherit'] as ['ignore', 'pipe', 'inherit'];
  const greeter = startChild('greeter', [MAIN], { env, stdio }, onExit);
  onStart(greeter);
  await firstIn(greeter, signal, (line) => /listening on (\S+)/.exec(line)?.[1]);
}

/** Where Plugboard and browsers reach a greeter on this port. */
export const greeterUrl = (port: number): string => `http://localhost:${port}`;
