import { Failure } from '../../lib/failures.ts';
import { readJsonBody } from '../../lib/http/body.ts';
import { JsonError, RawJson, rawParts } from '../../lib/json.ts';
import type { OutboundReply } from '../../lib/outbound/client.ts';
import { foldLine } from '../../lib/readable.ts';
import { shorten } from '../../lib/text.ts';
import { isPlainReply } from '../../plugin-requests/reply-encoding.ts';
import type { ReadAnswer } from './answer.ts';

const WHOLE = rawParts(['']);
const MAX_MESSAGE_CHARACTERS = 1000;

/** An answer that cannot be used; the message says why, and what would be right. It can be stored, and is 1,000 characters long at most. */
export class UnusableReply extends Error {
  constructor(message: string) {
    // It may name keys of the answer, of any length and of any characters.
    super(shorten(message, MAX_MESSAGE_CHARACTERS));
  }
}

/**
 * What a plugin answered to a route call. A 2xx is good, but 202, since somebody waits; a 4xx or 5xx with a `message` is for that person to
 * read.
 *
 * @param read reads the JSON text of a good answer.
 * @param emptyAs JSON text that a good answer without a body stands for.
 */
export function readPluginReply<Value>(
  reply: OutboundReply,
  maxDepth: number,
  read: (text: string) => Value,
  emptyAs?: string,
): ReadAnswer<Value> {
  try {
    const { status } = reply;
    if (status === 202)
      throw new UnusableReply('It answered 202, and somebody waits: answer 200 with the result');
    if (status >= 400) {
      const refused = messageOfRefusal(reply);
      if (refused !== undefined) return { refused };
      throw new UnusableReply(
        `It answered ${status} without a message: what people should know goes into "message"`,
      );
    }
    if (status < 200 || status > 299)
      throw new UnusableReply(`It answered ${status}; redirects are not followed`);
    if (emptyAs !== undefined && reply.body.length === 0) return { value: read(emptyAs) };
    return { value: read(jsonTextOf(reply, maxDepth)) };
  } catch (error) {
    const unusable = unusableBy(error);
    if (unusable === undefined) throw error;
    return { unusable: unusable.message };
  }
}

function unusableBy(error: unknown): UnusableReply | undefined {
  if (error instanceof UnusableReply) return error;
  if (!(error instanceof JsonError)) return undefined;
  // What is kept as it was written may have what a text of ours cannot.
  const place = error.pointer || 'its beginning';
  return new UnusableReply(`Its answer cannot be read at ${place}: ${error.message}`);
}

// What is beside the message may have what a text of ours cannot: it is not kept.
function messageOfRefusal(reply: OutboundReply): string | undefined {
  refuseCompressed(reply);
  if (reply.truncated)
    throw new UnusableReply(
      `It answered ${reply.status} with more than ${reply.body.length} bytes`,
    );
  try {
    const body: unknown = JSON.parse(reply.body.toString('utf8'));
    const { message } = (body ?? {}) as { message?: unknown };
    return typeof message === 'string' ? foldLine(message, MAX_MESSAGE_CHARACTERS) : undefined;
  } catch {
    // A page of HTML, for example.
    return undefined;
  }
}

/**
 * The body of a reply, which is JSON of ours to read.
 *
 * @throws UnusableReply.
 */
export function jsonTextOf(reply: OutboundReply, maxDepth: number): string {
  refuseCompressed(reply);
  const { body, truncated } = reply;
  if (truncated) throw new UnusableReply(`Its answer is longer than ${body.length} bytes`);
  try {
    const read = readJsonBody(body, maxDepth, WHOLE);
    if (read instanceof RawJson) return read.text;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const [where] = error.violations;
    const place = where?.pointer ? ` at ${where.pointer}` : '';
    throw new UnusableReply(`Its answer cannot be read as JSON${place}: ${error.message}`);
  }
  throw new UnusableReply('Its answer is empty; JSON was expected');
}

function refuseCompressed({ headers }: OutboundReply): void {
  const encoding = headers['content-encoding'];
  if (Array.isArray(encoding) || !isPlainReply(encoding))
    throw new UnusableReply('Its answer is compressed, which the request did not ask for');
}
