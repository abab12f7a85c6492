import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { collectAddresses, withoutFinalSlash } from '../lib/http/addresses.ts';
import type { App } from '../lib/http/app.ts';
import { answerFailures } from '../lib/http/errors.ts';
import { boundConnections, type ListenerLimits, listenerOptions } from '../lib/http/listener.ts';
import { sendProblem } from '../lib/http/problem.ts';
import { refuseUnrouted } from '../lib/http/unrouted.ts';
import type { Logger } from '../log.ts';
import { type OperationsDeps, operationsRoutes } from './routes.ts';

/** The listener of a process that serves no API: health, readiness and metrics, and nothing else. */
export async function buildHealthApp(
  deps: OperationsDeps & { log: Logger; config: ListenerLimits },
): Promise<App> {
  const listener = listenerOptions(deps.config);
  const app: App = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    rewriteUrl: ({ url = '/' }) => withoutFinalSlash(url),
    ...listener.options,
  }).withTypeProvider<TypeBoxTypeProvider>();
  boundConnections(app, deps.config, listener.lastReplies);
  refuseUnrouted(app, collectAddresses(app));
  answerFailures(app, sendProblem);
  await operationsRoutes(app, deps);
  return app;
}
