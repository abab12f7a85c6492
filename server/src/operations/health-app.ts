import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import type { App } from '../lib/http/app.ts';
import { answerFailures } from '../lib/http/errors.ts';
import { sendProblem } from '../lib/http/problem.ts';
import type { Logger } from '../log.ts';
import { type OperationsDeps, operationsRoutes } from './routes.ts';

/** The listener of a process that serves no API: health, readiness and metrics, and nothing else. */
export async function buildHealthApp(deps: OperationsDeps & { log: Logger }): Promise<App> {
  const app: App = Fastify({
    loggerInstance: deps.log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  }).withTypeProvider<TypeBoxTypeProvider>();
  answerFailures(app, sendProblem);
  await operationsRoutes(app, deps);
  return app;
}
