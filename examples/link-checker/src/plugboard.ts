import { SLUG } from './manifest.ts';
import type { Check, Settings } from './shapes.ts';

/** Plugboard's answer was an error. */
export class WireError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.name = 'WireError';
    this.status = status;
  }
}

/** For whom a token is, and where. */
export interface UserInfo {
  user: { id: number; friendly_name: string };
  space: { id: number; name: string };
}

/** The plugin in a space, as the Space API shows it. */
export interface Provision {
  app: Record<string, unknown>;
  app_provision: Record<string, unknown> & { space_level_settings: Record<string, unknown> };
}

/** What is done with a person's token, for them. All throw {@link WireError} when Plugboard refuses. */
export interface SpaceApi {
  userInfo(token: string): Promise<UserInfo>;
  provision(token: string, spaceId: number): Promise<Provision>;
  /** Leaves settings that are not ours as they are. */
  putSettings(token: string, spaceId: number, settings: Settings): Promise<void>;
}

/** What is done with the plugin's own token. All throw {@link WireError} when Plugboard refuses. */
export interface PluginApi {
  config(installId: number): Promise<unknown>;
  saveCheck(installId: number, check: Check): Promise<void>;
  /** The latest checks of an install, the newest first. */
  latestChecks(installId: number): Promise<Check[]>;
}

/** A client of the Space API. It keeps nothing: the caller brings the token each time. */
export function connectSpaceApi(plugboardUrl: string): SpaceApi {
  const path = (spaceId: number) => `${plugboardUrl}/v1/spaces/${spaceId}/app_provisions/${SLUG}`;
  const call = async <Answer>(method: string, url: string, token: string, body?: unknown) =>
    (await send(method, url, token, body)) as Answer;
  return {
    userInfo: (token) => call<UserInfo>('GET', `${plugboardUrl}/oauth/user_info`, token),
    provision: (token, spaceId) => call<Provision>('GET', path(spaceId), token),
    async putSettings(token, spaceId, settings) {
      const { app_provision } = await call<Provision>('GET', path(spaceId), token);
      // They are replaced whole.
      const space_level_settings = { ...app_provision.space_level_settings, ...settings };
      await call('PUT', path(spaceId), token, { app_provision: { space_level_settings } });
    },
  };
}

const KEPT_DAYS = 30;
const SHOWN_CHECKS = 5;
const PREFIX = 'check:';

/** @param token gives the plugin's own token; `fresh` when the one before was refused. */
export function connectPluginApi(
  plugboardUrl: string,
  token: (fresh: boolean) => Promise<string>,
): PluginApi {
  const services = `${plugboardUrl}/api/v2/plugin-services`;

  async function call(method: string, path: string, body?: unknown): Promise<unknown> {
    const request = async (fresh: boolean) =>
      ((await send(method, services + path, await token(fresh), body)) as { data: unknown }).data;
    try {
      return await request(false);
    } catch (error) {
      if (error instanceof WireError && error.status === 401) return request(true);
      throw error;
    }
  }

  const storage = (installId: number, command: object) =>
    call('POST', '/storage', { install_id: installId, commands: [command] }) as Promise<unknown[]>;

  return {
    config: (installId) => call('GET', `/installs/${installId}/config`),
    async saveCheck(installId, check) {
      // Counted backwards: lists are in the order of their keys, and the newest is wanted first.
      const order = String(Number.MAX_SAFE_INTEGER - Date.parse(check.checked_at));
      const ttl = KEPT_DAYS * 24 * 3600;
      await storage(installId, { action: 'set', key: PREFIX + order, value: check, ttl });
    },
    async latestChecks(installId) {
      const list = { action: 'list', prefix: PREFIX, limit: SHOWN_CHECKS };
      const [items] = (await storage(installId, list)) as [{ value: Check }[]];
      return items.map(({ value }) => value);
    },
  };
}

const TIMEOUT_MS = 5_000;

async function send(method: string, url: string, token: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const response = await fetch(url, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    // A redirect would take the token somewhere else.
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  if (!response.ok) {
    const what = `${method} ${new URL(url).pathname} answered ${response.status}`;
    throw new WireError(response.status, `${what}: ${text.slice(0, 300)}`);
  }
  return JSON.parse(text);
}
