import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Breakable } from './breakable.ts';
import type { Desk } from './desk.ts';
import { pluginsPage, receptionPage, SCRIPT_PATH, STYLE_PATH, sheet, TOKEN_PATH } from './page.ts';
import { type Portal, type ShownView, viewAt } from './portal.ts';
import { SHEETS } from './sheets.ts';

/** What the reception is made of. */
export interface ReceptionDeps {
  /** The address that browsers know it by, such as `http://localhost:4410`. */
  url: string;
  desk: Desk;
  portal: Portal;
  greeter: Breakable;
  /** Where plugins are managed: who may embed pages of plugins, too. */
  consoleUrl: string;
}

const PUBLIC = new URL('../../public/', import.meta.url);
const JAVASCRIPT = 'text/javascript; charset=utf-8';
const MOST_BYTES = 4096;

/**
 * Starts the reception on this machine: a page on which visitors and parcels arrive by a click, pages about plugins, which Plugboard's
 * elements fill, and the pages of the plugins in {@link SHEETS}.
 *
 * @returns what ends it
 */
export async function startReception(deps: ReceptionDeps): Promise<{ stop(): Promise<void> }> {
  const [style, script] = await Promise.all(
    [STYLE_PATH, SCRIPT_PATH].map((path) => readFile(new URL(`.${path}`, PUBLIC), 'utf8')),
  );
  const place: Place = { ...deps, style: style ?? '', script: script ?? '', said: undefined };
  const { port } = new URL(deps.url);
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    answer(place, request, response).catch((error: Error) => {
      console.error(`reception: ${error.message}`);
      if (!response.headersSent) send(response, 502, 'Plugboard did not take it; try again');
    });
  });
  server.listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  return {
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

interface Place extends ReceptionDeps {
  style: string;
  script: string;
  /** What came of the last click, until it was shown: whoever is at the reception is one person. */
  said: string | undefined;
}

async function answer(
  place: Place,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', place.url);
  // It acts with the host key for whoever asks: only for pages of its own, and by no other name that leads here.
  if (!isOurName(place, request)) return send(response, 421, 'This is not a name of the reception');
  if (request.method === 'POST') return act(place, pathname, request, response);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, 405, 'GET or POST');
  if (pathname === STYLE_PATH) return sendAs(response, 'text/css; charset=utf-8', place.style);
  if (pathname === SCRIPT_PATH) return sendAs(response, JAVASCRIPT, place.script);
  if (pathname === TOKEN_PATH) {
    return sendAs(response, 'application/json', JSON.stringify(await place.portal.token()));
  }
  const shown = viewAt(pathname);
  if (shown !== undefined) return sendPluginsPage(place, shown, response);
  const found = SHEETS.find(({ slug }) => pathname === `/${slug}`);
  if (found !== undefined) {
    const html = sheet(found.name, found.points);
    return sendPage(response, html, { 'frame-ancestors': new URL(place.consoleUrl).origin });
  }
  if (pathname !== '/') return send(response, 404, 'There is nothing here');
  const state = await place.desk.read();
  const { said, consoleUrl } = place;
  place.said = undefined;
  return sendPage(
    response,
    receptionPage({ ...state, said, consoleUrl, greeterWorks: place.greeter.works() }),
  );
}

const ACTIONS: Record<
  string,
  (deps: ReceptionDeps, form: URLSearchParams) => Promise<string | undefined>
> = {
  '/sign-in': ({ desk }) => desk.signIn(),
  '/sign-out': ({ desk }, form) => desk.signOut(form.get('id') ?? ''),
  '/parcel': ({ desk }, form) =>
    desk.parcel(
      form.get('kind') === 'letter' ? 'letter' : 'box',
      (form.get('recipient') ?? '').slice(0, 100) || 'Front office',
    ),
  '/greeter/break': async ({ greeter }) => {
    await greeter.break();
    return 'The greeter is broken. Let a visitor sign in';
  },
  '/greeter/mend': async ({ greeter }) => {
    await greeter.mend();
    return 'The greeter works again. What waits is tried again when its time comes, or at once when you say so';
  },
};

async function act(
  place: Place,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.headers.origin !== `http://${request.headers.host}`)
    return send(response, 403, 'This is for the page of the reception');
  if (Number(request.headers['content-length'] ?? MOST_BYTES + 1) > MOST_BYTES)
    return send(response, 413, 'This is more than a form has');
  const form = new URLSearchParams(await text(request));
  const action = Object.hasOwn(ACTIONS, path) ? ACTIONS[path] : undefined;
  if (action === undefined) return send(response, 404, 'There is nothing here');
  place.said = (await action(place, form)) ?? 'They are not in any more';
  response.writeHead(303, { location: '/' }).end();
}

/** A page elsewhere can have its own name lead to this machine, and would then be a page of this origin. */
const isOurName = ({ url }: ReceptionDeps, { headers }: IncomingMessage): boolean => {
  const { host, port } = new URL(url);
  return [host, `127.0.0.1:${port}`].includes(headers.host ?? '');
};

function sendPluginsPage(
  { portal, consoleUrl }: Place,
  shown: ShownView,
  response: ServerResponse,
): void {
  const plugboardUrl = new URL(consoleUrl).origin;
  sendPage(response, pluginsPage({ shown, spaceId: portal.spaceId, plugboardUrl }), {
    'script-src': `'self' ${plugboardUrl}`,
    'frame-src': plugboardUrl,
    'connect-src': "'self'",
  });
}

const POLICY = {
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': 'data:',
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

/** @param more what this page may besides, or instead. */
function sendPage(response: ServerResponse, html: string, more: Record<string, string> = {}): void {
  const policy = Object.entries({ ...POLICY, ...more }).map(([name, value]) => `${name} ${value}`);
  response.setHeader('content-security-policy', policy.join('; '));
  sendAs(response, 'text/html; charset=utf-8', html);
}

function sendAs(response: ServerResponse, type: string, content: string): void {
  const headers = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  response.writeHead(200, { 'content-type': type, ...headers }).end(content);
}

function send(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}
