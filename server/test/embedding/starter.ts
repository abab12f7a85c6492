import type { IncomingMessage, ServerResponse } from 'node:http';
import { jwtVerify } from 'jose';
import {
  type AuthHandlerParams,
  authHandler,
  getSessionStore,
  inferSessionQuery,
  SIGN_IN,
} from '../support/storyblok.ts';

/** What differs between Storyblok's two starters. */
export type StarterKind = 'space' | 'tool';

/**
 * A plugin that behaves as one made from Storyblok's starters does: with their client, unmodified, for OAuth; a page that asks for the App
 * Bridge token first, has it checked by its backend, and then looks for the session that OAuth made. Outside of a frame it shows nothing.
 */
export function starter(
  kind: StarterKind,
  params: AuthHandlerParams,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const key = new TextEncoder().encode(params.clientSecret);
  return async (req, res) => {
    const { pathname } = new URL(req.url ?? '/', params.baseUrl);
    const answer = (body: object) =>
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (pathname.startsWith('/api/connect/')) return authHandler(params)(req, res);
    if (pathname === '/api/_app_bridge') {
      const { token } = JSON.parse(await textOf(req));
      const checked = await jwtVerify(token, key, { algorithms: ['HS256'] }).catch(() => undefined);
      return void answer({ ok: checked !== undefined, result: checked?.payload });
    }
    if (pathname === '/api/_oauth') {
      const { initOAuth } = JSON.parse(await textOf(req));
      const query = inferSessionQuery(req);
      const store = getSessionStore(params)({ req, res });
      const session = initOAuth || query === undefined ? undefined : await store.get(query);
      return void answer(session ? { ok: true, session } : { ok: false, redirectTo: SIGN_IN });
    }
    const html = pathname === '/401' ? lost(kind, params) : page(kind);
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const lost = (kind: StarterKind, { storyblokApiBaseUrl }: AuthHandlerParams): string => `<script>
if (window.top === window.self) {
  location.assign('${storyblokApiBaseUrl}/oauth/${kind === 'tool' ? 'tool' : 'app'}_redirect');
}
</script>`;

function page(kind: StarterKind): string {
  const action = kind === 'tool' ? 'tool-changed' : 'app-changed';
  return `<!doctype html><title>Starter</title><main></main>
<script type="module">
// The starters fail where the browser denies them storage, which one that blocks cookies of other sites does.
const storage = (() => {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
})();
const kept = (name) => {
  const value = new URLSearchParams(location.search).get(name) ?? storage?.getItem(name) ?? null;
  if (value !== null) storage?.setItem(name, value);
  return value;
};
const [host, protocol, slug] = ['host', 'protocol', 'slug'].map(kept);
const around = host === null ? location.ancestorOrigins?.[0] : protocol + '//' + host;
const say = (message) =>
  parent.postMessage({ action: '${action}', ...('${kind}' === 'tool' && { tool: slug }), ...message }, around);
const show = (text) => {
  const line = document.createElement('p');
  line.textContent = text;
  document.querySelector('main').append(line);
};
const ask = async (path, body) =>
  (await fetch(path, { method: 'POST', body: JSON.stringify(body) })).json();
const initOAuth = new URLSearchParams(location.search).get('init_oauth') === 'true';

async function begin() {
  const { ok, redirectTo, session } = await ask('/api/_oauth', { initOAuth });
  if (!ok && initOAuth) return say({ event: 'beginOAuth', redirectTo });
  if (!ok) return void (location.href = redirectTo);
  show('Authenticated as ' + session.userName + ' in ' + session.spaceName);
}

addEventListener('message', async ({ data, origin }) => {
  if (origin !== around) return;
  if (data.action === 'get-context') show('Story: ' + data.story.name + ', ' + data.story.slug);
  if (data.action !== 'validated') return;
  const { ok } = await ask('/api/_app_bridge', { token: data.token });
  if (!ok) return show('The token was refused');
  storage?.setItem('validated', 'yes');
  await begin();
});

if (window.top !== window.self) {
  if ('${kind}' === 'tool') say({ event: 'getContext' });
  if (storage?.getItem('validated')) await begin();
  else say({ event: 'validate' });
}
</script>`;
}
