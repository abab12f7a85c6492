import { type Caller, isHost, type UserCaller } from '../auth/principals.ts';
import type { Config } from '../config.ts';
import type { Db } from '../lib/db.ts';
import { Failure } from '../lib/failures.ts';
import { holdQuota, refuseBeyond } from '../lib/quotas.ts';
import { type DeveloperSettings, refuseUninvited } from '../users/developers.ts';
import type { Origin } from './ownership-queries.ts';
import { countOwnPlugins } from './plugin-quota-queries.ts';

/** What says who may register plugins, and how many. */
export type RegistrationSettings = DeveloperSettings & Pick<Config, 'pluginQuota'>;

/**
 * Whether a person may register one more plugin of their own: on every surface.
 *
 * @throws Failure `forbidden` for who is no developer; `quota_exceeded`.
 */
export async function refuseRegistration(
  tx: Db,
  settings: RegistrationSettings,
  caller: UserCaller,
): Promise<void> {
  await refuseUninvited(tx, settings, caller);
  await refuseAnother(tx, settings, caller.userId);
}

/** Whether a person may own one more plugin. @throws Failure `quota_exceeded`. */
export async function refuseAnother(
  tx: Db,
  { pluginQuota: limit }: Pick<RegistrationSettings, 'pluginQuota'>,
  userId: number,
): Promise<void> {
  await holdQuota(tx, 'plugins', userId);
  refuseBeyond('plugins', { limit, used: await countOwnPlugins(tx, userId) });
}

/**
 * Whose a plugin is that somebody registers by the Platform API: the host's, or the person's own.
 *
 * @throws Failure as {@link refuseRegistration}.
 */
export async function originFor(
  tx: Db,
  settings: RegistrationSettings,
  caller: Caller,
): Promise<Origin> {
  if (isHost(caller)) return { kind: 'host' };
  if (caller.kind !== 'user')
    throw new Failure('forbidden', 'Only people have plugins of their own');
  await refuseRegistration(tx, settings, caller);
  return { kind: 'partner', userId: caller.userId };
}
