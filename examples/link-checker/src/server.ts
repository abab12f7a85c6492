import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { toNodeListener } from '@plugboard/sdk/node';
import { createAnswer } from './answer.ts';
import { readAssets } from './assets.ts';
import type { Config } from './config.ts';

/** A link checker that listens. */
export interface LinkChecker {
  /** Where browsers reach it, without a trailing slash. */
  url: string;
  /** Refuses new connections and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/**
 * Starts the link checker's HTTP server.
 *
 * @param log gets a line for each error that is not the caller's
 * @throws the listener's error, such as `EADDRINUSE`
 */
export async function startLinkChecker(
  config: Config,
  log: (line: string) => void = console.error,
): Promise<LinkChecker> {
  const assets = await readAssets();
  const server = createServer({ requestTimeout: 10_000 });
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = config.publicUrl ?? `http://localhost:${port}`;
  const onError = (error: unknown) => log(describe(error));
  const answer = createAnswer({ config, url, assets, onError });
  const listener = toNodeListener(answer, { origin: url, onError });
  // Browsers open connections ahead of time, on which nothing has come yet: Node counts them as busy.
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', (request, response) => {
    silent.delete(request.socket);
    listener(request, response);
  });
  return {
    url,
    async close() {
      server.close();
      for (const socket of silent) socket.destroy();
      await once(server, 'close');
    },
  };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
