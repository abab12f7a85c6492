import { beforeAll, describe, expect, test } from 'vitest';
import { type Host, startHost } from '../host-api/host.ts';
import { answerOf, CALLBACK, consentForm, decide } from '../oauth/authorization.ts';
import {
  addMember,
  type Browser,
  createPerson,
  signIn,
  type TestPerson,
} from '../support/people.ts';
import {
  createSpace,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../support/plugins.ts';
import { type Answer, send, startTestServer, type TestServer } from '../support/server.ts';

/** What plugins are built with sends for a user, and expects, written down on its own: nothing here knows the server. */

const JSON_API = 'application/vnd.api+json';
const SCOPES = ['locations.read', 'employees.read', 'invites.write'];

let server: TestServer;
let host: Host;
let install: TestInstall;
let person: TestPerson;
let browser: Browser;
beforeAll(async () => {
  host = await startHost();
  server = await startTestServer({ env: { PLUGBOARD_HOST_API: host.base } });
  for (const scope of SCOPES) {
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  }
  const plugin = await registerPlugin(server, { scopes: SCOPES, oauth_redirect_uri: CALLBACK });
  person = await createPerson(server, { email: 'ann+desk@plugboard.test' });
  const spaceId = await createSpace(server, { attributes: { address: '1 Main St' } });
  await addMember(server, spaceId, person.id);
  install = await installPlugin(server, plugin, spaceId, { user_id: person.id });
  browser = await signIn(server, person.id);
  return async () => {
    await server.close();
    await host.close();
  };
});

/** JSON, with the credentials as Basic alone; a scope is a list. */
function logIn(parameters: object): Promise<Answer> {
  const { clientId, clientSecret } = install.plugin;
  const pair = Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
  return send(`${server.url}/a/auth/v0/token`, 'POST', parameters, {
    accept: 'application/json, text/plain, */*',
    'content-type': 'application/json',
    authorization: `Basic ${pair}`,
    'user-agent': 'axios/1.7.0',
  });
}

const loginAsPluginInstaller = (): Promise<Answer> =>
  logIn({ grant_type: 'plugin_install', install_id: String(install.id) });

/** The address without `state` and challenge, the scopes joined by a plus that is not encoded. */
function authorizePath(): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: install.plugin.clientId,
    redirect_uri: CALLBACK,
  });
  return `/a/auth/v0/authorize?${query}&scope=${SCOPES.join('+')}`;
}

/** A request for a user, and the rule that its answer must pass: something in `data`, and nothing falsy among its items. */
async function request(
  token: string,
  method: string,
  path: string,
  body?: unknown,
  // biome-ignore lint/suspicious/noExplicitAny: a test says by its expectations what the data is
): Promise<any> {
  const answer = await send(server.url + path, method, body, {
    accept: JSON_API,
    ...(body !== undefined && { 'content-type': JSON_API }),
    authorization: `Bearer ${token}`,
    'user-agent': 'envoy-integrations-sdk/2.5.2 Node.js/20',
    'x-envoy-client-info': '{"sdk":"envoy-integrations-sdk"}',
  });
  if (answer.status < 200 || answer.status >= 300)
    throw new Error(`${answer.status} ${answer.text}`);
  const { data, included } = answer.body;
  for (const model of (included ?? []).concat(data)) {
    if (!model) throw new Error('The data may not exist');
  }
  return data;
}

describe('logging in', () => {
  test('as the installer gives a token, and one to refresh it', async () => {
    const { status, body, text } = await loginAsPluginInstaller();
    expect(status, text).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      access_token: expect.any(String),
      expires_in: 86_400,
      refresh_token: expect.any(String),
      refresh_token_expires_in: 2_592_000,
    });
  });

  test('with the code of a consent needs no more than the code, and can be refreshed', async () => {
    const page = await browser.get(authorizePath());
    expect(consentForm(page).fields).not.toEqual({});
    const callback = answerOf(await decide(browser, page, 'allow'));
    const code = callback.get('code');
    const { status, body, text } = await logIn({
      grant_type: 'authorization_code',
      scope: SCOPES,
      code,
    });
    expect(status, text).toBe(200);
    const { refresh_token } = body;
    const again = await logIn({ grant_type: 'refresh_token', refresh_token });
    expect(again.status, again.text).toBe(200);
    for (const token of [body.access_token, again.body.access_token]) {
      const me = await request(token, 'GET', '/api/v2/users/me');
      expect(me).toMatchObject({ type: 'users', id: String(person.id) });
    }
  });

  test('with a password is refused in a way the client can read', async () => {
    const given = { username: person.email, password: 'x', scope: SCOPES };
    const answer = await logIn({ grant_type: 'password', ...given });
    expect([answer.status, answer.body.error]).toEqual([400, 'unsupported_grant_type']);
  });
});

