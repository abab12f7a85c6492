import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseUrl } from '../parse-url.ts';
import { ACCOUNTS, type Account, findSitePage } from './accounts.ts';
import { backTo, readAuthorizationRequest } from './authorize.ts';
import type { SitesConfig } from './config.ts';
import { consentPage, plainSitesPage, type SitesPage, sitePage } from './pages.ts';
import { createTokens, isEqual, type Tokens } from './tokens.ts';

const BODY_LIMIT = 16 * 1024;

/** Sites, listening. */
export interface Sites {
  /** Where it is reached, without a trailing slash. */
  url: string;
  /** Refuses new connections and resolves when the requests under way are answered. */
  close(): Promise<void>;
}

/** What a request is answered with. */
interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * Starts Sites: an authorization server (RFC 6749 §4.1 with PKCE) for one client, an API that tells which sites somebody has, and these
 * sites.
 *
 * @throws the listener's error, such as `EADDRINUSE`
 */
export async function startSites(config: SitesConfig): Promise<Sites> {
  const server = createServer({ requestTimeout: 10_000 });
  server.listen(config.port, config.host);
  await once(server, 'listening');
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const tokens = createTokens(config.clientSecret);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, { config, tokens, url }).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      () => response.destroy(),
    );
  });
  return {
    url,
    async close() {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    },
  };
}

interface Parts {
  config: SitesConfig;
  tokens: Tokens;
  url: string;
}

async function answer(request: IncomingMessage, parts: Parts): Promise<Answer> {
  const path = request.url ?? '/';
  if (!path.startsWith('/') || parseUrl(parts.url + path) === undefined) return notFound();
  const target = new URL(parts.url + path);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  switch (`${method} ${target.pathname}`) {
    case 'GET /':
      return page(200, plainSitesPage('Sites', 'People keep web sites here. It is running.'));
    case 'GET /authorize':
    case 'POST /authorize':
      return authorize(request, target.searchParams, parts);
    case 'POST /token':
      return exchange(request, parts);
    case 'GET /api/sites':
      return listSites(request, parts);
    default:
      return method === 'GET' ? showSite(target.pathname) : notFound();
  }
}

async function authorize(
  request: IncomingMessage,
  query: URLSearchParams,
  { config, tokens }: Parts,
): Promise<Answer> {
  const asked = readAuthorizationRequest(query, config);
  if ('message' in asked) return page(400, plainSitesPage('That does not work', asked.message));
  if ('redirectTo' in asked) return redirect(asked.redirectTo.href);
  const { redirectUri, state, challenge, scope } = asked;
  if (request.method !== 'POST') return page(200, consentPage(config.clientId, redirectUri));
  const form = await readForm(request);
  const account = ACCOUNTS.find(({ id }) => id === form?.get('account'));
  if (form?.get('answer') !== 'allow' || account === undefined) {
    const refused = { error: 'access_denied', error_description: 'You said no' };
    return redirect(backTo(redirectUri, state, refused).href);
  }
  const code = tokens.issueCode({ accountId: account.id, scope }, redirectUri, challenge);
  return redirect(backTo(redirectUri, state, { code }).href);
}

/** The token endpoint (RFC 6749 §4.1.3, §5). */
async function exchange(request: IncomingMessage, { config, tokens }: Parts): Promise<Answer> {
  const form = await readForm(request);
  if (form === undefined) return json(400, { error: 'invalid_request' });
  if (!isClient(request.headers.authorization, config)) {
    const headers = { 'www-authenticate': 'Basic realm="sites"' };
    return json(401, { error: 'invalid_client' }, headers);
  }
  if (form.get('grant_type') !== 'authorization_code') {
    return json(400, { error: 'unsupported_grant_type' });
  }
  const [code, redirectUri, verifier] = ['code', 'redirect_uri', 'code_verifier'].map(
    (name) => form.get(name) ?? '',
  ) as [string, string, string];
  const allowed = tokens.takeCode(code, redirectUri, verifier);
  if (allowed === undefined) {
    const error_description = 'The code is not good any more, or was given for something else';
    return json(400, { error: 'invalid_grant', error_description });
  }
  const access_token = tokens.issueToken(allowed);
  return json(200, { token_type: 'Bearer', access_token, scope: allowed.scope });
}

/** RFC 6749 §2.3.1: both halves are form-encoded before they are joined. */
function isClient(authorization: string | undefined, { clientId, clientSecret }: SitesConfig) {
  const encoded = (text: string) => new URLSearchParams({ text }).toString().slice('text='.length);
  const pair = `${encoded(clientId)}:${encoded(clientSecret)}`;
  return isEqual(authorization ?? '', `Basic ${Buffer.from(pair).toString('base64')}`);
}

function listSites({ headers }: IncomingMessage, { tokens, url }: Parts): Answer {
  const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
  const allowed = tokens.readToken(token);
  const account = ACCOUNTS.find(({ id }) => id === allowed?.accountId);
  if (account === undefined) {
    const challenge = { 'www-authenticate': 'Bearer error="invalid_token"' };
    return json(401, { error: 'invalid_token' }, challenge);
  }
  return json(200, sitesOf(account, url));
}

const sitesOf = ({ name, sites }: Account, url: string) => ({
  account: name,
  sites: sites.map(({ path, title, pages }) => ({
    title,
    url: url + path,
    pages: pages.map((one) => ({ title: one.title, url: url + path + one.name })),
  })),
});

function showSite(path: string): Answer {
  const found = findSitePage(path);
  if (found === undefined) return notFound();
  return typeof found === 'string' ? redirect(found) : page(200, sitePage(found.site, found.page));
}

const SAFE = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' };

function page(status: number, { html, csp }: SitesPage): Answer {
  const headers = {
    ...SAFE,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': csp,
    'cache-control': 'no-store',
  };
  return { status, headers, body: html };
}

const json = (status: number, body: object, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { ...SAFE, 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
  body: JSON.stringify(body),
});

const redirect = (location: string): Answer => ({
  status: 303,
  headers: { ...SAFE, location, 'cache-control': 'no-store' },
  body: '',
});

const notFound = (): Answer => page(404, plainSitesPage('Nothing here', 'There is no such page.'));

/** What a form sent; undefined for what is too large, or no form. */
async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const type = request.headers['content-type'] ?? '';
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_LIMIT) return undefined;
    chunks.push(chunk);
  }
  if (!type.startsWith('application/x-www-form-urlencoded')) return undefined;
  return new URLSearchParams(Buffer.concat(chunks).toString());
}
