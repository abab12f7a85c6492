import { Type } from 'typebox';
import type { AppDeps } from '../deps.ts';
import { type ConfigChange, mergeConfig } from '../installs/config.ts';
import { membersOf } from '../installs/config-patch.ts';
import { selectConfigOfPlugin } from '../installs/config-queries.ts';
import { noSuchInstall } from '../installs/missing.ts';
import { wholeConfig } from '../installs/sealed-config.ts';
import type { App } from '../lib/http/app.ts';
import { AsText, RawObject } from '../lib/http/schema.ts';
import { parseId } from '../lib/ids.ts';
import { rawParts } from '../lib/json.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { STORY } from '../story.ts';
import { PLUGIN_SCOPE } from '../vocabulary/schema.ts';
import { sendSpliced } from './replies.ts';

/** The path of what belongs to an install. Text, as for Envoy's Plugin API: {@link installIdOf} reads it. */
export const InstallPath = Type.Object({ installId: Type.String() });

const ConfigAnswer = Type.Object(
  { data: RawObject('The complete config') },
  { title: 'ConfigAnswer', examples: [{ data: STORY.config }] },
);

const ConfigMembers = Object.assign(RawObject('Members to set, whole; null removes one'), {
  title: 'ConfigMembers',
  examples: [STORY.config],
});

const tags = ['plugin services'];
const auth = { plugin_scope: PLUGIN_SCOPE };

/** A plugin reads and changes the config of its own installs. */
export async function pluginConfigRoutes(app: App, deps: AppDeps): Promise<void> {
  const { db, vault } = deps;
  app.get(
    '/installs/:installId/config',
    {
      config: { auth },
      schema: {
        tags,
        summary: 'Get the config of an install',
        operationId: 'getPluginInstallConfig',
        params: InstallPath,
        response: { 200: AsText(ConfigAnswer) },
      },
    },
    async (request, reply) => {
      const { pluginId } = request.plugin;
      const installId = installIdOf(request.params.installId);
      const stored = await selectConfigOfPlugin(db, installId, pluginId);
      if (stored === undefined) throw noSuchInstall();
      return sendSpliced(reply, wholeConfig({ vault, installId }, stored));
    },
  );
  app.put(
    '/installs/:installId/config',
    {
      config: { auth, rawBody: rawParts(['']) },
      schema: {
        tags,
        summary: 'Merge top-level members into the config of an install',
        operationId: 'setPluginInstallConfig',
        params: InstallPath,
        body: ConfigMembers,
        response: { 200: AsText(ConfigAnswer) },
      },
    },
    async (request, reply) => {
      const { pluginId } = request.plugin;
      const change: ConfigChange = {
        installId: installIdOf(request.params.installId),
        pluginId,
        author: { kind: 'plugin', id: pluginId },
        why: { cause: 'changed' },
        limits: deps.config,
        vault,
      };
      const saved = await runAgainOnDeadlock(db, (tx) =>
        mergeConfig(tx, change, membersOf(request.body, '')),
      );
      deps.wake();
      return sendSpliced(reply, saved.whole);
    },
  );
}

/** @throws Failure `install_not_found`, as for an install that is another plugin's. */
export function installIdOf(text: string): number {
  const id = parseId(text);
  if (id === undefined) throw noSuchInstall();
  return id;
}
