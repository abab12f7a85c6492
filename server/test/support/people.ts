import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { insertSession } from '../../src/auth/session-queries.ts';
import { sha256 } from '../../src/lib/crypto.ts';
import { type Answer, send, type TestServer } from './server.ts';

/** A user, and what they sign in with if they have a password. */
export interface TestPerson {
  id: number;
  email: string;
  friendlyName: string;
  password: string | undefined;
}

/** A browser: it keeps the cookies it is given. */
export interface Browser {
  cookies: Map<string, string>;
  /** The token that forms of this browser's session carry. */
  csrfToken: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** Submits a form as from a page of the server, with the session's token unless it has another. */
  post(
    path: string,
    form?: Record<string, string>,
    headers?: Record<string, string | undefined>,
  ): Promise<Answer>;
  /** Calls the Platform API with the session, as pages of the console do; `path` is below `/platform/v1`. */
  call(method: string, path: string, body?: object): Promise<Answer>;
}

let counter = 0;

export async function createPerson(
  server: TestServer,
  fields: { email?: string; password?: string; friendly_name?: string } = {},
): Promise<TestPerson> {
  const email = fields.email ?? `person-${++counter}@plugboard.test`;
  const friendlyName = fields.friendly_name ?? `Person ${counter}`;
  const body = { email, friendly_name: friendlyName, password: fields.password };
  const answer = await server.api('POST', '/platform/v1/users', body);
  expect(answer.status, answer.text).toBe(201);
  return { id: answer.body.id, email, friendlyName, password: fields.password };
}

/** Makes a user a member of a space; `admin` by default. */
export async function addMember(
  server: TestServer,
  spaceId: number,
  userId: number,
  role = 'admin',
): Promise<void> {
  const path = `/platform/v1/spaces/${spaceId}/members/${userId}`;
  const answer = await server.api('PUT', path, { role });
  expect(answer.status, answer.text).toBe(200);
}

export async function removeMember(
  server: TestServer,
  spaceId: number,
  userId: number,
): Promise<void> {
  const path = `/platform/v1/spaces/${spaceId}/members/${userId}`;
  const answer = await server.api('DELETE', path);
  expect(answer.status, answer.text).toBe(204);
}

/** What somebody calls the API with: a personal token. */
export async function bearerOf(
  server: TestServer,
  userId: number,
): Promise<{ authorization: string }> {
  const body = { user_id: userId, name: 'mine' };
  const answer = await server.api('POST', '/platform/v1/personal_access_tokens', body);
  expect(answer.status, answer.text).toBe(201);
  return { authorization: `Bearer ${answer.body.token}` };
}

/** A browser with a session of this user, made in the database: no sign-in page is involved. */
export async function signIn(server: TestServer, userId: number): Promise<Browser> {
  const value = `pbs_${randomBytes(32).toString('base64url')}`;
  await insertSession(server.db, sha256(value), userId, 3600);
  const browser = openBrowser(server);
  const secure = server.config.publicUrl.startsWith('https:');
  browser.cookies.set(secure ? '__Host-plugboard_session' : 'plugboard_session', value);
  browser.csrfToken = sha256(`csrf:${value}`).toString('base64url');
  return browser;
}

/** A browser without a session. */
export function openBrowser(server: TestServer): Browser {
  const cookies = new Map<string, string>();
  const origin = new URL(server.config.publicUrl).origin;

  async function request(
    method: string,
    path: string,
    body: string | object | undefined,
    headers: Record<string, string | undefined>,
  ): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await send(server.url + path, method, body, {
      accept: 'text/html',
      cookie: cookie === '' ? undefined : cookie,
      ...headers,
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  }

  const browser: Browser = {
    cookies,
    csrfToken: '',
    get: (path, headers = {}) => request('GET', path, undefined, headers),
    post: (path, form = {}, headers = {}) =>
      request(
        'POST',
        path,
        String(new URLSearchParams({ csrf_token: browser.csrfToken, ...form })),
        {
          origin,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
          ...headers,
        },
      ),
    call: (method, path, body) =>
      request(method, `/platform/v1${path}`, body, { accept: 'application/json', origin }),
  };
  return browser;
}

/** Takes back what somebody let plugins do for them, the newest first; answers how many there were. */
export async function withdrawConsents(browser: Browser): Promise<number> {
  const { body } = await browser.call('GET', '/grants');
  for (const { id } of body.data) {
    const answer = await browser.call('DELETE', `/grants/${id}`);
    expect(answer.status, answer.text).toBe(204);
  }
  return body.data.length;
}

/** Where a redirect leads, by its `Location`. */
export function locationOf(answer: Answer): string {
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`There is no Location: ${answer.status} ${answer.text}`);
  return location;
}
