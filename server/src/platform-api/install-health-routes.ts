import { MEMBERS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { healthOfInstall } from '../installs/health.ts';
import { InstallHealth } from '../installs/health-schema.ts';
import { findInstallFor } from '../installs/reach.ts';
import { InstallParams } from '../installs/schema.ts';
import type { App } from '../lib/http/app.ts';

/** Whether the plugin of an install answers. */
export function installHealthRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/installs/:id/health',
    {
      config: { auth: MEMBERS, portal: ['installed'] },
      schema: {
        tags: ['installs'],
        summary: 'Whether the plugin of an install answers, and what waits for it',
        operationId: 'getInstallHealth',
        params: InstallParams,
        response: { 200: InstallHealth },
      },
    },
    async ({ caller, params }) => {
      const { id } = await findInstallFor(db, readerOf(caller), params.id, 'member');
      return healthOfInstall(db, id);
    },
  );
}
