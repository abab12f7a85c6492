import type { App } from '../lib/http/app.ts';
import { answerFailures } from '../lib/http/errors.ts';
import { createRateLimit } from '../lib/rate-limit.ts';
import { appBridgeRoutes } from './app-bridge-routes.ts';
import { appSettingRoutes } from './app-settings-routes.ts';
import { catalogRoutes } from './catalog-routes.ts';
import { embedRoutes } from './embed-routes.ts';
import { sendSpaceApiError } from './errors.ts';
import { grantRoutes } from './grant-routes.ts';
import { ownAppRoutes } from './owned-app-routes.ts';
import { provisionRoutes } from './provision-routes.ts';
import { limitCallers } from './rate-limit.ts';
import { spaceObjectRoutes } from './space-routes.ts';
import { type UploadDeps, uploadRoutes } from './upload-routes.ts';
import { userObjectRoutes } from './user-routes.ts';

/** What plugins and people call for a space, in the shapes that Storyblok's clients know. */
export async function spaceApi(app: App, deps: UploadDeps): Promise<void> {
  answerFailures(app, sendSpaceApiError);
  // A browser's session is no reason for a cache in between to keep an answer to itself, as an Authorization header is (RFC 9111 §3.5).
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
  const limit = { policy: 'space-api', limit: deps.config.spaceApiRateLimit, windowSeconds: 1 };
  limitCallers(app, createRateLimit(limit));
  spaceObjectRoutes(app, deps);
  userObjectRoutes(app, deps);
  provisionRoutes(app, deps);
  catalogRoutes(app, deps);
  ownAppRoutes(app, deps);
  appSettingRoutes(app, deps);
  grantRoutes(app, deps);
  embedRoutes(app, deps);
  appBridgeRoutes(app, deps);
  await app.register(async (child) => uploadRoutes(child, deps));
}
