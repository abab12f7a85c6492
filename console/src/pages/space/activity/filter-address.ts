import { TIMES_BACK } from '../../../activity/times-back.ts';
import type { ActivityFilter } from '../../../activity/types.ts';

/** The names that filters have in the address. */
export const FILTERS = [
  'plugin',
  'event',
  'identifier',
  'outcome',
  'time',
  'from',
  'to',
  'of',
] as const;

/** What somebody filters by, as it stands in the address. */
export type FilterAddress = Partial<Record<(typeof FILTERS)[number], string>>;

/** What becomes of an event, as it can be filtered by. */
export const OUTCOMES = [
  'done',
  'ongoing',
  'waiting',
  'retrying',
  'failed',
  'ignored',
  'parked',
  'cancelled',
  'not_delivered',
] as const satisfies NonNullable<ActivityFilter['outcome']>[];

/**
 * What the API is asked for; what of the address nobody could have chosen is left out.
 *
 * @param now milliseconds since 1970, from which times are counted back.
 */
export function filterOf(spaceId: number, address: FilterAddress, now: number): ActivityFilter {
  const { plugin, event, identifier, outcome, of } = address;
  const known = OUTCOMES.find((each) => each === outcome);
  return {
    space_id: spaceId,
    ...(plugin && /^\d{1,15}$/.test(plugin) && { install_id: Number(plugin) }),
    ...(event && { name: event.slice(0, 100) }),
    ...(identifier && { identifier: identifier.slice(0, 500) }),
    ...(known && { outcome: known }),
    ...(of && UUID.test(of) && { event_id: of }),
    ...timesOf(address, now),
  };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function timesOf({ time, from, to }: FilterAddress, now: number): Partial<ActivityFilter> {
  const back = time === undefined ? undefined : TIMES_BACK[time];
  if (back !== undefined) return { since: new Date(now - back).toISOString() };
  if (time !== 'between') return {};
  const [since, until] = [from, to].map(timeOf);
  return { ...(since && { since }), ...(until && { until }) };
}

/** A local date and time as a field has it. */
function timeOf(text: string | undefined): string | undefined {
  const time = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
