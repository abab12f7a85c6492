import { once } from 'node:events';
import type { OAuth } from '@plugboard/sdk/oauth';
import { CALLBACK, decide, type Visitor } from '../../../server/test/oauth/authorization.ts';
import { locationOf } from '../../../server/test/support/people.ts';

/** Where the plugin is: at the origin of its redirect URI. */
export const PLUGIN = new URL(CALLBACK).origin;

/** A browser that visits the plugin: it keeps the cookies it is given. */
export interface PluginBrowser {
  cookies: Map<string, string>;
  /** What it sends; without headers, for an address that somebody typed. */
  request(path: string, init?: { method?: string; headers?: Record<string, string> }): Request;
  /** Keeps the cookies of a response. */
  take(response: Response): Response;
}

export function openPluginBrowser(cookies = new Map<string, string>()): PluginBrowser {
  return {
    cookies,
    request(path, { method = 'GET', headers = {} } = {}) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      return new Request(new URL(path, PLUGIN), {
        method,
        headers: { ...(cookie !== '' && { cookie }), ...headers },
      });
    },
    take(response) {
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
      return response;
    },
  };
}

/** Follows an address of Plugboard's as its user would, with a consent if it takes one, and answers where the browser is sent. */
export async function goThrough(
  { browser }: Visitor,
  address: string | URL,
  decision: 'allow' | 'decline' = 'allow',
): Promise<URL> {
  const { pathname, search } = new URL(address);
  const first = await browser.get(pathname + search);
  const last = first.status === 303 ? first : await decide(browser, first, decision);
  return new URL(locationOf(last));
}

/** Begins at the plugin, and answers the address that the browser comes back to. */
export async function comeBack(
  oauth: OAuth,
  visitor: Visitor,
  at: PluginBrowser,
  options: Parameters<OAuth['authorize']>[1] & { decision?: 'allow' | 'decline' } = {},
): Promise<URL> {
  const { decision, ...given } = options;
  const sent = at.take(
    await oauth.authorize(at.request('/connect'), { spaceId: visitor.spaceId, ...given }),
  );
  return goThrough(visitor, sent.headers.get('location') ?? '', decision);
}

/** Signs somebody in at the plugin; answers what its callback says. */
export async function signInAt(
  oauth: OAuth,
  visitor: Visitor,
  at: PluginBrowser,
  options: Parameters<OAuth['authorize']>[1] = {},
): Promise<Response> {
  const back = await comeBack(oauth, visitor, at, options);
  return at.take(await oauth.callback(at.request(back.pathname + back.search)));
}

/** A `fetch` whose renewals of tokens are done at Plugboard, and answered when they are let go. */
export function holdRenewals(send: typeof fetch = fetch) {
  const [begun, held] = [new EventTarget(), new EventTarget()];
  const hasBegun = once(begun, 'now');
  const isLetGo = once(held, 'now');
  const holding: typeof fetch = async (url, init) => {
    const answer = await send(url, init);
    const { body } = init ?? {};
    if (body instanceof URLSearchParams && body.get('grant_type') === 'refresh_token') {
      begun.dispatchEvent(new Event('now'));
      await isLetGo;
    }
    return answer;
  };
  return { fetch: holding, hasBegun, letGo: () => held.dispatchEvent(new Event('now')) };
}
