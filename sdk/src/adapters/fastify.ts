import { MOST_BODY_BYTES } from '../fetch.ts';
import type { FastifyReply, FastifyRequest, FastifyScope } from './fastify-types.ts';
import { type Handling, headOf, replyTo } from './node-listener.ts';

/**
 * A plugin as a plugin of Fastify 5: it answers everything below its prefix, and within it bodies are left as they came.
 *
 * @example
 * import Fastify from 'fastify';
 * import { toFastify } from '@plugboard/sdk/fastify';
 *
 * const app = Fastify();
 * app.register(toFastify(plugin), { prefix: '/plugboard' });
 */
export const toFastify =
  (plugin: Handling) =>
  async (scope: FastifyScope): Promise<void> => {
    scope.removeAllContentTypeParsers();
    const options = { parseAs: 'buffer', bodyLimit: MOST_BODY_BYTES } as const;
    // What Plugboard sends is named beside all others, as it is found at once then.
    for (const type of ['application/json', '*']) {
      scope.addContentTypeParser(type, options, (_request, body, done) => done(null, body));
    }
    // Not async: what an async handler answers is waited for, and sent, by way of more promises.
    scope.all('/*', (request, reply) => {
      replyTo(plugin, headOf(request), { body: request.body ?? NOTHING, fix: FIX }).then(
        ({ status, headers, body }) => reply.code(status).headers(headers).send(body),
        (error) => reply.send(error),
      );
    });
  };

const NOTHING = new Uint8Array();
const FIX =
  'nothing around toFastify(plugin) may parse bodies of its own accord (preParsing, preHandler)';

export type { FastifyReply, FastifyRequest, FastifyScope, Handling };
