import { createPlugin, TokenError } from '@plugboard/sdk';
import { createConsents, OAuthError } from '@plugboard/sdk/oauth';
import { apiHandlers } from './api.ts';
import type { Asset } from './assets.ts';
import type { Config } from './config.ts';
import { CALLBACK_PATH, SCOPES, SLUG } from './manifest.ts';
import { createGet } from './outbound.ts';
import { embeddedPage, plainPage } from './pages.ts';
import { Refusal } from './refusal.ts';
import { fileResponse, jsonResponse, pageResponse, readJson, refusalPage } from './responses.ts';
import { createChoosePage } from './set-up/choose.ts';
import { withSetUp } from './set-up/routes.ts';
import { connectSites } from './set-up/sites-api.ts';

/** What answers are made of. */
export interface Parts {
  config: Config;
  /** Where browsers reach us. */
  url: string;
  assets: Map<string, Asset>;
  /** Told of what is no fault of whoever asked. */
  onError(error: unknown): void;
}

/** Answers everything that the link checker is asked: its pages, what they ask for, and what Plugboard sends. */
export function createAnswer({ config, url, assets, onError }: Parts) {
  const { plugboardUrl: baseUrl, clientId, clientSecret: secret, sitesUrl } = config;
  const credentials = { baseUrl, clientId, secret, callMs: 5000, onError };
  const own = createPlugin(credentials);
  const plugin = sitesUrl === undefined ? own : withSetUp(own, connectSites(sitesUrl));
  const consents = createConsents({
    ...credentials,
    redirectUri: url + CALLBACK_PATH,
    scopes: SCOPES,
    home: (spaceId) => hostPage(config, spaceId),
    onFailure: (error) => refusalPage(toRefusal(error)),
  });
  const get = createGet(config.allowPrivate);
  const api = apiHandlers({ plugin, consents, get });
  const choosePage = createChoosePage({ callbackUrl: `${baseUrl}/set-up/callback`, get });
  const embedded = embeddedPage(new URL(config.hostPage).origin);
  const landing = plainPage(
    'Link checker',
    'Finds the links of a page that lead nowhere. It works inside your workspace: allow it there once, and it appears in the sidebar and among the tools.',
    { href: '/install', text: 'Add it to a space' },
  );

  async function answerApi(request: Request, path: string): Promise<Response> {
    const handler = api.get(`${request.method} ${path}`);
    if (handler === undefined) throw nothingHere();
    const viewer = await plugin.viewer(request);
    return jsonResponse(await handler(viewer, await readJson(request)));
  }

  async function answerPage(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    switch (pathname) {
      case '/':
        return pageResponse(landing);
      case '/app':
        return pageResponse(embedded);
      case '/choose': {
        const { status, page } = await choosePage(searchParams);
        return pageResponse(page, status);
      }
      case '/install':
        return Response.redirect(await consents.begin(), 303);
      case CALLBACK_PATH:
        return consents.callback(request);
      default: {
        const asset = assets.get(pathname);
        if (asset === undefined) throw nothingHere();
        return fileResponse(asset.bytes, asset.contentType);
      }
    }
  }

  const isRoute = (path: string) =>
    path.startsWith('/setup/') && plugin.routes.some(({ name }) => path === `/${name}`);

  function toRefusal(error: unknown): Refusal {
    if (error instanceof Refusal) return error;
    if (error instanceof TokenError) return new Refusal(401, error.message);
    if (error instanceof OAuthError) return new Refusal(400, error.message);
    return new Refusal(502, 'Plugboard could not be reached, or refused. Try again in a moment.');
  }

  return async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname;
    const isApi = path.startsWith('/api/');
    try {
      if (isRoute(path)) return await plugin.fetch(request);
      if (isApi) return await answerApi(request, path);
      if (request.method === 'GET' || request.method === 'HEAD') return await answerPage(request);
      return new Response('Send a GET', { status: 405, headers: { allow: 'GET, HEAD' } });
    } catch (error) {
      const refusal = toRefusal(error);
      if (refusal.status === 502) onError(error);
      const { message, status } = refusal;
      return isApi ? jsonResponse({ message }, status) : refusalPage(refusal);
    }
  };
}

/** Whoever came from nowhere in particular returns to where the host begins. */
const hostPage = ({ hostPage: page }: Config, spaceId: number | undefined): string =>
  spaceId === undefined
    ? new URL('/', page).href
    : page.replace('{space_id}', `${spaceId}`).replace('{slug}', SLUG);

const nothingHere = () => new Refusal(404, 'There is nothing here');