describe('for the installer', () => {
  let token: string;
  beforeAll(async () => {
    token = (await loginAsPluginInstaller()).body.access_token;
  });
  const location = () => String(install.spaceId);

  test('me, locations, companies and employees are what is known of the space', async () => {
    const me = { name: person.friendlyName, email: person.email };
    expect(await request(token, 'GET', '/api/v2/users/me')).toMatchObject({ attributes: me });
    // The first is how one resource is loaded, with what is to be included.
    const one = await request(token, 'GET', `/api/v3/locations/${location()}?include=company`);
    expect(one).toMatchObject({ id: location(), attributes: { address: '1 Main St' } });
    const query = 'filter[disabled]=false&page[offset]=0&page[limit]=10&sort=-created_at';
    const listed = await request(token, 'GET', `/api/v3/locations?${query}`);
    expect(listed).toMatchObject([{ id: location() }]);
    const company = await request(token, 'GET', `/api/v3/companies/${location()}`);
    expect(company).toMatchObject({ type: 'companies', attributes: { active: true } });
    const employee = await request(token, 'GET', `/api/v3/employees/${person.id}`);
    expect(employee).toMatchObject({ attributes: me });
    const byEmail = `/api/v3/employees?filter[email]=${person.email}&page[limit]=1`;
    expect(await request(token, 'GET', byEmail)).toEqual([employee]);
    const all = await request(token, 'GET', '/api/v3/employees?filter[query]=desk&sort=name');
    expect(all).toEqual([employee]);
  });

  const invite = {
    type: 'invites',
    attributes: { 'full-name': 'Some Visitor' },
    relationships: { location: { data: { type: 'locations', id: '1' } } },
  };
  test.each<[string, string, string, object?]>([
    ['getAgreementPage', 'GET', '/api/v3/agreement-pages/1'],
    ['getAgreement', 'GET', '/api/v3/agreements/1?include=agreement-page'],
    ['getFlow', 'GET', '/api/v3/flows/1'],
    ['getFlows', 'GET', '/api/v3/flows?filter[enabled]=true&page[limit]=2&sort=name'],
    ['getSignInFieldPage', 'GET', '/api/v3/sign-in-field-pages/1'],
    ['getSignInField', 'GET', '/api/v3/sign-in-fields/1'],
    ['getSignInFields', 'GET', '/api/v3/sign-in-field-pages/1/sign-in-fields'],
    ['getInvites', 'GET', '/api/v3/invites?filter[date-from]=2026-01-01&filter[scope]=mine'],
    ['createInvite', 'POST', '/api/v3/invites', { data: invite }],
    ['updateInvite', 'PUT', '/api/v3/invites/1', { data: { ...invite, id: '1' } }],
    ['partialUpdateInvite', 'PATCH', '/api/v3/invites/1', { data: { ...invite, id: '1' } }],
    ['removeInvite', 'DELETE', '/api/v3/invites/1'],
    ['createReservation', 'POST', '/a/rms/reservations', { data: { attributes: {} } }],
  ])('%s is the host’s to answer', async (_, method, path, body) => {
    host.asked.length = 0;
    expect(await request(token, method, path, body)).toMatchObject({ id: '1' });
    expect(host.asked).toMatchObject([
      { method, url: `/inner${path}`, headers: { authorization: `Bearer ${token}` } },
    ]);
    const sent = host.asked[0]?.body.toString();
    expect(sent).toBe(body === undefined ? '' : JSON.stringify(body));
  });
});
