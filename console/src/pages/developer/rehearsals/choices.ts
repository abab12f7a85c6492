import { TIMES_BACK } from '../../../activity/times-back.ts';
import type { Schemas } from '../../../api/client.ts';
import type { Plugin } from '../plugin-state.tsx';
import type { Release } from '../releases/types.ts';

/** What somebody chose, as the fields have it. */
export interface Chosen {
  /** Of the release. */
  number: number;
  /** Of an install, or nothing for all that can be told. */
  install: string;
  /** A word of {@link TIMES}. */
  time: string;
  /** Times of a `datetime-local` field, for `between`. */
  from: string;
  to: string;
  /** Of how many events at most. */
  limit: string;
}

/** Of which time events can be chosen; the last day is what the API takes by itself. */
export const TIMES = ['hour', 'day', 'week', 'between'] as const;
/** How many can be chosen. */
export const LIMITS = ['50', '200', '1000'] as const;

/** Those that the API lets somebody rehearse: what was rejected or replaced is told nothing any more. */
export const rehearsable = (
  { current_release }: Pick<Plugin, 'current_release'>,
  releases: readonly Release[],
): Release[] =>
  releases.filter(
    ({ number, state }) =>
      state !== 'rejected' && (state !== 'published' || number >= (current_release ?? 0)),
  );

/** Whether the two times are none between which something could have happened. */
export const areTimesWrong = ({ time, from, to }: Chosen): boolean =>
  time === 'between' && !(Date.parse(from) < (to === '' ? Date.now() : Date.parse(to)));

/**
 * What the API is asked for.
 *
 * @param now milliseconds since 1970, from which times are counted back.
 */
export function bodyOf(chosen: Chosen, now: number): Schemas['NewRehearsal'] {
  const { install, limit } = chosen;
  return {
    ...(install !== '' && { install_ids: [Number(install)] }),
    ...timeOf(chosen, now),
    limit: Number(limit),
  };
}

function timeOf({ time, from, to }: Chosen, now: number): { since?: string; until?: string } {
  if (time === 'between') {
    return {
      ...(from !== '' && { since: new Date(from).toISOString() }),
      ...(to !== '' && { until: new Date(to).toISOString() }),
    };
  }
  const back = TIMES_BACK[time];
  return time === 'day' || back === undefined ? {} : { since: new Date(now - back).toISOString() };
}
