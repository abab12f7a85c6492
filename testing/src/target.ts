import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { request as requestTls } from 'node:https';
import type { AddressInfo } from 'node:net';

/** What a plugin is given when it is registered. */
export interface Credentials {
  clientId: string;
  /** The client secret: it logs in, and verifies signatures. */
  secret: string;
  /** Where it finds Plugboard. */
  baseUrl: string;
}

/** A plugin that is a handler of requests as `fetch` knows them: that of the SDK, a Hono app, any object with such a method. */
export interface FetchPlugin {
  fetch(request: Request): Response | Promise<Response>;
  /** The same with these credentials; called where it is there. */
  with?(credentials: Credentials): FetchPlugin;
  /** Names of the events that it handles, from which a manifest is made where none is given. */
  readonly events?: readonly string[];
  /** The routes that it handles, likewise. */
  readonly routes?: readonly { kind: string; name: string }[];
}

/** What `http.createServer` takes: an Express app is one. It has two parameters at least, by which it is known. */
export type NodeListener = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Gives the plugin once its credentials are known. It has one parameter at most. */
export type PluginFactory = (
  credentials: Credentials,
) => FetchPlugin | NodeListener | Promise<FetchPlugin | NodeListener>;

/** What can be installed: the URL is that of a service that already runs. */
export type PluginUnderTest = FetchPlugin | NodeListener | PluginFactory | string | URL;

/** A request on its way to the plugin. */
export interface SentRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** What the plugin answered. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** Something that answers requests. */
export interface Target {
  /** Rejects where it does not answer. */
  pass(request: SentRequest): Promise<Reply>;
  close(): void;
}

/**
 * Makes the plugin answer.
 *
 * @throws TypeError when it is none of what can be installed.
 */
export async function targetOf(plugin: PluginUnderTest, credentials: Credentials): Promise<Target> {
  if (typeof plugin === 'string' || plugin instanceof URL) return atUrl(new URL(plugin));
  const made = isFactory(plugin) ? await plugin(credentials) : plugin;
  if (isFetchPlugin(made)) return ofFetch(made.with?.(credentials) ?? made, credentials);
  if (typeof made === 'function') return ofListener(made as NodeListener);
  throw new TypeError(
    'A plugin is an object with fetch(Request), a function (request, response), a function of the credentials that gives one of these, or a URL',
  );
}

/** Whether it has a method `fetch`. */
export const isFetchPlugin = (plugin: unknown): plugin is FetchPlugin =>
  typeof (plugin as Partial<FetchPlugin> | null | undefined)?.fetch === 'function';

const isFactory = (plugin: FetchPlugin | NodeListener | PluginFactory): plugin is PluginFactory =>
  typeof plugin === 'function' && !isFetchPlugin(plugin) && plugin.length < 2;

function ofFetch(plugin: FetchPlugin, { baseUrl }: Credentials): Target {
  // Its own address is of no matter to it; one that can be resolved is what a URL needs.
  const origin = new URL(baseUrl).origin;
  return {
    async pass({ method, path, headers, body }) {
      const bodyless = method === 'GET' || method === 'HEAD';
      const sent = new Request(origin + path, {
        method,
        headers: endToEnd(headers),
        ...(!bodyless && { body }),
      });
      const response = await plugin.fetch(sent);
      return {
        status: response.status,
        headers: endToEnd(Object.fromEntries(response.headers)),
        body: Buffer.from(await response.arrayBuffer()),
      };
    },
    close: () => undefined,
  };
}

async function ofListener(listener: NodeListener): Promise<Target> {
  const server = createServer(listener as Parameters<typeof createServer>[1]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  const target = atUrl(new URL(`http://127.0.0.1:${port}`));
  return {
    pass: target.pass,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A service that runs at a URL. */
export function atUrl(url: URL): Target {
  const prefix = url.pathname.replace(/\/$/, '');
  const send = url.protocol === 'https:' ? requestTls : request;
  return {
    pass: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const options = {
          method,
          path: prefix + path,
          headers: { ...endToEnd(headers), 'content-length': body.length },
          agent: false as const,
        };
        const sent = send(url, options, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: endToEnd(textsOf(response.headers)),
              body: Buffer.concat(chunks),
            }),
          );
        });
        sent.on('error', reject).end(body);
      }),
    close: () => undefined,
  };
}

/** Headers as one text each. */
export const textsOf = (headers: IncomingMessage['headers']): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]),
  );

// Of one connection (RFC 9110 §7.6.1), or of how this one frames its body.
const HOP_BY_HOP = ['connection', 'content-length', 'host', 'keep-alive', 'transfer-encoding'];

const endToEnd = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));
