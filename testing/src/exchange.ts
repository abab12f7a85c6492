import type { CarriedReply } from './faults.ts';
import { parsed } from './parsed.ts';
import type { Reply, SentRequest } from './target.ts';

/**
 * A request and what came of it: one of Plugboard's to the plugin, or one of the plugin's to Plugboard.
 *
 * @example
 * const [delivery] = install.deliveries;
 * expect(delivery?.headers['plugboard-attempt']).toBe('1');
 * expect(delivery?.reply?.status).toBe(200);
 */
export interface Exchange {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent. */
  readonly body: string;
  /** The body, parsed; undefined where it is no JSON. */
  readonly json: unknown;
  /** Whether it came to whom it was for: not where a fault answered in their place. */
  readonly arrived: boolean;
  /** What was answered; undefined until then. */
  reply?: { status: number; headers: Record<string, string>; body: string };
  /** Whether a fault lost its reply: whoever sent it heard nothing, whatever was answered. */
  readonly lost: boolean;
  /** Why there was no answer: what a plugin threw, or how the connection ended. */
  error?: unknown;
}

/**
 * Passes a request on, and keeps what came of it. Rejects as `pass` does.
 *
 * @param lost whether nobody is going to hear the reply.
 */
export async function recordExchange(
  exchanges: Exchange[],
  { request, lost }: { request: SentRequest; lost: boolean },
  pass: (request: SentRequest) => Promise<Reply>,
): Promise<Reply> {
  const exchange = exchangeOf(request, { arrived: true, lost });
  exchanges.push(exchange);
  try {
    const reply = await pass(request);
    exchange.reply = shown(reply);
    return reply;
  } catch (error) {
    exchange.error = error;
    throw error;
  }
}

/** Keeps a request that a fault answered in the place of whom it was for. */
export function recordAnswered(
  exchanges: Exchange[],
  request: SentRequest,
  { reply, met }: CarriedReply,
): void {
  if (reply === undefined || !met.includes('answer')) return;
  exchanges.push({ ...exchangeOf(request, { arrived: false, lost: false }), reply: shown(reply) });
}

function exchangeOf(
  { method, path, headers, body }: SentRequest,
  how: Pick<Exchange, 'arrived' | 'lost'>,
): Exchange {
  const text = body.toString();
  return { method, path, headers, body: text, json: parsed(text), ...how };
}

const shown = ({ status, headers, body }: Reply) => ({ status, headers, body: body.toString() });
