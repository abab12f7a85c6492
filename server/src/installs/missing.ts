import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { isLeaving } from './config-queries.ts';

/** The same for an unknown install and for another plugin's, whatever was asked. */
export const noSuchInstall = (): Failure =>
  new Failure('install_not_found', 'There is no such install');

/** For whoever writes to an install that can only be read: to the plugin it is as good as gone. */
export const leavingInstall = (): Failure =>
  new Failure(
    'install_not_found',
    'The install is uninstalled: until its job plugin_uninstalled is settled it can be read, and not written',
  );

/** Why a plugin cannot write to an install that is not live, or not its own. */
export async function noInstallToWrite(
  db: Db,
  pluginId: number,
  installId: number,
): Promise<Failure> {
  return (await isLeaving(db, pluginId, installId)) ? leavingInstall() : noSuchInstall();
}
