import type { WebDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { activityRoutes } from './activity-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { backfillRoutes } from './backfill-routes.ts';
import { brandRoutes } from './brand-routes.ts';
import { pluginCatalogRoutes } from './catalog-routes.ts';
import { collaboratorRoutes } from './collaborator-routes.ts';
import { deliveryRoutes } from './delivery-routes.ts';
import { endpointRoutes } from './endpoint-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { hostKeyRoutes } from './host-key-routes.ts';
import { inboxRoutes } from './inbox-routes.ts';
import { installConfigRoutes } from './install-config-routes.ts';
import { installDataRoutes } from './install-data-routes.ts';
import { installHealthRoutes } from './install-health-routes.ts';
import { installRoutes } from './install-routes.ts';
import { jobRoutes } from './job-routes.ts';
import { manifestRoutes, manifestSchemaRoute } from './manifest-routes.ts';
import { type MeDeps, meRoutes } from './me-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { ownGrantRoutes } from './own-grant-routes.ts';
import { permissionRoutes } from './permission-routes.ts';
import { personalTokenRoutes } from './personal-token-routes.ts';
import { pluginRoutes } from './plugin-routes.ts';
import { portalLinkRoutes } from './portal-link-routes.ts';
import { portalTokenRoutes } from './portal-token-routes.ts';
import { releaseRoutes } from './release-routes.ts';
import { replayRoutes } from './replay-routes.ts';
import { resourceTypeRoutes } from './resource-type-routes.ts';
import { retryScheduleRoutes } from './retry-schedule-routes.ts';
import { routeCallRoutes } from './route-call-routes.ts';
import { secretRoutes } from './secret-routes.ts';
import { setupRoutes } from './setup-routes.ts';
import { signInLinkRoutes } from './sign-in-link-routes.ts';
import { spaceRoutes } from './space-routes.ts';
import { streamRoutes } from './stream-routes.ts';
import { suspensionRoutes } from './suspension-routes.ts';
import { userRoutes } from './user-routes.ts';
import { vocabularyRoutes } from './vocabulary-routes.ts';

type PlatformDeps = WebDeps & MeDeps;

/** The Platform API: what the host's backend calls. */
export async function platformApi(app: App, deps: PlatformDeps): Promise<void> {
  await app.register(async (v1) => v1Routes(v1, deps), { prefix: '/platform/v1' });
  manifestSchemaRoute(app, deps);
}

async function v1Routes(app: App, deps: PlatformDeps): Promise<void> {
  brandRoutes(app, deps);
  hostKeyRoutes(app, deps);
  vocabularyRoutes(app, deps);
  resourceTypeRoutes(app, deps);
  pluginRoutes(app, deps);
  manifestRoutes(app, deps);
  pluginCatalogRoutes(app, deps);
  releaseRoutes(app, deps);
  suspensionRoutes(app, deps);
  secretRoutes(app, deps);
  endpointRoutes(app, deps);
  deliveryRoutes(app, deps);
  collaboratorRoutes(app, deps);
  await retryScheduleRoutes(app, deps);
  await spaceRoutes(app, deps);
  await memberRoutes(app, deps);
  meRoutes(app, deps);
  ownGrantRoutes(app, deps);
  await userRoutes(app, deps);
  personalTokenRoutes(app, deps);
  signInLinkRoutes(app, deps);
  portalTokenRoutes(app, deps);
  portalLinkRoutes(app, deps);
  await installRoutes(app, deps);
  await permissionRoutes(app, deps);
  await installConfigRoutes(app, deps);
  await installDataRoutes(app, deps);
  installHealthRoutes(app, deps);
  setupRoutes(app, deps);
  routeCallRoutes(app, deps);
  inboxRoutes(app, deps);
  await eventRoutes(app, deps);
  activityRoutes(app, deps);
  await jobRoutes(app, deps);
  await replayRoutes(app, deps);
  await backfillRoutes(app, deps);
  auditRoutes(app, deps);
  await streamRoutes(app, deps);
}
