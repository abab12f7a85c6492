import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, expect } from 'vitest';
import {
  addMember,
  type Browser,
  createPerson,
  locationOf,
  signIn,
  type TestPerson,
} from '../support/people.ts';
import { createSpace, installPlugin, type TestPlugin } from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';
import { FORM } from './token-endpoint.ts';

export const CALLBACK = 'https://plugin.example.com/callback';

/** A plugin for consent: with one redirect URI and two scopes, unless the fields say otherwise. */
export async function registerClient(
  server: TestServer,
  fields: Record<string, unknown> = {},
): Promise<TestPlugin> {
  for (const name of ['entries.read', 'entries.write']) {
    await server.api('PUT', `/platform/v1/scopes/${name}`, { description: `May use ${name}` });
  }
  const slug = `client-${randomBytes(4).toString('hex')}x`;
  const answer = await server.api('POST', '/platform/v1/plugins', {
    name: `Name of ${slug}`,
    slug,
    oauth_redirect_uri: CALLBACK,
    scopes: ['entries.read', 'entries.write'],
    ...fields,
  });
  expect(answer.status, answer.text).toBe(201);
  const { plugin, credentials } = answer.body;
  return {
    id: plugin.id,
    slug,
    clientId: credentials.client_id,
    clientSecret: credentials.client_secret,
  };
}

/** A person in a space, with a browser. */
export interface Visitor {
  person: TestPerson;
  spaceId: number;
  browser: Browser;
}

export async function createVisitor(server: TestServer, role = 'admin'): Promise<Visitor> {
  const person = await createPerson(server);
  const spaceId = await createSpace(server);
  await addMember(server, spaceId, person.id, role);
  return { person, spaceId, browser: await signIn(server, person.id) };
}

/** What a test of consent needs before it begins. */
export interface ConsentSetUp {
  server: TestServer;
  /** A confidential client, with a consent to ask for. */
  plugin: TestPlugin;
  publicPlugin: TestPlugin;
  /** An admin of a space that has both plugins. */
  visitor: Visitor;
}

/** Before the tests of a file: a server with clients, and with somebody who can let them in. It closes after them. */
export function setUpConsent(begin: (given: ConsentSetUp) => unknown): void {
  beforeAll(async () => {
    const server = await startTestServer();
    const plugin = await registerClient(server);
    const publicPlugin = await registerClient(server, { client_type: 'public' });
    const visitor = await createVisitor(server);
    for (const one of [plugin, publicPlugin]) await installPlugin(server, one, visitor.spaceId);
    await begin({ server, plugin, publicPlugin, visitor });
    return () => server.close();
  });
}

export interface Pkce {
  verifier: string;
  challenge: string;
}

export function newPkce(): Pkce {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

/** Path and query of an authorization request; a parameter that is undefined is left out. */
export function authorizePath(
  plugin: TestPlugin,
  parameters: Record<string, string | undefined> = {},
  path = '/oauth/authorize',
): string {
  const all: Record<string, string | undefined> = {
    client_id: plugin.clientId,
    response_type: 'code',
    redirect_uri: CALLBACK,
    state: 'a-state',
    ...parameters,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => !!entry[1]);
  return `${path}?${new URLSearchParams(given)}`;
}

const FIELD = /<input type="hidden" name="([^"]+)" value="([^"]*)">/g;

const unescapeHtml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The hidden fields of the consent form on a page. */
export function consentForm(page: Answer): { action: string; fields: Record<string, string> } {
  expect(page.status, page.text).toBe(200);
  const form = /<form method="post" action="([^"]*authorize[^"]*)">([\s\S]*?)<\/form>/.exec(
    page.text,
  );
  if (form === null) throw new Error(`There is no consent form: ${page.text}`);
  const fields = [...(form[2] as string).matchAll(FIELD)].map(([, name, value]) => [
    name,
    unescapeHtml(value as string),
  ]);
  return { action: unescapeHtml(form[1] as string), fields: Object.fromEntries(fields) };
}

/** Submits the form of a consent page; `ticked` are optional scopes. */
export function decide(
  browser: Browser,
  page: Answer,
  decision: 'allow' | 'keep' | 'decline',
  ticked: string[] = [],
): Promise<Answer> {
  const { action, fields } = consentForm(page);
  const names = ticked.map((scope) => boxesOf(page)[scope] as string);
  const boxes = Object.fromEntries(names.map((name) => [name, 'yes']));
  return browser.post(action, { ...fields, ...boxes, decision });
}

const BOX = /<input type="checkbox" name="([^"]+)" value="yes"> <span>.*? <code>(.*?)<\/code>/g;

