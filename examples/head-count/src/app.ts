import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import { type Delivery, type Reply, signIn, signOut } from './jobs.ts';
import type { Plugboard } from './plugboard.ts';
import { check, listWords, type RouteCall } from './set-up.ts';
import { isFromPlugboard } from './signature.ts';

/**
 * The plugin as an Express app.
 *
 * @param secrets those that requests may be signed with
 */
export function createApp(secrets: readonly string[], plugboard: Plugboard): Express {
  // The signatures are over the bytes that arrived, so nothing may read or unpack the body before: no express.json().
  const readRaw = express.raw({ type: () => true, limit: '5mb', inflate: false });

  const verify: RequestHandler = (request, response, next) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    if (!isFromPlugboard(request.headers, body, secrets)) {
      response.status(401).json({ message: 'The signatures do not hold' });
      return;
    }
    request.body = JSON.parse(body.toString('utf8'));
    next();
  };

  const answer =
    <Call>(handle: (call: Call) => Reply | Promise<Reply>): RequestHandler =>
    async (request, response) => {
      const { status, body } = await handle(request.body);
      response.status(status).json(body);
    };

  const fail: ErrorRequestHandler = (error, request, response, next) => {
    console.error(`head-count: ${request.path}: ${error.message}`);
    if (response.headersSent) return next(error);
    // What Express finds wrong with a request has a status. Any other is a failed attempt, and Plugboard tries again later.
    response.status(error.status ?? 502).json({ message: 'Something went wrong' });
  };

  const app = express();
  app.disable('x-powered-by');
  app.get('/', (_request, response) => void response.send('The head count is running.'));
  app.use(readRaw, verify);
  app.post(
    '/sign-in',
    answer((delivery: Delivery) => signIn(delivery, plugboard)),
  );
  app.post(
    '/sign-out',
    answer((delivery: Delivery) => signOut(delivery, plugboard)),
  );
  app.post('/set-up/words', answer<RouteCall>(listWords));
  app.post('/set-up/check', answer<RouteCall>(check));
  app.use(fail);
  return app;
}
