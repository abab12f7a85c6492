import type { Schemas } from '../../../api/client.ts';
import type { Item } from '../../../api/query.ts';
import type { StatusTone } from '../../../ui/status.tsx';

/** Where roll-outs are listed. */
export const ROLL_OUTS = '/platform/v1/plugins/{id}/roll_outs';
/** Where one of them is. */
export const ROLL_OUT = '/platform/v1/plugins/{id}/roll_outs/{roll_out_id}';
/** Where its installs are listed. */
export const ROLL_OUT_INSTALLS = '/platform/v1/plugins/{id}/roll_outs/{roll_out_id}/installs';
/** Where it is said how many installs each per cent brings. */
export const COHORTS = '/platform/v1/plugins/{id}/releases/{number}/cohorts';
/** Where the installs of a plugin are listed. */
export const PLUGIN_INSTALLS = '/platform/v1/plugins/{id}/installs';

/** A roll-out of a release. */
export type RollOut = Item<typeof ROLL_OUTS>;
/** What became of one install. */
export type RollOutInstall = Item<typeof ROLL_OUT_INSTALLS>;
/** How many installs each per cent brings. */
export type Cohorts = Schemas['Cohorts'];

/** How the state of one is shown. */
export const ROLL_OUT_TONES = {
  running: 'info',
  waiting: 'neutral',
  stopped: 'held',
  done: 'success',
  rolling_back: 'warning',
  rolled_back: 'outline',
} as const satisfies Record<RollOut['state'], StatusTone>;

/** What can have become of an install, in the order in which it is shown. */
export const INSTALL_STATES = [
  'waiting',
  'moved',
  'failed',
  'rolled_back',
  'kept_config',
] as const satisfies RollOutInstall['state'][];

/** How that is shown. */
export const INSTALL_TONES = {
  waiting: 'neutral',
  moved: 'success',
  failed: 'danger',
  rolled_back: 'outline',
  kept_config: 'held',
} as const satisfies Record<RollOutInstall['state'], StatusTone>;

/** Whether workers move installs of it, or ask about them, right now. */
export const isMoving = ({ state }: RollOut): boolean =>
  state === 'running' || state === 'rolling_back';
