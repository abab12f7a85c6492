import type { Config } from '../config.ts';
import { recordLifecycleEvent } from '../events/lifecycle.ts';
import { revokeGrantsOfInstall } from '../grants/queries.ts';
import type { InstallStatus } from '../install-status.ts';
import { resumeJobsOfInstall } from '../jobs/resume.ts';
import { finishWithdrawal } from '../jobs/withdraw.ts';
import { announce } from '../lib/changes.ts';
import type { Vault } from '../lib/crypto.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { tellInstalled } from './becoming-active.ts';
import { eraseInstall } from './erase.ts';
import {
  type InstallRow,
  type InstallWithConfig,
  lockInstall,
  markUninstalled,
  rememberFarewell,
  selectInstall,
  selectRunningManifest,
  unmarkUninstalled,
  updateStatus,
} from './queries.ts';
import type { UninstallQuery } from './schema.ts';
import { openUndamaged } from './sealed-config.ts';
import { isSetupOpen } from './setup/open.ts';
import { selectSubmitted } from './setup/queries.ts';

/** A Failure `install_not_found` that names the id, for callers who may know which there are. */
export const noInstall = (id: number): Failure =>
  new Failure('install_not_found', `There is no install ${id}`);

/** @throws Failure `install_not_found`. */
async function findInstall(db: Db, id: number): Promise<InstallRow> {
  const install = await selectInstall(db, id);
  if (install === undefined) throw noInstall(id);
  return install;
}

/** What an uninstall did: nothing for what was uninstalled, or erased, before. */
export interface Uninstalled {
  install: InstallRow;
  isNew: boolean;
  isErased: boolean;
}

/** An install after its status was to change; `isNew` is false when it was so already. */
export interface StatusChange {
  install: InstallRow;
  isNew: boolean;
}

/**
 * Uninstalls; once is enough. The plugin loses access with the commit, but for reading until it has settled the job that tells it. What it kept can be restored until the grace period
 * is over, unless it is to be erased now.
 *
 * @throws Failure `install_not_found`, `wrong_state` when it is of another generation.
 */
export async function uninstall(
  tx: Db,
  id: number,
  { generation, erase }: UninstallQuery,
  { uninstallGraceDays }: Pick<Config, 'uninstallGraceDays'>,
): Promise<Uninstalled> {
  const install = await lockOrRefuse(tx, id);
  refuseOtherGeneration(install, generation);
  const isNew = install.status !== 'uninstalled';
  if (isNew) {
    const eraseAfter = await markUninstalled(tx, id, erase === 'now' ? 0 : uninstallGraceDays);
    const payload = {
      generation: install.generation,
      erase_after: eraseAfter.toISOString(),
    };
    const job = await recordLifecycleEvent(tx, install, 'plugin_uninstalled', payload);
    if (job !== undefined) await rememberFarewell(tx, id, job);
    await revokeGrantsOfInstall(tx, install.space_id, install.plugin_id);
    await announce(tx, 'tokens');
    await announce(tx, 'installs', id);
  }
  const isErased = erase === 'now' && install.erased_at === null;
  if (isErased) await eraseInstall(tx, id);
  return { install, isNew, isErased };
}

function refuseOtherGeneration(install: InstallRow, generation: number | undefined): void {
  if (generation === undefined || generation === install.generation) return;
  throw new Failure(
    'wrong_state',
    `The install is of generation ${install.generation}, not ${generation}: it was installed again`,
  );
}

/**
 * Undoes an uninstall. The install is active, or in set-up when a step is open that the plugin requires.
 *
 * @throws Failure `install_not_found`, `wrong_state` when it is not uninstalled, its grace period is over, or its plugin is being deleted.
 */
export async function restore(tx: Db, id: number, vault: Vault): Promise<StatusChange> {
  const install = await lockOrRefuse(tx, id);
  if (install.status !== 'uninstalled')
    throw wrongState(install, 'only an uninstalled one can be restored');
  if (install.plugin_deleted)
    throw new Failure('wrong_state', 'The plugin was deleted: its installs cannot be restored');
  const status = await statusOf(tx, install, vault);
  if (!(await unmarkUninstalled(tx, id, status))) {
    throw new Failure('wrong_state', 'The grace period is over; install the plugin again');
  }
  await finishWithdrawal(tx, id);
  if (status === 'active') {
    await tellInstalled(tx, install, 'restored');
    await resumeJobsOfInstall(tx, id);
  }
  await announce(tx, 'installs', id);
  return { install: await findInstall(tx, id), isNew: true };
}

async function statusOf(tx: Db, install: InstallWithConfig, vault: Vault): Promise<InstallStatus> {
  const manifest = await selectRunningManifest(tx, install.id);
  if (manifest === undefined) return 'setup';
  const submitted = await selectSubmitted(tx, install.id, install.generation);
  const config = openUndamaged({ vault, installId: install.id }, install);
  return isSetupOpen({ status: 'setup', manifest, config, submitted }) ? 'setup' : 'active';
}

/**
 * Takes an active install out of service: no events, no access. Once is enough.
 *
 * @throws Failure `install_not_found`, `wrong_state` when it is in set-up or uninstalled.
 */
export async function suspend(tx: Db, id: number): Promise<StatusChange> {
  const install = await lockOrRefuse(tx, id);
  if (install.status === 'suspended') return { install: await findInstall(tx, id), isNew: false };
  // Not one in set-up: on resuming nobody would know whether the plugin was ever told of it.
  if (install.status !== 'active') throw wrongState(install, 'only an active one can be suspended');
  return changeStatus(tx, id, 'suspended');
}

/**
 * Puts a suspended install back into service, with the jobs that were set aside meanwhile. Once is enough.
 *
 * @throws Failure `install_not_found`, `wrong_state` when it is in set-up or uninstalled.
 */
export async function resume(tx: Db, id: number): Promise<StatusChange> {
  const install = await lockOrRefuse(tx, id);
  if (install.status === 'active') return { install: await findInstall(tx, id), isNew: false };
  if (install.status !== 'suspended')
    throw wrongState(install, 'only a suspended one can be resumed');
  const resumed = await changeStatus(tx, id, 'active');
  await resumeJobsOfInstall(tx, id);
  return resumed;
}

async function changeStatus(tx: Db, id: number, status: InstallStatus): Promise<StatusChange> {
  await updateStatus(tx, id, status);
  await announce(tx, 'installs', id);
  return { install: await findInstall(tx, id), isNew: true };
}

async function lockOrRefuse(tx: Db, id: number): Promise<InstallWithConfig> {
  const install = await lockInstall(tx, id);
  if (install === undefined) throw noInstall(id);
  return install;
}

const wrongState = (install: InstallRow, rule: string): Failure =>
  new Failure('wrong_state', `The install is "${install.status}"; ${rule}`);
