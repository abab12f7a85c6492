import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export const CLIENT = { id: 'plugboard', secret: 'a secret of the provider for tests' };

/** Claims of the provider's users, by their name for them. */
export type Accounts = Record<string, Record<string, unknown>>;

export interface IdentityProvider {
  issuer: string;
  accounts: Accounts;
  /** Follows a sign-in as that user does, and answers where the browser is sent back to. */
  visit(authorizeUrl: string, account: string): Promise<string>;
  /** As `visit`, but the user cancels. */
  decline(authorizeUrl: string): Promise<string>;
  close(): Promise<void>;
}

/** A real OpenID Connect provider on loopback, whose users sign in by naming themselves. */
export async function startIdentityProvider(redirectUri: string): Promise<IdentityProvider> {
  const accounts: Accounts = {};
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: [redirectUri] }],
    pkce: { required: () => true },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'locale', 'preferred_username'],
    },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['a key for tests'] },
    ttl: { Interaction: 60, Session: 60, Grant: 60, IdToken: 60, AccessToken: 60 },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...accounts[id] }),
    }),
    loadExistingGrant: async (context) => {
      const grant = new context.oidc.provider.Grant({
        clientId: CLIENT.id,
        accountId: context.oidc.session?.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', issuer);
    if (!pathname.startsWith('/interaction/')) return answer(request, response);
    const login = searchParams.get('as');
    const result =
      login === null
        ? { error: 'access_denied', error_description: 'The user cancelled' }
        : { login: { accountId: login } };
    await provider.interactionFinished(request, response, result);
  });

  const follow = (url: string, query: string) => followToCallback(url, query, redirectUri);
  return {
    issuer,
    accounts,
    visit: (url, account) => follow(url, `?as=${encodeURIComponent(account)}`),
    decline: (url) => follow(url, ''),
    close: () => close(server),
  };
}

/** Follows redirects, with cookies, until one leads back to the client. */
async function followToCallback(from: string, query: string, callback: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = from;
  for (let hops = 0; hops < 10; hops += 1) {
    const asked = url.includes('/interaction/') ? url + query : url;
    const response = await fetch(asked, {
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) throw new Error(`${response.status} ${await response.text()}`);
    url = new URL(location, asked).href;
    if (url.startsWith(callback)) return url;
  }
  throw new Error('The provider leads in circles');
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
