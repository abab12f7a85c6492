import { createServer } from 'node:http';
import {
  booleanFilterMiddleware,
  entryEventHandler,
  envoyMiddleware,
  errorMiddleware,
} from '@plugboard/sdk/envoy';
import express, { type Express, type RequestHandler } from 'express';
import { afterEach, expect, test } from 'vitest';
import { signedRequest } from './signed-request.ts';

const OPTIONS = { clientId: 'client', secret: 'shh', baseUrl: 'http://plugboard.test' };
const JSON_TYPE = { 'content-type': 'application/json' };

let close: () => Promise<unknown> = async () => undefined;
afterEach(() => close());

/** Where an app answers, until the test is over. */
async function serve(listener: Parameters<typeof createServer>[1] & object): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  const { port } = server.address() as { port: number };
  return `http://127.0.0.1:${port}/x`;
}

/** What an app that has the middleware among others answers: the body as it came to the handler. */
async function echo(middlewares: RequestHandler[], init: RequestInit): Promise<unknown[]> {
  const app = express();
  for (const middleware of middlewares) app.use(middleware);
  app.post('/x', (req, res) => void res.json({ body: req.body ?? 'none' }));
  app.use(errorMiddleware());
  const answer = await fetch(await serve(app), { method: 'POST', ...init });
  return [answer.status, await answer.json()];
}

const middleware = (): RequestHandler => envoyMiddleware(OPTIONS) as RequestHandler;

/** As hosts of functions leave a body: parsed, with its bytes beside it. */
const keepingBytes: RequestHandler = (req, res, next) =>
  express.raw({ type: '*/*' })(req, res, () => {
    const bytes = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
    const isForm = req.is('application/x-www-form-urlencoded');
    const body = isForm ? Object.fromEntries(new URLSearchParams(`${bytes}`)) : undefined;
    Object.assign(req, { rawBody: bytes, body });
    next();
  });

test('a form of which the bytes were kept is left as it is', async () => {
  const form = new URLSearchParams({ a: '1' });
  expect(await echo([keepingBytes, middleware()], { body: form })).toEqual([
    200,
    { body: { a: '1' } },
  ]);
});

test('bytes that are not JSON are left as they are', async () => {
  const raw = express.raw({ type: '*/*' });
  const [status, { body }] = (await echo([raw, middleware()], {
    body: 'PNG',
    headers: { 'content-type': 'image/png' },
  })) as [number, { body: { type: string } }];
  expect([status, body.type]).toEqual([200, 'Buffer']);
});

test.each<[string, RequestHandler[]]>([
  ['whose bytes were kept', [keepingBytes, middleware()]],
  ['that a parser comes to later', [middleware(), express.json()]],
  ['that a parser came to before', [express.json(), middleware()]],
  ['that is read as bytes before', [express.raw({ type: '*/*' }), middleware()]],
])('an empty body of the type of JSON %s is no body', async (_, middlewares) => {
  for (const init of [{}, { body: '' }, { body: new Blob([]).stream(), duplex: 'half' }]) {
    const found = await echo(middlewares, { ...init, headers: JSON_TYPE } as RequestInit);
    expect(found[0]).toBe(200);
  }
});

const sayInstall = entryEventHandler((req, res) => res.send(req.envoy.meta.install_id));
const body = { meta: { install_id: '31', config: {} }, payload: {} };

test('the middleware may be there twice', async () => {
  const app = express().use(middleware());
  app.use('/x', middleware());
  app.post('/x', sayInstall).use(errorMiddleware());
  const url = await serve(app);
  const signed = await fetch(signedRequest(url, { body, secret: 'shh' }));
  expect([signed.status, await signed.text()]).toEqual([200, '31']);
  const wrong = await fetch(signedRequest(url, { body, secret: 'wrong' }));
  expect([wrong.status, await wrong.text()]).toEqual([
    401,
    expect.stringContaining('not verified'),
  ]);
  const unsigned = await fetch(url, { method: 'POST', body: '{}', headers: JSON_TYPE });
  expect(unsigned.status).toBe(401);
});

test('what comes next without a framework, and throws, is handled as an error', async () => {
  const handle = envoyMiddleware(OPTIONS);
  const url = await serve((req, res) =>
    handle(req as never, res, (error) => {
      if (error === undefined) throw new Error('thrown by what comes next');
      errorMiddleware()(error as Error, req, res, () => undefined);
    }),
  );
  const answer = await fetch(url, { method: 'POST', body: '{}', headers: JSON_TYPE });
  expect([answer.status, await answer.json()]).toEqual([
    500,
    { message: 'thrown by what comes next' },
  ]);
});

test('a filter without the middleware before it says so', async () => {
  const app: Express = express();
  app.use(booleanFilterMiddleware<{ on: boolean }>('on', 'off') as RequestHandler);
  const url = await serve(app.use(errorMiddleware()));
  const answer = await fetch(signedRequest(url, { body, secret: 'shh' }));
  const message = expect.stringContaining('app.use(envoyMiddleware()) belongs before');
  expect([answer.status, await answer.json()]).toEqual([500, { message }]);
});
