import { createServer, type IncomingMessage, request } from 'node:http';
import { request as requestTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import {
  type Credentials,
  type FetchPlugin,
  isFetchPlugin,
  type NodeListener,
  nameOf,
  type PluginFactory,
  type PluginUnderTest,
  refuseNoMade,
} from './plugin-under-test.ts';

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
  /** What is wrong, in words, where it rejected with this. */
  explain(error: unknown): string;
  close(): void;
}

/**
 * Makes the plugin answer.
 *
 * @param ended fires when nobody waits for its answers any more
 * @throws TypeError when a function of the credentials gives none.
 */
export async function targetOf(
  plugin: PluginUnderTest,
  credentials: Credentials,
  ended: AbortSignal,
): Promise<Target> {
  if (typeof plugin === 'string' || plugin instanceof URL) return atUrl(new URL(plugin), ended);
  const made = isFactory(plugin) ? await plugin(credentials) : plugin;
  if (isFetchPlugin(made)) return ofFetch(made.with?.(credentials) ?? made, credentials);
  refuseNoMade(made);
  return ofListener(made as NodeListener, ended);
}

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
      if (!isResponse(response)) throw new NoResponse(response);
      return {
        status: response.status,
        headers: endToEnd(Object.fromEntries(response.headers)),
        body: Buffer.from(await response.arrayBuffer()),
      };
    },
    explain: (error) =>
      error instanceof NoResponse ? error.message : `the plugin's fetch threw: ${said(error)}`,
    close: () => undefined,
  };
}

class NoResponse extends TypeError {
  override name = 'NoResponse';

  constructor(value: unknown) {
    super(`the plugin's fetch returned ${nameOf(value)}, not a Response`);
  }
}

// Not by its class: where each test file has globals of its own, a Response may be of another one.
function isResponse(value: unknown): value is Response {
  const { status, headers, arrayBuffer } = (value ?? {}) as Partial<Response>;
  return typeof status === 'number' && headers !== undefined && typeof arrayBuffer === 'function';
}

// Not by its class either: the errors of Node.js are of another one where each test file has globals of its own.
function said(error: unknown): string {
  const { name, message, errors } = (error ?? {}) as Partial<AggregateError>;
  // Several addresses were tried (`localhost`): each has its own reason.
  if (Array.isArray(errors) && errors.length > 0) return errors.map(said).join('; ');
  if (typeof message !== 'string') return String(error);
  return name === 'Error' ? message : `${name}: ${message}`;
}

async function ofListener(listener: NodeListener, ended: AbortSignal): Promise<Target> {
  const server = createServer(listener as Parameters<typeof createServer>[1]);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  const target = atUrl(new URL(`http://127.0.0.1:${port}`), ended);
  return {
    pass: target.pass,
    explain: target.explain,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A service that runs at a URL. @param ended fires when nobody waits for its answers any more */
export function atUrl(url: URL, ended: AbortSignal): Target {
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
          signal: ended,
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
    explain: said,
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
