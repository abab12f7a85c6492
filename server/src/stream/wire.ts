import { cursorOf, type Place } from './cursor.ts';
import type { ToldChange } from './queries.ts';
import type { ChangeType, StreamChange } from './schema.ts';

/** What is sent to many: made once, as it is and as a chunk of HTTP/1.1. */
export interface StreamText {
  plain: Buffer;
  chunk: Buffer;
}

function toText(text: string): StreamText {
  const plain = Buffer.from(text);
  const size = plain.length.toString(16);
  return { plain, chunk: Buffer.concat([Buffer.from(`${size}\r\n`), plain, Buffer.from('\r\n')]) };
}

/** Reaches the client at once, which then knows that it listens. */
export const GREETING: StreamText = toText(': listening\n\n');

/** A comment; with the place, so that who heard nothing for long need not read everything anew. */
export const heartbeatAt = (place: Place | undefined): StreamText =>
  toText(place === undefined ? ':\n\n' : `:\nid: ${cursorOf(place)}\n\n`);

/** Nobody knows what the client missed: it has to read its lists anew. (An event without data would not reach anybody.) */
export const resetAt = (place: Place): StreamText =>
  toText(`id: ${cursorOf(place)}\nevent: reset\ndata: {}\n\n`);

/**
 * Changes as one text. Who got only some of them goes on where they begin, as only the last one has the place after them.
 *
 * @param types those to be told of.
 */
export function eventsOf(
  changes: readonly ToldChange[],
  types: ReadonlySet<ChangeType>,
  { from, to }: { from: Place; to: Place },
): StreamText | undefined {
  const told = changes.filter(({ type }) => types.has(type));
  if (told.length === 0) return undefined;
  const [begin, end] = [cursorOf(from), cursorOf(to)];
  const texts = told.map((change, index) => {
    const id = index === told.length - 1 ? end : begin;
    return `id: ${id}\ndata: ${JSON.stringify(dataOf(change))}\n\n`;
  });
  return toText(texts.join(''));
}

const dataOf = ({ type, job_id, install_id, status, changed_at }: ToldChange): StreamChange => ({
  type,
  id: job_id ?? install_id,
  install_id,
  status,
  at: changed_at.toISOString(),
});