/** The boxes of a consent page that can be ticked: their names, by the scopes that they stand for. */
export const boxesOf = (page: Answer): Record<string, string> =>
  Object.fromEntries([...page.text.matchAll(BOX)].map(([, name, scope]) => [scope, name]));

/** What a redirect brings to the plugin; its address is checked. */
export function answerOf(answer: Answer, redirectUri = CALLBACK): URLSearchParams {
  expect(answer.status, answer.text).toBe(303);
  const url = new URL(locationOf(answer));
  const [address] = locationOf(answer).split('?');
  expect(address).toBe(redirectUri.split('?')[0]);
  return url.searchParams;
}

/** Lets a plugin in as its user would, with as many pages as that takes, and answers the code. */
export async function letIn(
  { browser, spaceId }: Visitor,
  plugin: TestPlugin,
  parameters: Record<string, string | undefined> = {},
): Promise<string> {
  const path = authorizePath(plugin, { space_id: String(spaceId), ...parameters });
  const first = await browser.get(path);
  const last = first.status === 303 ? first : await decide(browser, first, 'allow');
  const answer = answerOf(last, parameters.redirect_uri ?? CALLBACK);
  expect(answer.get('error')).toBeNull();
  return answer.get('code') as string;
}

/** Posts to an endpoint of the authorization server as a form. */
export function post(
  server: TestServer,
  path: string,
  parameters: Record<string, string | undefined>,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined;
  });
  return send(`${server.url}${path}`, 'POST', String(new URLSearchParams(given)), {
    'content-type': FORM,
    ...headers,
  });
}

/** Exchanges a code. */
export function exchange(
  server: TestServer,
  plugin: TestPlugin,
  code: string,
  parameters: Record<string, string | undefined> = {},
): Promise<Answer> {
  return post(server, '/oauth/token', {
    grant_type: 'authorization_code',
    client_id: plugin.clientId,
    client_secret: plugin.clientSecret,
    redirect_uri: CALLBACK,
    code,
    ...parameters,
  });
}

/** Refreshes. */
export function refresh(
  server: TestServer,
  plugin: TestPlugin,
  token: string,
  parameters: Record<string, string | undefined> = {},
): Promise<Answer> {
  return post(server, '/oauth/token', {
    grant_type: 'refresh_token',
    client_id: plugin.clientId,
    client_secret: plugin.clientSecret,
    refresh_token: token,
    ...parameters,
  });
}

export interface TokenSet {
  access: string;
  refresh: string;
}

/** Lets a plugin in and gets its tokens. */
export async function tokensFor(
  server: TestServer,
  visitor: Visitor,
  plugin: TestPlugin,
  parameters: Record<string, string | undefined> = {},
): Promise<TokenSet> {
  const { body, text } = await exchange(server, plugin, await letIn(visitor, plugin, parameters));
  expect(body?.access_token, text).toBeTypeOf('string');
  return { access: body.access_token, refresh: body.refresh_token };
}

/** A public client's tokens. */
export async function publicTokensFor(
  server: TestServer,
  visitor: Visitor,
  plugin: TestPlugin,
): Promise<TokenSet> {
  const { verifier, challenge } = newPkce();
  const code = await letIn(visitor, plugin, {
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const answer = await exchange(server, plugin, code, {
    client_secret: undefined,
    code_verifier: verifier,
  });
  expect(answer.status, answer.text).toBe(200);
  return { access: answer.body.access_token, refresh: answer.body.refresh_token };
}

/** What `/oauth/user_info` answers to a token. */
export const userInfo = (server: TestServer, token: string): Promise<Answer> =>
  send(`${server.url}/oauth/user_info`, 'GET', undefined, { authorization: `Bearer ${token}` });
