import { inspect } from 'node:util';
import {
  asyncHandler,
  type EnvoyRequest,
  type EnvoyResponse,
  EnvoySignatureVerifier,
  entryEventHandler,
  envoyMiddleware,
  errorMiddleware,
  inviteEventHandler,
  locationEventHandler,
  migrationRouteHandler,
  notificationEventHandler,
  optionsRouteHandler,
  pluginUninstalledEventHandler,
  remoteValueRouteHandler,
  selectedValuesRouteHandler,
  takeoverEventHandler,
  VERIFIED,
  validationRouteHandler,
} from '@plugboard/sdk/envoy';
import express from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../support/world.ts';
import { appOf, optionsOf } from './app.ts';
import { type Signing, signedRequest } from './signed-request.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const secret = () => String(world.credentials.secret);
const body = { meta: { event: 'entry_sign_in', install_id: '1', config: {} }, payload: { a: 1 } };

const sayInstall = entryEventHandler((req, res) => res.send({ of: req.envoy.meta.install_id }));

/** What an app answers to a request that is signed so. */
async function answerTo(signing: Partial<Signing>, options: object = {}) {
  world.serve(appOf(world, (app) => app.post('/x', sayInstall), options));
  const request = signedRequest(`${world.url}/x`, { body, secret: secret(), ...signing });
  const answer = await fetch(request);
  return [answer.status, await answer.json()];
}

const UNTIMED = { requireTimestamp: false };

test.each<[string, Partial<Signing>, object]>([
  ['both signatures', {}, {}],
  ["Envoy's alone, as its own service sends it, where that is allowed", { at: null }, UNTIMED],
  ["ours, while Envoy's is still made with the old secret", { former: 'old' }, {}],
])('a request with %s is verified', async (_, signing, options) => {
  expect(await answerTo(signing, options)).toEqual([200, { of: '1' }]);
});

test.each<[string, Partial<Signing>, object, RegExp]>([
  ['with a wrong secret', { secret: 'wrong' }, {}, /webhook-signature does not match/],
  [
    "with a wrong secret for Envoy's alone",
    { secret: 'x', at: null },
    UNTIMED,
    /X-Envoy-Signature/,
  ],
  ["with Envoy's alone, which may have been captured", { at: null }, {}, /webhook-id is missing/],
  ['signed too long ago', { at: -301 }, {}, /more than 300 seconds/],
])('what is %s is not read, and is answered with 401', async (_, signing, options, why) => {
  const [status, { message }] = await answerTo(signing, options);
  expect(status).toBe(401);
  expect(message).toMatch(why);
});

test.each([null, '', 0, undefined])(
  'requireTimestamp: %j takes nothing without its time',
  async (value) => {
    const [status] = await answerTo({ at: null }, { requireTimestamp: value });
    expect(status).toBe(401);
  },
);

test('any of several secrets may have signed, and those that are not set are none', async () => {
  const options = { secret: ['new', undefined, '', secret()] };
  expect(await answerTo({ secret: 'new' }, options)).toEqual([200, { of: '1' }]);
  expect(await answerTo({}, options)).toEqual([200, { of: '1' }]);
});

const everyHandler = Object.entries({
  entryEventHandler,
  inviteEventHandler,
  locationEventHandler,
  notificationEventHandler,
  takeoverEventHandler,
  pluginUninstalledEventHandler,
  migrationRouteHandler,
  optionsRouteHandler,
  remoteValueRouteHandler,
  selectedValuesRouteHandler,
  validationRouteHandler,
}) as [string, typeof asyncHandler][];

test.each(everyHandler)('%s is called for signed requests only', async (_, handlerOf) => {
  const called: unknown[] = [];
  // It reads nothing that would throw.
  const handler = handlerOf((req: EnvoyRequest, res: EnvoyResponse) => {
    called.push(req.body);
    res.send({ rooms: 2 });
  });
  world.serve(appOf(world, (app) => app.post('/x', handler)));
  const url = `${world.url}/x`;
  const json = { 'content-type': 'application/json' };
  const form = new URLSearchParams({ a: '1' });
  for (const request of [
    new Request(url, { method: 'POST', headers: json, body: JSON.stringify(body) }),
    new Request(url, { method: 'POST', body: form }),
    signedRequest(url, { body, secret: 'wrong' }),
  ]) {
    const answer = await fetch(request);
    expect([answer.status, await answer.text()]).toEqual([
      401,
      expect.stringContaining('is not verified'),
    ]);
  }
  expect(called).toEqual([]);
  const answer = await fetch(signedRequest(url, { body, secret: secret() }));
  expect([answer.status, await answer.json(), called]).toEqual([200, { rooms: 2 }, [body]]);
});

