import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../refusal.ts';
import type { Route } from './routes.ts';
import { refuseUnsigned } from './signature.ts';

/**
 * Answers a call of a route.
 *
 * @param body the bytes as they arrived
 * @returns what is sent back as JSON
 * @throws Refusal 401 for whoever is not Plugboard, 400 for what is no call of a route, and what the route refuses.
 */
export async function answerRoute(
  route: Route,
  headers: IncomingHttpHeaders,
  body: Buffer,
  clientSecret: string,
): Promise<unknown> {
  refuseUnsigned(headers, body, clientSecret);
  const { meta, payload = {} } = JSON.parse(body.toString()) as {
    meta?: { route?: unknown; params?: object; config?: object };
    payload?: object;
  };
  // A worker's request has an event and no route.
  if (typeof meta?.route !== 'string') throw new Refusal(400, 'meta.route is missing');
  const { params = {}, config = {} } = meta;
  try {
    return await route({ params: { ...params }, payload: { ...payload }, config: { ...config } });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(502, 'Sites does not answer. Try again in a moment.', { cause: error });
  }
}
