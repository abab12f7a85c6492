import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { answeredAs, nullable } from '../lib/http/schema.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { pluginView } from '../registry/plugin-view.ts';
import { PLUGIN_STOPPED, Plugin, PluginParams, SuspendPlugin } from '../registry/schema.ts';
import { resumePlugin, suspendPlugin } from '../registry/suspension.ts';
import { endRehearsal } from '../rehearsals/rehearsals.ts';

const tags = ['plugins'];
const config = { auth: OPERATORS } as const;

/** Stopping a plugin at once, everywhere, and letting it go on. */
export function suspensionRoutes(app: App, { db, wake }: AppDeps): void {
  app.post(
    '/plugins/:id/suspend',
    {
      config,
      schema: {
        tags,
        operationId: 'suspendPlugin',
        summary: 'Stop a plugin at once, in all spaces',
        description:
          'Within a second on every node nothing is delivered to it, no token of it is taken, no page of it is shown, and nobody can install it. Its installs and what it keeps stay as they are; jobs are parked until it is resumed. A rehearsal is over, and a roll-out moves nobody until then. The reason is told to its developer.',
        params: PluginParams,
        body: nullable(SuspendPlugin),
        response: { 200: answeredAs(Plugin, PLUGIN_STOPPED) },
      },
    },
    async (request) => {
      const { params, body } = request;
      const row = await runAgainOnDeadlock(db, async (tx) => {
        const { plugin, isNew } = await suspendPlugin(tx, params.id, body?.reason);
        await endRehearsal(tx, plugin.id, 'The plugin was suspended');
        const suspended = { action: 'plugin.suspended', target: plugin.id } as const;
        if (isNew) await record(tx, doingOf(request), suspended);
        return plugin;
      });
      return pluginView(row);
    },
  );
  app.post(
    '/plugins/:id/resume',
    {
      config,
      schema: {
        tags,
        operationId: 'resumePlugin',
        summary: 'Let a suspended plugin go on',
        description:
          'Tokens that have not ended meanwhile are taken again, and jobs that were parked are queued in their order.',
        params: PluginParams,
        response: { 200: Plugin },
      },
    },
    async (request) => {
      const row = await runAgainOnDeadlock(db, async (tx) => {
        const { plugin, isNew } = await resumePlugin(tx, request.params.id);
        const resumed = { action: 'plugin.resumed', target: plugin.id } as const;
        if (isNew) await record(tx, doingOf(request), resumed);
        return plugin;
      });
      wake();
      return pluginView(row);
    },
  );
}
