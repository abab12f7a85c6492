import { type Client, dataOf, sendAs } from '../client.ts';
import type { Answer, Call } from '../http.ts';
import { EARLY_MS, type Session } from '../log-in.ts';
import type { MetaAuth } from '../meta.ts';
import type { Begun } from './handler-calls.ts';

/** A resource of the host's own API (JSON:API). Which attributes there are is the host's to say. */
export interface Resource<Attributes = Readonly<Record<string, unknown>>> {
  id: string;
  type: string;
  attributes: Attributes;
  relationships?: Readonly<Record<string, unknown>>;
}

/** Which of a list to answer, and in which order. */
export interface ListQuery {
  /** Such as `{ email: 'ada@example.com' }`; one that is not known is refused. */
  filter?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** How many to pass over. */
  offset?: number | undefined;
  /** 100 by default, at most 1,000. */
  limit?: number | undefined;
  /** Such as `name` or `-created_at`. */
  sort?: string | undefined;
  /** Such as `company`. */
  include?: string | undefined;
}

/** A call of the host's own API. */
export interface HostCall {
  method?: Call['method'] | undefined;
  query?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** Sent as JSON. */
  body?: unknown;
}

/** Acts for the user who installed the plugin, with the scopes that the install was granted. */
export interface Installer {
  /** A token that is good now, for clients of the host's own. */
  accessToken(): Promise<string>;
  /** The user themself. */
  me(): Promise<Resource>;
  locations(query?: ListQuery): Promise<Resource[]>;
  companies(query?: ListQuery): Promise<Resource[]>;
  employees(query?: ListQuery): Promise<Resource[]>;
  /**
   * Calls the host's own API, at Plugboard's address: below `/api/v3`, `/a/rms` or `/api/v2/users/me`. Answers the parsed body.
   *
   * @example
   * const invites = await install.asInstaller().request('/api/v3/invites', { query: { limit: 10 } });
   */
  request<Body = unknown>(path: string, call?: HostCall): Promise<Body>;
}

/** What an {@link Installer} is made of. */
export interface InstallerParts {
  signal: () => AbortSignal | undefined;
  /** That came with a job, used first. */
  token?: MetaAuth | undefined;
  begun: Begun;
}

/** Acts for the user who installed the plugin there. */
export function createInstaller(
  client: Client,
  installId: string,
  { signal, token, begun }: InstallerParts,
): Installer {
  const session = startingWith(token, client.ofInstaller(installId));
  const send = (path: string, call?: HostCall) =>
    sendAs(client.send, session, { ...toCall(path, call), signal: signal() });
  const ask = <Result>(name: string, pending: Promise<Result>) =>
    begun(`install.asInstaller().${name}`, pending);
  const list =
    (name: 'locations' | 'companies' | 'employees') =>
    (query: ListQuery = {}) =>
      ask(name, dataOf<Resource[]>(send(`/api/v3/${name}`, { query: listQuery(query) })));
  return {
    accessToken: session.token,
    me: () => ask('me', dataOf<Resource>(send('/api/v2/users/me'))),
    locations: list('locations'),
    companies: list('companies'),
    employees: list('employees'),
    request: <Body>(path: string, call?: HostCall) =>
      ask('request', bodyOf<Body>(send(path, call))),
  };
}

const bodyOf = async <Body>(answer: Promise<Answer>) => (await answer).body as Body;

/** The token of a job saves a log-in; once it is refused, the session's own is used. */
function startingWith(given: MetaAuth | undefined, session: Session): Session {
  let token = given?.access_token;
  const until = performance.now() + (given?.expires_in ?? 0) * 1000 - EARLY_MS;
  return {
    token: async () => (token !== undefined && performance.now() < until ? token : session.token()),
    forget(refused) {
      if (refused === token) token = undefined;
      else session.forget(refused);
    },
  };
}

function listQuery({ filter = {}, offset, limit, sort, include }: ListQuery) {
  const filters = Object.entries(filter).map(([name, value]) => [`filter[${name}]`, value]);
  const all = { 'page[offset]': offset, 'page[limit]': limit, sort, include };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...filters, ...given]) as Record<string, string | number | boolean>;
}

/** A call of the host's own API as it is sent. */
export const toCall = (path: string, { method = 'GET', query, body }: HostCall = {}): Call => ({
  method,
  path: withQuery(path, query),
  body,
  isRepeatable: method !== 'POST' && method !== 'PATCH',
});

function withQuery(path: string, query: HostCall['query']): string {
  if (query === undefined) return path;
  const texts = Object.entries(query).map(([name, value]) => [name, String(value)]);
  return `${path}?${new URLSearchParams(texts)}`;
}
