import type { ActivityFilter } from './types.ts';

/** What of a filter says whose jobs are run again: those of an install, of a space, or of a plugin wherever it is. */
export type ReplayTarget = Pick<ActivityFilter, 'install_id' | 'space_id' | 'plugin_id'>;

/** The one of them that the API is asked for. */
export function targetOf({ install_id, space_id, plugin_id }: ReplayTarget): ReplayTarget {
  if (install_id !== undefined) return { install_id };
  return space_id === undefined ? { plugin_id } : { space_id };
}
