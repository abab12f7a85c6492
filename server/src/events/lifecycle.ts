import { cancelJobsOfInstall } from '../jobs/control.ts';
import type { Db } from '../lib/db.ts';
import { newId } from '../lib/ids.ts';
import type { Decision } from './decide.ts';
import { selectInstallCandidate, selectInstallsOfPlugin } from './queries.ts';
import { recordEvents } from './record.ts';

/** What the platform itself tells plugins. */
export type LifecycleEvent =
  | 'plugin_installed'
  | 'plugin_updated'
  | 'config_updated'
  | 'plugin_uninstalled';

/** The install that a lifecycle event is about. */
export interface LifecycleSubject {
  id: number;
  space_id: number;
  plugin_id: number;
  generation: number;
}

/**
 * Records a lifecycle event for one install and queues its job if the plugin subscribes, within the change that it tells of. On
 * `plugin_uninstalled` all other queued jobs of the install are withdrawn first.
 */
export async function recordLifecycleEvent(
  tx: Db,
  install: LifecycleSubject,
  name: LifecycleEvent,
  payload: object,
): Promise<void> {
  if (name === 'plugin_uninstalled') await cancelJobsOfInstall(tx, install.id);
  const [candidate] = await selectInstallCandidate(tx, install.id, name);
  if (candidate === undefined) return;
  const event = {
    id: newId(),
    space_id: install.space_id,
    name,
    identifier: null,
    payload: JSON.stringify(payload),
    user_id: null,
    occurred_at: new Date().toISOString(),
  };
  await recordEvents(tx, [
    { event, ordered: false, decisions: [{ candidate, decision: decisionFor(candidate) }] },
  ]);
}

/** Tells every live install of a plugin that a release was rolled out. */
export async function recordPluginUpdated(
  tx: Db,
  pluginId: number,
  release: number,
): Promise<void> {
  for (const install of await selectInstallsOfPlugin(tx, pluginId)) {
    await recordLifecycleEvent(tx, install, 'plugin_updated', { release });
  }
}

// Whether the install is active does not matter: these tell of that very change.
function decisionFor(candidate: {
  endpoint_id: number | null;
  endpoint_disabled: boolean;
}): Decision {
  if (candidate.endpoint_id === null) return 'not_subscribed';
  return candidate.endpoint_disabled ? 'endpoint_disabled' : 'delivered';
}
