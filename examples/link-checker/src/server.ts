import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type ApiHandler, apiHandlers } from './api.ts';
import { type Asset, readAssets } from './assets.ts';
import type { Config } from './config.ts';
import { CALLBACK_PATH, SLUG } from './manifest.ts';
import { createGrants } from './oauth.ts';
import { createGet } from './outbound.ts';
import { embeddedPage, type Page, plainPage } from './pages.ts';
import { connectPluginApi, connectSpaceApi } from './plugboard.ts';
import { Refusal } from './refusal.ts';
import { answerRoute } from './set-up/answer.ts';
import { createChoosePage } from './set-up/choose.ts';
import { type Route, setUpRoutes } from './set-up/routes.ts';
import { connectSites } from './set-up/sites-api.ts';
import { createViewerCheck, TOKEN_HEADER } from './viewer.ts';

/** Pasted HTML of 256 Ki characters, as JSON. */
const BODY_LIMIT = 1024 * 1024;

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
  const answer = createAnswer({ config, url, assets, log });
  // Browsers open connections ahead of time, on which nothing has come yet: Node counts them as busy.
  const silent = new Set<Socket>();
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', (request, response) => {
    silent.delete(request.socket);
    answer(request, response).catch((error) => {
      log(describe(error));
      response.destroy();
    });
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

interface Parts {
  config: Config;
  /** Where browsers reach us. */
  url: string;
  assets: Map<string, Asset>;
  log(line: string): void;
}

function createAnswer({ config, url, assets, log }: Parts) {
  const embedded = embeddedPage(new URL(config.hostPage).origin);
  const landing = plainPage(
    'Link checker',
    'Finds the links of a page that lead nowhere. It works inside your workspace: allow it there once, and it appears in the sidebar and among the tools.',
    { href: '/install', text: 'Add it to a space' },
  );
  const spaceApi = connectSpaceApi(config.plugboardUrl);
  const grants = createGrants(config, url + CALLBACK_PATH, spaceApi.userInfo);
  const pluginApi = connectPluginApi(config.plugboardUrl, grants.ownToken);
  const get = createGet(config.allowPrivate);
  const api = apiHandlers({ grants, spaceApi, pluginApi, get });
  const { sitesUrl, plugboardUrl } = config;
  const routes =
    sitesUrl === undefined ? new Map<string, Route>() : setUpRoutes(connectSites(sitesUrl));
  const choosePage = createChoosePage({ callbackUrl: `${plugboardUrl}/set-up/callback`, get });
  const findViewer = createViewerCheck(config);

  const hostPage = (spaceId: number | undefined): string => {
    // Whoever came from nowhere in particular returns to where the host begins.
    if (spaceId === undefined) return new URL('/', config.hostPage).href;
    return config.hostPage.replace('{space_id}', `${spaceId}`).replace('{slug}', SLUG);
  };

  async function answerPage(target: URL, response: ServerResponse): Promise<void> {
    switch (target.pathname) {
      case '/':
        return sendPage(response, 200, landing);
      case '/app':
        return sendPage(response, 200, embedded);
      case '/choose': {
        const { status, page } = await choosePage(target.searchParams);
        return sendPage(response, status, page);
      }
      case '/install':
        return redirect(response, (await grants.begin()).href);
      case CALLBACK_PATH:
        return redirect(response, hostPage(await grants.finish(target)));
      default: {
        const asset = assets.get(target.pathname);
        if (asset === undefined) throw new Refusal(404, 'There is nothing here');
        const { contentType, bytes } = asset;
        const headers = { ...SAFE, 'content-type': contentType, 'cache-control': 'no-cache' };
        response.writeHead(200, headers).end(bytes);
      }
    }
  }

  async function answerApi(
    handler: ApiHandler,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const token = request.headers[TOKEN_HEADER];
    const viewer = await findViewer(typeof token === 'string' ? token : undefined);
    sendJson(response, 200, await handler(viewer, parseJson(await readBody(request))));
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = readTarget(request.url ?? '');
    const handler = api.get(`${request.method} ${target.pathname}`);
    if (handler !== undefined) return answerApi(handler, request, response);
    if (isApi(request)) throw new Refusal(404, 'There is nothing here');
    const routeCalled = routes.get(target.pathname);
    if (routeCalled !== undefined) {
      if (request.method !== 'POST') {
        response.setHeader('allow', 'POST');
        throw new Refusal(405, 'Send a POST');
      }
      const body = await readBody(request);
      const { headers } = request;
      return sendJson(
        response,
        200,
        await answerRoute(routeCalled, headers, body, config.clientSecret),
      );
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('allow', 'GET, HEAD');
      throw new Refusal(405, 'Send a GET');
    }
    return answerPage(target, response);
  }

  // Only behind our own address: a path such as `//host/…` must not become another one.
  function readTarget(path: string): URL {
    if (path.startsWith('/') && URL.canParse(url + path)) return new URL(url + path);
    throw new Refusal(400, 'That is no address of ours');
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      await route(request, response);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(502, UNREACHABLE);
      if (refusal.status === 502) log(`${request.url?.split('?', 1)}: ${describe(error)}`);
      // What is left of the body is of no interest.
      if (refusal.status === 413) response.setHeader('connection', 'close');
      if (isApi(request) || isRoute(request))
        sendJson(response, refusal.status, { message: refusal.message });
      else sendPage(response, refusal.status, plainPage('That did not work', refusal.message));
    }
  };
}

const isApi = ({ url }: IncomingMessage): boolean => url?.startsWith('/api/') === true;
const isRoute = ({ url }: IncomingMessage): boolean => url?.startsWith('/setup/') === true;

const UNREACHABLE = 'Plugboard could not be reached, or refused. Try again in a moment.';

const SAFE = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
};

function sendPage(response: ServerResponse, status: number, { html, csp }: Page): void {
  response.writeHead(status, {
    ...SAFE,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': csp,
    'cache-control': 'no-store',
  });
  response.end(html);
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const headers = { ...SAFE, 'content-type': 'application/json', 'cache-control': 'no-store' };
  response.writeHead(status, headers);
  response.end(JSON.stringify(body));
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { ...SAFE, location, 'cache-control': 'no-store' }).end();
}

/** The bytes as they arrived. @throws Refusal 413 */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) throw new Refusal(413, `The body is over ${BODY_LIMIT} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws Refusal 400 when it is not JSON. */
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal(400, 'The body is not JSON');
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
