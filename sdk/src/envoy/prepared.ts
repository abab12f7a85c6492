import { SetupError } from '../errors.ts';

/** What the middleware put at a request. @throws SetupError `missing_middleware` */
export function envoyOf<Envoy>({ envoy }: { envoy?: Envoy }): Envoy {
  if (envoy !== undefined) return envoy;
  const fix = 'app.use(envoyMiddleware()) belongs before the handlers of requests';
  throw new SetupError('missing_middleware', `There is no req.envoy: ${fix}`);
}
