import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page of a site answers; `undefined` goes on to the files. */
export type Route = (request: IncomingMessage, body: string) => Reply | Promise<Reply> | undefined;

/** An answer of a {@link Route}. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body: string;
}

/** A web site on a port of its own, and so of an origin of its own. */
export interface Site {
  origin: string;
  /** The part after `//`. */
  host: string;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = { html: 'text/html', js: 'text/javascript' };

/** What a site is made of, beside the files. */
export interface SiteOptions {
  /** Comes before the files. */
  route?: Route;
  /** The `Content-Security-Policy` of every answer. */
  policy?: string;
}

/**
 * Serves `/pages/…` (the test pages) and `/bridge/…` (the compiled package).
 *
 * @param hostname `localhost` or `127.0.0.1`: two names for this machine, which browsers take for two sites.
 */
export async function startSite(hostname: string, options: SiteOptions = {}): Promise<Site> {
  const server = createServer((request, response) => {
    answer(request, response, options).catch((error) => response.destroy(error));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const host = `${hostname}:${(server.address() as AddressInfo).port}`;
  return { origin: `http://${host}`, host, close: () => close(server) };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { route, policy }: SiteOptions,
): Promise<void> {
  let body = '';
  for await (const chunk of request) body += chunk;
  const reply = (await route?.(request, body)) ?? (await file(request.url ?? '/'));
  if (policy !== undefined) response.setHeader('content-security-policy', policy);
  response.writeHead(reply.status ?? 200, reply.headers);
  response.end(reply.body);
}

async function file(url: string): Promise<Reply> {
  const { pathname } = new URL(url, 'http://site');
  const [, folder, rest] = /^\/(pages|bridge)\/([\w/-]+\.(?:html|js))$/.exec(pathname) ?? [];
  if (folder === undefined || rest === undefined) return { status: 404, body: 'not found' };
  const path = folder === 'pages' ? `../pages/${rest}` : `../../dist/${rest}`;
  const type = TYPES[rest.split('.').at(-1) ?? ''] ?? 'text/plain';
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' };
  return { headers, body: await readFile(new URL(path, import.meta.url), 'utf8') };
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
}
