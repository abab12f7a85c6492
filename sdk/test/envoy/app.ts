import {
  type EnvoyMiddlewareOptions,
  envoyMiddleware,
  errorMiddleware,
} from '@plugboard/sdk/envoy';
import express, { type Express } from 'express';
import type { World } from '../support/world.ts';

/** Who the plugin of a world is, as the middleware takes it. */
export const optionsOf = ({ credentials }: World): EnvoyMiddlewareOptions => ({
  clientId: credentials.clientId,
  secret: String(credentials.secret),
  baseUrl: credentials.baseUrl,
});

/** An app of the world's plugin. Its last handler answers errors, and tells `onError` of them. */
export function appOf(
  world: World,
  addRoutes: (app: Express) => unknown,
  { onError, ...options }: EnvoyMiddlewareOptions & { onError?: (error: Error) => void } = {},
): Express {
  const app = express();
  app.use(envoyMiddleware({ ...optionsOf(world), ...options }));
  addRoutes(app);
  app.use(errorMiddleware(onError));
  return app;
}
