import { doingOf } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import { ADMINS, MEMBERS } from '../auth/audiences.ts';
import { readerOf } from '../auth/principals.ts';
import type { AppDeps } from '../deps.ts';
import { InstallGrant, Permissions } from '../installs/permission-schema.ts';
import { permissionsOfInstall, setPermissions } from '../installs/permissions.ts';
import { findInstallFor } from '../installs/reach.ts';
import { InstallParams } from '../installs/schema.ts';
import type { App } from '../lib/http/app.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';

const tags = ['installs'];

/** What the plugin of an install may do and hear. */
export async function permissionRoutes(app: App, { db }: AppDeps): Promise<void> {
  app.get(
    '/installs/:id/permissions',
    {
      config: { auth: MEMBERS, portal: ['catalog', 'installed', 'settings'] },
      schema: {
        tags,
        summary: 'Get what the plugin of an install may do, and what of that it used',
        operationId: 'getPermissions',
        params: InstallParams,
        response: { 200: Permissions },
      },
    },
    async ({ caller, params }) => {
      const { id } = await findInstallFor(db, readerOf(caller), params.id, 'member');
      return permissionsOfInstall(db, id);
    },
  );
  app.put(
    '/installs/:id/grant',
    {
      config: { auth: ADMINS, portal: ['installed', 'settings'] },
      schema: {
        tags,
        summary: 'Set what the plugin of an install may do and hear',
        description:
          'Everything that is granted, within what its release asks for: what is left out is declined. What was granted before leaves tokens and consents within a second.',
        operationId: 'setGrant',
        params: InstallParams,
        body: InstallGrant,
        response: { 200: Permissions },
      },
    },
    async (request) => {
      const { caller, params, body } = request;
      const { id } = params;
      const grantedBy = caller.kind === 'user' ? caller.userId : null;
      await runAgainOnDeadlock(db, async (tx) => {
        const { space_id: spaceId } = await findInstallFor(tx, readerOf(caller), id, 'admin');
        await setPermissions(tx, { id, grantedBy }, body);
        const about = { target: id, spaceId, changed: fieldsOf(body) };
        await record(tx, doingOf(request), { action: 'install.granted', ...about });
      });
      return permissionsOfInstall(db, id);
    },
  );
}
