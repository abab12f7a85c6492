import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  EnvoyPluginAPI,
  EnvoyUserAPI,
  entryEventHandler,
  envoyMiddleware,
  type InviteCreationModel,
} from '@plugboard/sdk/envoy';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Host, startHost } from '../../../server/test/host-api/host.ts';
import { answerOf, CALLBACK, decide } from '../../../server/test/oauth/authorization.ts';
import { addMember, createPerson, signIn } from '../../../server/test/support/people.ts';
import {
  createSpace,
  defineEventType,
  emit,
  installPlugin,
  registerPlugin,
  type TestInstall,
} from '../../../server/test/support/plugins.ts';
import { startTestServer, type TestServer } from '../../../server/test/support/server.ts';
import { setEnvironment } from './environment.ts';

const SCOPES = ['locations.read', 'employees.read', 'invites.write'];
const EMAIL = 'front+desk@plugboard.test';

let app: RequestListener;
const plugin = createServer((request, response) => app(request, response));
let server: TestServer;
let host: Host;
let install: TestInstall;
let personId: number;
let setBack: () => void;
let api: EnvoyUserAPI;
beforeAll(async () => {
  await new Promise<void>((resolve) => plugin.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(plugin.address() as AddressInfo).port}`;
  host = await startHost();
  server = await startTestServer({ delivery: true, env: { PLUGBOARD_HOST_API: host.base } });
  await defineEventType(server, 'entry_sign_in');
  for (const scope of SCOPES) {
    await server.api('PUT', `/platform/v1/scopes/${scope}`, { description: scope });
  }
  const registered = await registerPlugin(server, {
    scopes: SCOPES,
    oauth_redirect_uri: CALLBACK,
    events: [{ name: 'entry_sign_in', url: `${url}/entry-sign-in` }],
  });
  const spaceId = await createSpace(server, { attributes: { address: '1 Main St' } });
  personId = (await createPerson(server, { email: EMAIL })).id;
  await addMember(server, spaceId, personId);
  install = await installPlugin(server, registered, spaceId, { user_id: personId });
  setBack = setEnvironment({
    ENVOY_CLIENT_ID: registered.clientId,
    ENVOY_CLIENT_SECRET: registered.clientSecret,
    ENVOY_BASE_URL: server.url,
  });
  const auth = await EnvoyUserAPI.loginAsPluginInstaller(String(install.id));
  api = new EnvoyUserAPI(auth.access_token);
});
afterAll(async () => {
  setBack();
  await server.close();
  await host.close();
  plugin.closeAllConnections();
  await new Promise((resolve) => plugin.close(resolve));
});

test('a worker acts for the user who installed the plugin', async () => {
  const told = new Promise<unknown>((resolve, reject) => {
    app = express()
      .use(envoyMiddleware())
      .post(
        '/entry-sign-in',
        entryEventHandler(async (req, res) => {
          await req.envoy.userAPI.me().then(resolve, reject);
          res.send();
        }),
      );
  });
  await emit(server, install.spaceId, 'entry_sign_in');
  expect(await told).toMatchObject({ type: 'users', attributes: { email: EMAIL } });
});

test('what Plugboard knows of a space are locations, companies and employees', async () => {
  const space = String(install.spaceId);
  const [location] = await api.getLocations({ filter: { disabled: false }, page: { limit: 5 } });
  expect(location).toMatchObject({ id: space, attributes: { address: '1 Main St' } });
  expect(await api.getCompany(space)).toMatchObject({ type: 'companies' });
  const employee = await api.getEmployeeByEmail(EMAIL);
  expect(employee).toMatchObject({ id: String(personId), attributes: { email: EMAIL } });
  expect(await api.getEmployees({ filter: { query: 'desk' }, sort: 'name' })).toEqual([employee]);
  expect(await api.getEmployeeByEmail('nobody@plugboard.test')).toBeUndefined();
});

test('a resource that an answer had in it is not asked for again', async () => {
  host.asked.length = 0;
  host.answer = (response) => {
    const flow = { type: 'flows', id: '8', attributes: { name: 'Visitor' } };
    const screening = { type: 'employee-screening-flows', id: '9', attributes: {} };
    response.end(JSON.stringify({ data: [flow], included: [screening] }));
  };
  const one = new EnvoyUserAPI(await tokenOf());
  await one.getFlows();
  expect(await one.getFlow('8')).toMatchObject({ attributes: { name: 'Visitor' } });
  expect(await one.getFlow('9')).toMatchObject({ id: '9' });
  expect(host.asked).toHaveLength(1);
});

const tokenOf = async () =>
  (await EnvoyUserAPI.loginAsPluginInstaller(String(install.id))).access_token;

const invite: InviteCreationModel = {
  type: 'invites',
  attributes: { 'full-name': 'Visitor 1' },
  relationships: { location: { data: { type: 'locations', id: '1' } } },
};
const numbered = { data: { ...invite, id: '1' } };

test.each<[string, (api: EnvoyUserAPI) => Promise<unknown>, string, object?]>([
  ['getAgreementPage', (api) => api.getAgreementPage('1'), 'GET /api/v3/agreement-pages/1'],
  [
    'getAgreement',
    (api) => api.getAgreement('1', 'agreement-page'),
    'GET /api/v3/agreements/1?include=agreement-page',
  ],
  ['getFlow', (api) => api.getFlow('1'), 'GET /api/v3/flows/1'],
  [
    'getFlows',
    (api) => api.getFlows({ filter: { enabled: true }, page: { limit: 2 }, sort: 'name' }),
    'GET /api/v3/flows?filter[enabled]=true&page[limit]=2&sort=name',
  ],
  ['getSignInFieldPage', (api) => api.getSignInFieldPage('1'), 'GET /api/v3/sign-in-field-pages/1'],
  ['getSignInField', (api) => api.getSignInField('1'), 'GET /api/v3/sign-in-fields/1'],
  [
    'getSignInFields',
    (api) => api.getSignInFields('1'),
    'GET /api/v3/sign-in-field-pages/1/sign-in-fields',
  ],
  [
    'getInvites',
    (api) => api.getInvites({ filter: { 'date-from': '2026-01-01', scope: 'mine' } }),
    'GET /api/v3/invites?filter[date-from]=2026-01-01&filter[scope]=mine',
  ],
  ['createInvite', (api) => api.createInvite(invite), 'POST /api/v3/invites', { data: invite }],
  ['updateInvite', (api) => api.updateInvite('1', invite), 'PUT /api/v3/invites/1', numbered],
  [
    'partialUpdateInvite',
    (api) => api.partialUpdateInvite('1', invite),
    'PATCH /api/v3/invites/1',
    numbered,
  ],
  ['removeInvite', (api) => api.removeInvite('1'), 'DELETE /api/v3/invites/1'],
  [
    'createReservation',
    (api) => api.createReservation({ userId: 3, locationId: 4, startTime: 5 }),
    'POST /a/rms/reservations',
    {
      data: {
        relationships: {
          user: { data: { type: 'users', id: 3 } },
          location: { data: { type: 'locations', id: 4 } },
        },
        attributes: {
          'start-time': 5,
          'booking-source': 'EXTERNAL_API',
          'booking-type': 'visitor',
        },
      },
    },
  ],
])('%s asks the host', async (_, call, asked, body) => {
  host.asked.length = 0;
  host.answer = (response, { method }) => {
    response.statusCode = method === 'DELETE' ? 204 : 200;
    response.end(method === 'DELETE' ? '' : '{"data":{"type":"flows","id":"1"}}');
  };
  const found = await call(new EnvoyUserAPI(await tokenOf()));
  if (!asked.startsWith('DELETE')) expect(found).toMatchObject({ id: '1' });
  const [only] = host.asked;
  expect(`${only?.method} ${decodeURIComponent(only?.url ?? '')}`).toBe(
    asked.replace(' ', ' /inner'),
  );
  expect(only?.headers.accept).toBe('application/vnd.api+json');
  expect(only?.body.toString()).toBe(body === undefined ? '' : JSON.stringify(body));
  if (body) expect(only?.headers['content-type']).toBe('application/vnd.api+json');
});

test('a user lets the plugin in, and comes back with a code that is good for a token', async () => {
  const browser = await signIn(server, personId);
  const authorize = new URL(EnvoyUserAPI.getAuthorizeURL(CALLBACK, SCOPES));
  const page = await browser.get(authorize.pathname + authorize.search);
  const code = answerOf(await decide(browser, page, 'allow')).get('code') as string;
  const auth = await EnvoyUserAPI.loginAsUserWithCode(code, SCOPES);
  // Who has consented is sent back at once, and the scopes go without saying.
  const again = answerOf(await browser.get(authorize.pathname + authorize.search));
  const later = await EnvoyUserAPI.loginAsUserWithCode(again.get('code') as string);
  for (const { access_token } of [auth, later]) {
    const me = await new EnvoyUserAPI(access_token).me();
    expect(me).toMatchObject({ id: String(personId) });
  }
});

test('nobody logs in with the password of a user', async () => {
  await expect(EnvoyUserAPI.loginAsUserWithPassword(EMAIL, 'x', SCOPES)).rejects.toThrow(
    /loginAsUserWithCode/,
  );
});

test('a plugin logs in by itself, and acts with that token', async () => {
  const auth = await EnvoyPluginAPI.loginAsPlugin();
  expect(auth).toMatchObject({ token_type: 'Bearer', refresh_token: expect.any(String) });
  const plugin = new EnvoyPluginAPI({ accessToken: auth.access_token, userAgent: 'Mine/1 🚀' });
  expect(await plugin.getPluginInstallConfig(String(install.id))).toEqual({});
  const refused = EnvoyPluginAPI.loginAsPlugin(undefined, 'wrong', ['plugin']);
  await expect(refused).rejects.toMatchObject({
    response: { status: 401, data: { error: 'invalid_client' } },
  });
});

test('calls without a method go by axios, and to nobody but Plugboard', async () => {
  const found: string[] = [];
  const one = new EnvoyUserAPI(await tokenOf());
  one.axios.interceptors.request.use((config) => {
    found.push(`${config.method} ${config.url}`);
    return { ...config, headers: { ...config.headers, 'x-mine': '1' } };
  });
  const id = one.axios.interceptors.response.use(() => {
    throw new Error('refused by the interceptor');
  });
  host.answer = (response) => response.end('{"data":[{"type":"rooms","id":"1"}]}');
  await expect(one.axios.get('/api/v3/rooms')).rejects.toThrow('refused by the interceptor');
  one.axios.interceptors.response.eject(id);
  const { data, status } = await one.axios.get<{ data: unknown[] }>('api/v3/rooms', {
    params: { ids: [1, 2], when: new Date(0), none: null, left: undefined },
  });
  expect([status, data.data]).toEqual([200, [{ type: 'rooms', id: '1' }]]);
  expect(found).toEqual(['get /api/v3/rooms', 'get api/v3/rooms']);
  const last = host.asked.at(-1);
  expect(decodeURIComponent(String(last?.url))).toBe(
    '/inner/api/v3/rooms?ids[]=1&ids[]=2&when=1970-01-01T00:00:00.000Z&none=',
  );
  await expect(one.axios.get('https://elsewhere.example.com/x')).rejects.toThrow(/is not below/);
  expect((await one.axios.get(`${server.url}/api/v3/rooms`)).status).toBe(200);
});
