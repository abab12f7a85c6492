import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { DEVELOPERS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { answeredAs } from '../lib/http/schema.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { beginDeletion } from '../plugin-deletion/begin.ts';
import { eraseOnceDone, uninstallSome } from '../plugin-deletion/going-on.ts';
import { selectInstallsLeft } from '../plugin-deletion/queries.ts';
import { BEING_DELETED, PluginDeletion } from '../plugin-deletion/schema.ts';
import { findPluginOf } from '../registry/find-plugin.ts';
import type { PluginRow } from '../registry/queries.ts';
import { PluginParams } from '../registry/schema.ts';

const tags = ['plugins'];
const auth = { auth: DEVELOPERS } as const;

/** Deleting a plugin, and what that takes with it. */
export function pluginDeletionRoutes(app: App, deps: AppDeps): void {
  const { db, config, wake } = deps;
  app.get(
    '/plugins/:id/deletion',
    {
      config: auth,
      schema: {
        tags,
        operationId: 'getPluginDeletion',
        summary: 'See what deleting a plugin takes with it, and how far that is',
        params: PluginParams,
        response: { 200: PluginDeletion },
      },
    },
    async ({ caller, params }) => viewOf(await findPluginOf(db, caller, params.id)),
  );
  app.delete(
    '/plugins/:id',
    {
      config: auth,
      schema: {
        tags,
        operationId: 'deletePlugin',
        summary: 'Delete a plugin',
        description:
          'From now on nobody finds or installs it, nothing about it can be changed, and what was tried out and rolled out of it ends. It is uninstalled wherever it is: as ever it loses access at once, is told so by `plugin_uninstalled` with `erase_after`, and what each install kept is erased once its grace period is over, in which none of them can be restored. Admins of these spaces are mailed. With the last install the plugin is gone, and its slug is free; one that was installed nowhere is gone at once. Once is enough. Where it is in more than a hundred spaces, the others follow within minutes. For the host, operators, and owners of the plugin; not for owners while it is suspended.',
        params: PluginParams,
        response: { 200: answeredAs(PluginDeletion, BEING_DELETED) },
      },
    },
    async (request) => {
      const { caller, params } = request;
      const doing = doingOf(request);
      const plugin = await runAgainOnDeadlock(db, async (tx) => {
        const begun = await beginDeletion(tx, caller, params.id, config);
        const deleted = { action: 'plugin.deleted', target: begun.plugin.id } as const;
        if (begun.isNew) await record(tx, doing, deleted);
        return begun.plugin;
      });
      await uninstallSome(db, config, plugin.id, { doing });
      wake();
      return viewOf(plugin, await eraseOnceDone(db, plugin.id, doing));
    },
  );

  async function viewOf({ id, deleted_at }: PluginRow, isGone = false): Promise<PluginDeletion> {
    const { erase_after, ...left } = await selectInstallsLeft(db, id);
    return {
      deleted_at: deleted_at?.toISOString() ?? null,
      ...left,
      erase_after: erase_after?.toISOString() ?? null,
      grace_days: config.uninstallGraceDays,
      is_gone: isGone,
    };
  }
}
