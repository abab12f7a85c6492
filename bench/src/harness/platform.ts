import { Pool } from 'undici';
import { allOf } from './all-of.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Set-up through the Platform API, as a host would do it. */
export interface Platform {
  call<Body>(method: Method, path: string, body?: unknown): Promise<Body>;
  createSpace(name: string): Promise<number>;
  defineEvent(name: string): Promise<void>;
  register(slug: string, events?: { name: string; url: string }[]): Promise<RegisteredPlugin>;
  install(spaceId: number, pluginId: number): Promise<number>;
  /** A token as the plugin gets it. */
  logIn(plugin: RegisteredPlugin): Promise<string>;
  close(): Promise<void>;
}

/** A plugin with the credentials that it logs in with. */
export interface RegisteredPlugin {
  id: number;
  clientId: string;
  secret: string;
}

/** @throws Error with the answer when a call is refused. */
export function createPlatform(url: string, hostKey: string): Platform {
  const pool = new Pool(url, { connections: 8 });

  async function send<Body>(method: Method, path: string, headers: object, body?: string) {
    const response = await pool.request({ method, path, headers: { ...headers }, body });
    const text = await response.body.text();
    if (response.statusCode >= 300) {
      throw new Error(`${method} ${path} answered ${response.statusCode}: ${text}`);
    }
    return JSON.parse(text) as Body;
  }

  const call = <Body>(method: Method, path: string, body?: unknown) =>
    send<Body>(
      method,
      `/platform/v1${path}`,
      { authorization: `Bearer ${hostKey}`, 'content-type': 'application/json' },
      body === undefined ? undefined : JSON.stringify(body),
    );

  return {
    call,
    createSpace: async (name) => (await call<{ id: number }>('POST', '/spaces', { name })).id,
    async defineEvent(name) {
      await call('PUT', `/event_types/${name}`, { description: 'Measured by the benchmark' });
    },
    async register(slug, events = []) {
      const { plugin, credentials } = await call<{
        plugin: { id: number };
        credentials: { client_id: string; client_secret: string };
      }>('POST', '/plugins', { name: slug, slug, events });
      return { id: plugin.id, clientId: credentials.client_id, secret: credentials.client_secret };
    },
    install: async (spaceId, pluginId) =>
      (await call<{ id: number }>('POST', `/spaces/${spaceId}/installs`, { plugin_id: pluginId }))
        .id,
    async logIn({ clientId, secret }) {
      const answer = await send<{ access_token: string }>(
        'POST',
        '/a/auth/v0/token',
        { authorization: basic(clientId, secret), 'content-type': 'application/json' },
        JSON.stringify({ grant_type: 'client_credentials', scope: 'plugin' }),
      );
      return answer.access_token;
    },
    close: () => pool.close(),
  };
}

/**
 * An `Authorization` header of HTTP Basic. Nothing is form-encoded (RFC 6749 §2.3.1): these ids and secrets have no character that needs
 * it.
 */
export const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

/** So many of something, made eight at a time, in order. */
export function many<Made>(count: number, make: (index: number) => Promise<Made>): Promise<Made[]> {
  return allOf(
    Array.from({ length: count }, (_, index) => index),
    8,
    make,
  );
}
