import { type LifecycleSubject, recordLifecycleEvent } from '../events/lifecycle.ts';
import { announce } from '../lib/changes.ts';
import type { Db } from '../lib/db.ts';
import type { ConfigMembers } from './config-patch.ts';
import { selectRunningManifest, updateStatus } from './queries.ts';
import { selectSubmitted } from './setup/queries.ts';
import { isSetUp } from './setup/steps.ts';

/** Why an install became active. */
export type ActivationCause = 'installed' | 'reinstalled' | 'setup_completed' | 'restored';

/** Tells the plugin of an install that just became active. */
export async function tellInstalled(
  tx: Db,
  install: LifecycleSubject,
  cause: ActivationCause,
): Promise<void> {
  const payload = { generation: install.generation, cause };
  await recordLifecycleEvent(tx, install, 'plugin_installed', payload);
}

/** Ends the set-up of a locked install if it is complete with this config and the steps that were submitted; tells whether it is. */
export async function activateOnceSetUp(
  tx: Db,
  install: LifecycleSubject,
  config: ConfigMembers,
): Promise<boolean> {
  const manifest = await selectRunningManifest(tx, install.id);
  if (manifest === undefined) return false;
  const submitted = await selectSubmitted(tx, install.id, install.generation);
  if (!isSetUp(manifest, config, submitted)) return false;
  await updateStatus(tx, install.id, 'active');
  await tellInstalled(tx, install, 'setup_completed');
  await announce(tx, 'installs', install.id);
  return true;
}
