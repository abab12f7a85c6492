import { request as send } from 'undici';
import { expect } from 'vitest';
import type { TestServer } from '../support/server.ts';

/** What a browser was answered; redirects are not followed. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** What a page of the console was answered by the Platform API. */
export interface Called extends Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the body is; undefined where there is none
  body: any;
}

/** Somebody at a browser, without the browser: keeps cookies, reads forms, and says where requests come from. */
export interface Visitor {
  /** By name. */
  cookies: Map<string, string>;
  get(path: string, headers?: Given): Promise<Answer>;
  head(path: string, headers?: Given): Promise<Answer>;
  /** Submits a form of ours; a field set to undefined is left out. */
  post(path: string, fields: Fields, headers?: Given): Promise<Answer>;
  /** The token in the first form of a page, or the one that the console's document has for its form. */
  csrfToken(path: string): Promise<string>;
  /** Calls the Platform API with the session, as pages of the console do; `path` is below `/platform/v1`. */
  call(method: string, path: string, body?: object, headers?: Given): Promise<Called>;
}

type Fields = Record<string, string | undefined>;
type Given = Record<string, string | undefined>;

export function visit(server: Pick<TestServer, 'url' | 'config'>): Visitor {
  const cookies = new Map<string, string>();

  async function request(
    method: string,
    path: string,
    body: string | undefined,
    headers: Given,
  ): Promise<Answer> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    // Not fetch, which says itself what Fetch Metadata are.
    const {
      statusCode,
      headers: replied,
      body: reply,
    } = await send(server.url + path, {
      method,
      body,
      headers: definedOnly({
        cookie: cookie || undefined,
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        ...headers,
      }),
    });
    const answer: Answer = { status: statusCode, headers: new Headers(), text: await reply.text() };
    for (const [name, value] of Object.entries(replied)) {
      for (const one of [value ?? []].flat()) answer.headers.append(name, one);
    }
    for (const line of answer.headers.getSetCookie()) keep(line);
    return answer;
  }

  function keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (/Max-Age=0|Expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
    else cookies.set(name, value);
  }

  const visitor: Visitor = {
    cookies,
    get: (path, headers = {}) => request('GET', path, undefined, headers),
    head: (path, headers = {}) => request('HEAD', path, undefined, headers),
    post: (path, fields, headers = {}) =>
      request('POST', path, encode(fields), {
        'content-type': 'application/x-www-form-urlencoded',
        origin: new URL(server.config.publicUrl).origin,
        ...headers,
      }),
    async csrfToken(path) {
      const { text } = await visitor.get(path);
      return /name="csrf_token" value="([^"]+)"/.exec(text)?.[1] ?? '';
    },
    async call(method, path, body, headers = {}) {
      const text = body && JSON.stringify(body);
      const answer = await request(method, `/platform/v1${path}`, text, {
        accept: 'application/json',
        origin: new URL(server.config.publicUrl).origin,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      });
      return { ...answer, body: answer.text === '' ? undefined : JSON.parse(answer.text) };
    },
  };
  return visitor;
}

const encode = (fields: Fields): string => new URLSearchParams(definedOnly(fields)).toString();

const definedOnly = (given: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

export const PASSWORD = 'seven herons at the lock';

export interface Person {
  id: number;
  email: string;
  password: string;
}

let people = 0;

/** A user with a password. */
export async function createPerson(server: TestServer, fields: object = {}): Promise<Person> {
  people += 1;
  const email = `person-${people}@plugboard.test`;
  const answer = await server.api('POST', '/platform/v1/users', {
    email,
    friendly_name: `Person ${people}`,
    password: PASSWORD,
    ...fields,
  });
  expect(answer.status, answer.text).toBe(201);
  return { id: answer.body.id, email: answer.body.email, password: PASSWORD };
}

/** Signs in by the form, as a person does; answers what the form was answered with. */
export async function signIn(
  visitor: Visitor,
  { email, password }: Pick<Person, 'email' | 'password'>,
  fields: Fields = {},
): Promise<Answer> {
  const csrf_token = await visitor.csrfToken('/sign-in');
  return visitor.post('/sign-in', { csrf_token, email, password, ...fields });
}

/** A person at a browser, signed in. */
export async function signedIn(
  server: TestServer,
  fields: object = {},
): Promise<{ person: Person; visitor: Visitor }> {
  const person = await createPerson(server, fields);
  const visitor = visit(server);
  expect((await signIn(visitor, person)).status).toBe(303);
  return { person, visitor };
}
