import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Plugin } from '@plugboard/sdk';
import { toNodeListener } from '@plugboard/sdk/node';
import { findPage } from './badge.ts';
import type { Config } from './config.ts';
import { createGreeter } from './plugin.ts';
import type { Settings } from './settings.ts';

/** A greeter that listens. */
export interface Greeter {
  /** Where it is reached, without a trailing slash. */
  url: string;
  plugin: Plugin<Settings>;
  /** Refuses new connections and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/**
 * Starts the greeter's HTTP server: pages for browsers, and whatever else is Plugboard's.
 *
 * @param log gets one line for each request of Plugboard
 * @throws the listener's error, such as `EADDRINUSE`
 */
export async function startGreeter(
  config: Config,
  log: (line: string) => void = console.log,
): Promise<Greeter> {
  const server = createServer({ requestTimeout: 10_000 });
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const { plugboardUrl: baseUrl, clientId, clientSecret, publicUrl = url } = config;
  const plugin = createGreeter(
    { baseUrl, clientId, secret: clientSecret },
    { publicUrl, clientSecret },
  );
  const answer = toNodeListener(plugin);
  server.on('request', (request, response) => {
    if (findPage(pathOf(request)) || ['GET', 'HEAD'].includes(request.method ?? ''))
      return answerPage(request, response);
    // No messages here: they hold people's names.
    response.on('finish', () => {
      const id = request.headers['webhook-id'] ?? '(no webhook-id)';
      log(`${pathOf(request)} ${id}: ${response.statusCode}`);
    });
    return answer(request, response);
  });
  return {
    url,
    plugin,
    async close() {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    },
  };
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? '/';

function answerPage(request: IncomingMessage, response: ServerResponse): void {
  const page = findPage(pathOf(request));
  if (!page) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is nothing here');
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
  } else {
    response.writeHead(200, {
      'content-type': page.contentType,
      'content-security-policy': "default-src 'none'; img-src 'self'",
      'x-content-type-options': 'nosniff',
    });
    response.end(page.body);
  }
}
