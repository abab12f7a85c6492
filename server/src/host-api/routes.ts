import type { PluginCaller } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import type { ScopeUses } from '../installs/scope-uses.ts';
import type { App } from '../lib/http/app.ts';
import { answerFailures } from '../lib/http/errors.ts';
import { sendJsonApiErrors } from '../lib/http/json-api.ts';
import { setRateLimitHeaders } from '../lib/http/rate-limit-headers.ts';
import type { RateLimit } from '../lib/rate-limit.ts';
import { HOST_API } from '../surfaces.ts';
import { forwardRoutes } from './forward-routes.ts';
import { createHostClient } from './host-client.ts';
import { currentUserRoute, employeeRoutes } from './people-routes.ts';
import { placeRoutes } from './place-routes.ts';

/** Beside what all modules are given, the requests of one plugin are counted, those to the Plugin API among them. */
export interface HostApiDeps extends AppDeps {
  rateLimit: RateLimit;
  scopeUses: ScopeUses;
}

/**
 * What plugins ask of the host: Envoy's clients have one base URL for it and for the Plugin API. What is known here is served, and the rest
 * sent on to the host's own API, where the operator names it.
 */
export async function hostApi(app: App, deps: HostApiDeps): Promise<void> {
  const host = createHostClient(deps.config);
  app.addHook('onClose', async () => host?.close());
  for (const prefix of HOST_API) {
    await app.register(
      async (child) => {
        answerFailures(child, sendJsonApiErrors);
        limitPlugins(child, deps.rateLimit);
        if (prefix === '/api/v3') {
          placeRoutes(child, deps.db);
          employeeRoutes(child, deps);
        }
        if (prefix === '/api/v2/users/me') currentUserRoute(child, deps.db);
        await child.register(async (rest) => forwardRoutes(rest, deps.config, host));
      },
      { prefix },
    );
  }
}

function limitPlugins(app: App, limit: RateLimit): void {
  app.addHook('onRequest', async ({ caller }, reply) => {
    if (caller === undefined) return;
    setRateLimitHeaders(reply, limit.take(String((caller as PluginCaller).pluginId)));
  });
}
