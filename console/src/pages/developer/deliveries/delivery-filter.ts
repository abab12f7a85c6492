import { TIMES_BACK } from '../../../activity/times-back.ts';
import type { ActivityFilter } from '../../../activity/types.ts';
import type { Schemas } from '../../../api/client.ts';
import type { Params } from '../../../api/query.ts';

/** The names that filters have in the address. */
export const FILTERS = ['identifier', 'install', 'status', 'event', 'time'] as const;

/** What somebody filters by, as it stands in the address. */
export type DeliveryAddress = Partial<Record<(typeof FILTERS)[number], string>>;

type JobStatus = Schemas['JobSummary']['status'];

/** What can be chosen. */
export const STATUSES = [
  'queued',
  'ongoing',
  'done',
  'ignored',
  'failed',
  'parked',
  'cancelled',
] as const satisfies JobStatus[];

/** What the API is asked for. */
export type DeliveryQuery = NonNullable<Params<'/platform/v1/deliveries'>['query']> & {
  /** Left out for those of all plugins. */
  plugin_id?: number;
};

/**
 * Makes it of an address; what of that nobody could have chosen is left out.
 *
 * @param now milliseconds since 1970, from which times are counted back.
 */
export function queryOf(
  pluginId: number | undefined,
  address: DeliveryAddress,
  now: number,
): DeliveryQuery {
  const { identifier, install, status, event, time } = address;
  const known = STATUSES.find((each) => each === status);
  const back = time === undefined ? undefined : TIMES_BACK[time];
  return {
    ...(pluginId !== undefined && { plugin_id: pluginId }),
    ...(install && /^\d{1,15}$/.test(install) && { install_id: Number(install) }),
    ...(identifier && { identifier: identifier.slice(0, 500) }),
    ...(known && { status: known }),
    ...(event && { event: event.slice(0, 100) }),
    ...(back !== undefined && { since: new Date(now - back).toISOString() }),
  };
}

/** The same for what runs jobs again in bulk: only of those statuses that it knows. */
export function replayFilterOf({ status, ...rest }: DeliveryQuery): ActivityFilter {
  const { plugin_id, install_id, identifier, event: name, since } = rest;
  return {
    plugin_id,
    ...(install_id !== undefined && { install_id }),
    ...(identifier !== undefined && { identifier }),
    ...(name !== undefined && { name }),
    ...(since !== undefined && { since }),
    ...((status === 'failed' || status === 'parked') && { outcome: status }),
  } as ActivityFilter;
}