test('asyncHandler is called for every request, and can tell which are signed', async () => {
  const tell = asyncHandler((req: EnvoyRequest, res: EnvoyResponse) => res.send([req[VERIFIED]]));
  world.serve(appOf(world, (app) => app.post('/x', tell)));
  const url = `${world.url}/x`;
  const unsigned = await fetch(url, { method: 'POST' });
  const signed = await fetch(signedRequest(url, { body, secret: secret() }));
  expect([await unsigned.json(), await signed.json()]).toEqual([[false], [true]]);
});

test('a handler without the middleware before it answers nobody, and says so', async () => {
  const options = optionsRouteHandler((_req, res) => res.send([]));
  world.serve(express().post('/x', options).use(errorMiddleware()));
  const answer = await fetch(signedRequest(`${world.url}/x`, { body, secret: secret() }));
  const message = expect.stringContaining('app.use(envoyMiddleware()) belongs before');
  expect([answer.status, await answer.json()]).toEqual([500, { message }]);
});

test('what is not about the install is answered to anybody', async () => {
  world.serve(appOf(world, (app) => app.get('/health', (_req, res) => void res.json('up'))));
  const answer = await fetch(`${world.url}/health`);
  expect([answer.status, await answer.json()]).toEqual([200, 'up']);
});

test('forms are left to those who come later', async () => {
  world.serve(
    appOf(world, (app) => {
      app.use(express.urlencoded());
      app.post('/form', (req, res) => void res.json(req.body));
    }),
  );
  const form = new URLSearchParams({ a: '1' });
  const answer = await fetch(`${world.url}/form`, { method: 'POST', body: form });
  expect(await answer.json()).toEqual({ a: '1' });
});

test('a parser that comes later does not read again, one that came before is named', async () => {
  const later = appOf(world, (app) => app.use(express.json()).post('/x', sayInstall));
  const before = express().use(express.json()).use(later);
  const raw = express()
    .use(express.raw({ type: '*/*' }))
    .use(later);
  const answers = [];
  for (const app of [later, raw, before]) {
    world.serve(app);
    const request = signedRequest(`${world.url}/x`, { body, secret: secret() });
    const answer = await fetch(request);
    answers.push([answer.status, await answer.json()]);
  }
  const fix = 'app.use(envoyMiddleware()) belongs before app.use(express.json())';
  expect(answers).toEqual([
    [200, { of: '1' }],
    [200, { of: '1' }],
    [500, { message: expect.stringContaining(fix) }],
  ]);
});

test('parsers of Express 4, which ask by a member of the request, see that it was read', async () => {
  world.serve(
    appOf(world, (app) => app.post('/x', (req, res) => void res.json('_body' in req && req._body))),
  );
  const url = `${world.url}/x`;
  const headers = { 'content-type': 'application/json' };
  const empty = new Request(url, { method: 'POST', headers });
  for (const request of [signedRequest(url, { body, secret: secret() }), empty]) {
    expect(await (await fetch(request)).json()).toBe(true);
  }
});

