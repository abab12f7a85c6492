import type { AppDeps } from '../app.ts';
import type { App } from '../lib/http/app.ts';
import { endpointRoutes } from './endpoint-routes.ts';
import { manifestRoutes } from './manifest-routes.ts';
import { pluginRoutes } from './plugin-routes.ts';
import { releaseRoutes } from './release-routes.ts';
import { reviewRoutes } from './review-routes.ts';
import { secretRoutes } from './secret-routes.ts';

/** Plugins: what they declare, their releases, secrets and endpoints. */
export function registryRoutes(app: App, deps: AppDeps): void {
  pluginRoutes(app, deps);
  manifestRoutes(app, deps);
  releaseRoutes(app, deps);
  reviewRoutes(app, deps);
  secretRoutes(app, deps);
  endpointRoutes(app, deps);
}
