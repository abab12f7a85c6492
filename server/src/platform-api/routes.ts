import type { AppDeps } from '../app.ts';
import { retryScheduleRoutes } from '../delivery/routes.ts';
import { eventRoutes } from '../events/routes.ts';
import { hostKeyRoutes } from '../host-keys/routes.ts';
import { configRoutes } from '../installs/config-routes.ts';
import { installDataRoutes } from '../installs/data-routes.ts';
import { installRoutes } from '../installs/routes.ts';
import { jobRoutes } from '../jobs/routes.ts';
import type { App } from '../lib/http/app.ts';
import { manifestSchemaRoute } from '../registry/manifest-routes.ts';
import { registryRoutes } from '../registry/routes.ts';
import { signInLinkRoutes } from '../sessions/link-api.ts';
import { memberRoutes } from '../spaces/member-routes.ts';
import { spaceRoutes } from '../spaces/routes.ts';
import { personalTokenRoutes } from '../users/personal-token-routes.ts';
import { userRoutes } from '../users/routes.ts';
import { vocabularyRoutes } from '../vocabulary/routes.ts';

/** The Platform API: each domain brings its own routes. */
export async function platformApi(app: App, deps: AppDeps): Promise<void> {
  await app.register(async (v1) => v1Routes(v1, deps), { prefix: '/platform/v1' });
  manifestSchemaRoute(app, deps);
}

async function v1Routes(app: App, deps: AppDeps): Promise<void> {
  hostKeyRoutes(app, deps);
  vocabularyRoutes(app, deps);
  registryRoutes(app, deps);
  await retryScheduleRoutes(app, deps);
  await spaceRoutes(app, deps);
  await memberRoutes(app, deps);
  await userRoutes(app, deps);
  personalTokenRoutes(app, deps);
  signInLinkRoutes(app, deps);
  await installRoutes(app, deps);
  await configRoutes(app, deps);
  await installDataRoutes(app, deps);
  await eventRoutes(app, deps);
  await jobRoutes(app, deps);
}