test.each([
  ['no JSON', '{"meta":', 422],
  ['nothing', '', 401],
  ['more than is read', `"${'x'.repeat(8 * 1024 * 1024)}"`, 413],
])('a body that is %s is not taken', async (_, text, status) => {
  world.serve(appOf(world, (app) => app.post('/x', sayInstall)));
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${world.url}/x`, { method: 'POST', headers, body: text });
  expect(answer.status).toBe(status);
});

test('all requests share one log-in, and those that call nothing need none', async () => {
  const asked: string[] = [];
  const counting: typeof fetch = (url, init) => {
    asked.push(new URL(String(url)).pathname);
    return fetch(url, init);
  };
  let calls = true;
  const handler = entryEventHandler(async (req, res) => {
    if (calls) await req.envoy.installStorage.set('a', 1);
    res.send();
  });
  const routes = (app: express.Express) => app.post('/events/entry_sign_in', handler);
  world.serve(appOf(world, routes, { fetch: counting }));
  calls = false;
  await world.settled(await world.tell('entry_sign_in'));
  expect(asked).toEqual([]);
  calls = true;
  for (let job = 0; job < 2; job++) await world.settled(await world.tell('entry_sign_in'));
  const storage = '/api/v2/plugin-services/storage';
  expect(asked).toEqual(['/a/auth/v0/token', storage, storage]);
});

test('a secret that Plugboard does not know yet to be used is proven by logging in', async () => {
  const asked: string[] = [];
  const telling: typeof fetch = (url, init) => {
    asked.push(new URL(String(url)).pathname);
    return fetch(url, init);
  };
  await answerTo({ former: 'old' }, { fetch: telling });
  await expect.poll(() => asked).toEqual(['/a/auth/v0/token']);
});

test('calls are made again where that helps', async () => {
  const asked: string[] = [];
  const failingOnce: typeof fetch = async (url, init) => {
    const path = new URL(String(url)).pathname;
    asked.push(path);
    const isFirst = asked.filter((one) => one === path).length === 1;
    return isFirst ? new Response('busy', { status: 503 }) : fetch(url, init);
  };
  const handler = entryEventHandler(async (req, res) => {
    await req.envoy.installStorage.set('a', 1);
    res.send();
  });
  const routes = (app: express.Express) => app.post('/events/entry_sign_in', handler);
  world.serve(appOf(world, routes, { fetch: failingOnce }));
  expect(await world.settled(await world.tell('entry_sign_in'))).toMatchObject({
    status: 'done',
    attempts: { length: 1 },
  });
  expect(asked).toHaveLength(4);
});

test('a token that is refused is replaced by another, once', async () => {
  const asked: string[] = [];
  const refusingOnce: typeof fetch = async (url, init) => {
    const path = new URL(String(url)).pathname;
    asked.push(path);
    return asked.length === 2 ? new Response('{}', { status: 401 }) : fetch(url, init);
  };
  const handler = entryEventHandler(async (req, res) => {
    await req.envoy.installStorage.set('a', 1);
    res.send();
  });
  const routes = (app: express.Express) => app.post('/events/entry_sign_in', handler);
  world.serve(appOf(world, routes, { fetch: refusingOnce }));
  expect(await world.settled(await world.tell('entry_sign_in'))).toMatchObject({ status: 'done' });
  const [token, storage] = asked;
  expect(asked).toEqual([token, storage, token, storage]);
});

test('credentials that are refused fail the call that needs them, and say so', async () => {
  const options = { ...optionsOf(world), clientId: 'nobody' };
  const app = express().use(envoyMiddleware(options));
  app.post(
    '/x',
    entryEventHandler(async (req, res) => res.send(await req.envoy.installStorage.list())),
  );
  world.serve(app.use(errorMiddleware()));
  const answer = await fetch(signedRequest(`${world.url}/x`, { body, secret: secret() }));
  const { message } = (await answer.json()) as { message: string };
  expect(answer.status).toBe(500);
  expect(message).toMatch(/\/a\/auth\/v0\/token was answered with 401/);
});

test.each(['whsec_YWJj', ['shh', 'whsec_YWJj'], [undefined, 'whsec_YWJj']])(
  'the secret of another library, %j, is refused at the start',
  (wrong) => {
    const refused = expect.objectContaining({
      code: 'wrong_secret',
      message: expect.stringContaining('give the client_secret beside it'),
    });
    expect(() => envoyMiddleware({ secret: wrong })).toThrow(refused);
    expect(() => new EnvoySignatureVerifier({ secret: wrong })).toThrow(refused);
  },
);

test('who prints the verifier prints no secret', () => {
  const verifier = new EnvoySignatureVerifier({ secret: 'shh' });
  expect(verifier.secrets).toEqual(['shh']);
  expect(JSON.stringify(verifier) + inspect(verifier, { depth: 9 })).not.toContain('shh');
});

test('the verifier checks bytes by the header of Envoy', async () => {
  const request = signedRequest('http://plugin.test', { body, secret: 'shh', at: null });
  const headers = Object.fromEntries(request.headers);
  const bytes = new Uint8Array(await request.arrayBuffer());
  const verifier = new EnvoySignatureVerifier({ secret: 'shh' });
  expect(verifier.verify({ headers }, bytes)).toBe(true);
  expect(verifier.verify({ headers }, bytes.subarray(1))).toBe(false);
  expect(verifier.verify({ headers: {} }, bytes)).toBe(false);
  expect(() => new EnvoySignatureVerifier({ secret: 'shh', algorithm: 'sha1' })).toThrow(
    /sha256, written as base64/,
  );
});
