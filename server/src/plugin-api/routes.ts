import type { AppDeps } from '../deps.ts';
import { createInstallAccess } from '../installs/access.ts';
import type { App } from '../lib/http/app.ts';
import { answerFailures } from '../lib/http/errors.ts';
import { sendJsonApiErrors } from '../lib/http/json-api.ts';
import { pluginConfigRoutes } from './config-routes.ts';
import { pluginJobRoutes } from './job-routes.ts';
import { notificationRoutes } from './notification-routes.ts';
import { storageRoutes } from './storage-routes.ts';

/** What a plugin's backend calls: jobs, storage, config, notifications. */
export async function pluginApi(app: App, deps: AppDeps): Promise<void> {
  answerFailures(app, sendJsonApiErrors);
  const { db, changes, storage } = deps;
  const installAccess = createInstallAccess(db, changes);
  await pluginJobRoutes(app, deps);
  await storageRoutes(app, { storage, installAccess });
  await pluginConfigRoutes(app, deps);
  await notificationRoutes(app, deps);
}
