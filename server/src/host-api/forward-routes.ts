import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Config } from '../config.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { forPlugins } from './asking.ts';
import { headersForCaller, headersForHost, wentRound } from './forwarded-headers.ts';
import { type HostClient, MAX_FORWARDED_BYTES } from './host-client.ts';

// They are the host's to check, not ours to refuse.
const Conditions = Type.Object({
  'if-match': Type.Optional(Type.String()),
  'if-none-match': Type.Optional(Type.String()),
  'if-unmodified-since': Type.Optional(Type.String()),
});

/** Sends on whatever is not served here, by any method, with the bytes of its body as they are. */
export function forwardRoutes(
  app: App,
  { maxBodyBytes }: Config,
  host: HostClient | undefined,
): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const methods = app.supportedMethods.filter((method) => method !== 'TRACE');
  const options = {
    bodyLimit: Math.min(MAX_FORWARDED_BYTES, maxBodyBytes),
    config: forPlugins,
    schema: { headers: Conditions },
    // Before the body is read, which nobody would look at.
    onRequest: async (request: FastifyRequest) => refuseWithoutHost(request, host),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const { method, url: address, headers } = request;
      const body = request.body instanceof Buffer ? request.body : undefined;
      const answer = await (host as HostClient).send({
        address,
        method,
        headers: headersForHost(headers),
        body,
      });
      if (answer.status < 200 || answer.status > 599) {
        throw new Failure(
          'host_unavailable',
          `The host's API answered with ${answer.status}, which is no status`,
        );
      }
      reply.code(answer.status).headers(headersForCaller(answer));
      return answer.body.length === 0 ? reply.send() : reply.send(answer.body);
    },
  };
  app.route({ ...options, method: methods, url: '/*' });
  const served = app.hasRoute({ method: 'GET', url: app.prefix });
  app.route({
    ...options,
    method: served ? methods.filter((method) => !['GET', 'HEAD'].includes(method)) : methods,
    url: '',
  });
}

function refuseWithoutHost({ headers }: FastifyRequest, host: HostClient | undefined): void {
  if (host === undefined) {
    throw new Failure(
      'not_found',
      "This address is the host's own API, and this installation names none (PLUGBOARD_HOST_API)",
    );
  }
  if (wentRound(headers)) {
    throw new Failure(
      'host_unavailable',
      'The address of the host (PLUGBOARD_HOST_API) leads back to this server',
    );
  }
}
