import type { Credentials, FetchPlugin } from '../../src/index.ts';

/** A request as the plugin of a test got it. */
export interface Heard {
  request: Request;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the body is
  body: any;
}

/** What a test looks at of its plugin. */
export interface TestPlugin extends FetchPlugin {
  events: string[];
  heard: Heard[];
  credentials: Credentials | undefined;
}

type Answer = (heard: Heard, plugin: TestPlugin) => Response | Promise<Response>;

/** A plugin as the SDK's are: it tells what it handles, and is given its credentials. */
export function hearing(events: string[], answer: Answer = () => new Response()): TestPlugin {
  const plugin: TestPlugin = {
    events,
    heard: [],
    credentials: undefined,
    with(credentials) {
      plugin.credentials = credentials;
      return plugin;
    },
    async fetch(request) {
      const text = await request.clone().text();
      const heard = { request, text, body: JSON.parse(text) };
      plugin.heard.push(heard);
      return answer(heard, plugin);
    },
  };
  return plugin;
}

/** Logs a plugin in, and answers its access token. */
export async function logIn({ clientId, secret, baseUrl }: Credentials): Promise<string> {
  const response = await fetch(`${baseUrl}/a/auth/v0/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: secret,
      scope: 'plugin',
    }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

/** Calls the Plugin API. */
export function callAs(
  { baseUrl }: Credentials,
  token: string,
  method: string,
  path: string,
  data?: unknown,
): Promise<Response> {
  return fetch(`${baseUrl}/api/v2/plugin-services${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/vnd.api+json',
    },
    ...(data !== undefined && { body: JSON.stringify(data) }),
  });
}

/** Whether a token opens the Plugin API: the status of a call. */
export async function statusOfCall(credentials: Credentials, token: string): Promise<number> {
  const commands = [{ action: 'get', key: 'any' }];
  return (await callAs(credentials, token, 'POST', '/storage', { commands })).status;
}
