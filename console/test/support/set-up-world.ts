import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addMember, createPerson } from '../../../server/test/support/people.ts';
import {
  createSpace,
  defineEventType,
  installPlugin,
  registerPlugin,
} from '../../../server/test/support/plugins.ts';
import {
  type Answer,
  type ReceivedRequest,
  type Receiver,
  startReceiver,
} from '../../../server/test/support/receiver.ts';
import type { TestServer } from '../../../server/test/support/server.ts';
import { startForBrowsers } from './browsers.ts';

/** A plugin that asks for much, and whoever sets it up. */
export interface SetUpWorld {
  server: TestServer;
  /** The plugin's routes. */
  plugin: Receiver;
  /** The plugin's page, and the service that it connects to. */
  site: Site;
  close(): Promise<void>;
}

/** The page of a plugin, and a service that it connects to. */
export interface Site {
  url: string;
  close(): Promise<void>;
}

/** Where a window came from is in its address: it goes back with what the button says. */
const CONSENT = `<!doctype html><html lang="en"><title>Service</title><main><h1>Service</h1>
<button onclick="back('code', 'c')">Allow</button>
<button onclick="back('error', 'access_denied', 'error_description', 'You said no')">Deny</button></main>
<script>
  function back(...pairs) {
    const here = new URL(location.href).searchParams;
    const to = new URL(here.get('redirect_uri'));
    to.searchParams.set('state', here.get('state'));
    for (let i = 0; i < pairs.length; i += 2) to.searchParams.set(pairs[i], pairs[i + 1]);
    location.assign(to);
  }
</script></html>`;
const CHOOSE = `<!doctype html><html lang="en"><title>Choose</title><main><h1>Choose a site</h1>
<button onclick="take('none')">None</button> <button onclick="take('bakery')">Bakery</button></main>
<script>
  function take(site) {
    const here = new URL(location.href).searchParams;
    const to = new URL(here.get('callback_url'));
    to.searchParams.set('state', here.get('state'));
    to.searchParams.set('site', site);
    location.assign(to);
  }
</script></html>`;

/** Starts it. */
export async function startSite(): Promise<Site> {
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    if (pathname === '/token') {
      response.setHeader('content-type', 'application/json');
      return response.end('{"access_token": "t"}');
    }
    response.setHeader('content-type', 'text/html');
    return response.end(pathname === '/authorize' ? CONSENT : CHOOSE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/**
 * Starts all of it.
 *
 * @param delivery whether the plugin is told of what happens.
 */
export async function startSetUpWorld({ delivery = false } = {}): Promise<SetUpWorld> {
  const [plugin, site] = [await startReceiver(), await startSite()];
  const server = await startForBrowsers({ host: 'localhost', delivery });
  await defineEventType(server, 'entry_sign_in', { description: 'A visitor signed in' });
  return {
    server,
    plugin,
    site,
    async close() {
      await server.close();
      await plugin.close();
      await site.close();
    },
  };
}

/** An install to be set up, in a space of its own. */
export interface OpenInstall {
  id: number;
  spaceId: number;
  adminId: number;
  path: string;
}

/** Installs a plugin that asks these steps. */
export async function installWith(
  { server, plugin }: SetUpWorld,
  setup_steps: readonly object[],
): Promise<OpenInstall> {
  const events = [{ name: 'entry_sign_in', url: `${plugin.url}/sign-in` }];
  const registered = await registerPlugin(server, { events, setup_steps });
  const spaceId = await createSpace(server, {
    attributes: { reception_url: 'http://localhost:9/reception' },
  });
  const admin = await createPerson(server);
  await addMember(server, spaceId, admin.id);
  const { id } = await installPlugin(server, registered, spaceId);
  const path = `/spaces/${spaceId}/installs/${id}/setup`;
  return { id, spaceId, adminId: admin.id, path };
}

/** An answer of the plugin. */
export const ok = (body: unknown): Answer => ({ status: 200, body: JSON.stringify(body) });
/** One that says what is wrong. */
export const refusal = (message: string): Answer => ({ status: 412, body: { message } });

/** What the plugin answers, by the path. */
export type Answers = Record<string, (request: ReceivedRequest) => Answer>;

/** Has the plugin answer so, and say yes to steps that the test says nothing of; whatever is not there either, with an empty object. */
export function answerBy(plugin: Receiver, own: Answers): Answers {
  const answers: Answers = {
    '/check': ({ body }) => ok(body.payload),
    '/connected': () => ok({ connected: true }),
    '/chosen': ({ body }) => ok({ site: body.payload.site }),
    ...own,
  };
  plugin.answer = (request) => answers[request.path]?.(request) ?? ok({});
  return answers;
}

type Places = Pick<SetUpWorld, 'plugin' | 'site'>;

/** A step that goes on in a window of the service. */
export const oauth2Step = ({ plugin, site }: Places) => ({
  type: 'oauth2',
  title: 'Connect the service',
  authorize_url: `${site.url}/authorize`,
  token_url: `${site.url}/token`,
  client_id: 'plugin',
  client_secret: 'secret',
  validation_url: `${plugin.url}/connected`,
});

/** A step that goes on in a window of the plugin. */
export const popupStep = ({ plugin, site }: Places) => ({
  type: 'popup',
  title: 'Choose a site',
  content_url: `${site.url}/choose`,
  validation_url: `${plugin.url}/chosen`,
});
