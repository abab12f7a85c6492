/**
 * A place in what changes: all that was committed when it was read is before it. Transactions end in another order than they begin, so one
 * number cannot tell.
 */
export interface Place {
  /** By the clock of the database, in milliseconds since 1970. */
  at: number;
  /** No transaction from this number on was committed. */
  before: string;
  /** Nor were these below it. */
  open: string[];
}

/** More of them are not written down: whoever goes on from there hears some changes again. */
const MOST_OPEN = 32;

/** @param snapshot PostgreSQL's text of it: `xmin:xmax:xip,xip`. */
export function placeIn(snapshot: string, at: number): Place {
  const [, before = '', open = ''] = snapshot.split(':');
  return { at, before, open: open === '' ? [] : open.split(',') };
}

/** The `id` of an event. */
export function cursorOf({ at, before, open }: Place): string {
  if (open.length <= MOST_OPEN) return `${at}-${[before, ...open].join('.')}`;
  // The first of those that are open is the lowest: all from it on count as not committed.
  return `${at}-${open[0]}`;
}

const CURSOR = new RegExp(`^(\\d{1,15})-(\\d{1,19})((?:\\.\\d{1,19}){0,${MOST_OPEN}})$`);

/** Undefined for a text that {@link cursorOf} does not make. */
export function readCursor(text: string): Place | undefined {
  const [, at, before, open] = CURSOR.exec(text) ?? [];
  if (at === undefined || before === undefined) return undefined;
  return { at: Number(at), before, open: (open ?? '').split('.').slice(1) };
}

/** Whether one of them has seen transactions that the other cannot know yet: it is of another database. */
export const isBeyond = (place: Place, now: Place): boolean =>
  BigInt(place.before) > BigInt(now.before);
