import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { refuseUnknown } from './members.ts';
import type { Subjects } from './subjects.ts';
import type { Reply, SentRequest } from './target.ts';

/** For how many requests a fault holds. */
export interface FaultOptions {
  /** By default 1: the next request. */
  times?: number;
  /**
   * Only requests of this event, or of this route as Plugboard names it (`step-0-validation`, `step-0-field-1-options`); by default whichever
   * come. One that the manifest has not is refused.
   */
  of?: string;
}

/** How a request comes twice. */
export interface DuplicateOptions extends FaultOptions {
  /** Both at the same moment; by default one after the other. */
  atOnce?: boolean;
}

/** What an answer is that takes the place of the plugin's. */
export interface AnswerOptions extends FaultOptions {
  headers?: Record<string, string>;
  /** What is no text is sent as JSON. */
  body?: unknown;
}

/**
 * What can go wrong on the way from Plugboard to a plugin, as it does in the world. Each holds for the next request to this install, or the
 * next few; several for the same request hold together.
 *
 * @example
 * install.faults.answer(503, { headers: { 'retry-after': '60' }, times: 2 });
 */
export interface Faults {
  /** The request takes so many milliseconds longer to arrive. */
  delay(ms: number, options?: FaultOptions): void;
  /** The request arrives once more, after it was answered, or at the same moment: Plugboard hears the first answer. */
  duplicate(options?: DuplicateOptions): void;
  /**
   * The request waits until the next one was answered, so the two arrive in the other order; for five seconds at most. Jobs of one install
   * with the same identifier never do that, as the second is sent once the first is answered.
   */
  reorder(options?: FaultOptions): void;
  /** The request does not arrive, and Plugboard is answered this, such as 503 (with `retry-after` among the headers). */
  answer(status: number, options?: AnswerOptions): void;
  /** The plugin answers, and the connection breaks before Plugboard hears it. */
  loseReply(options?: FaultOptions): void;
  /** The request arrives with signatures that are not Plugboard's. */
  wrongSignature(options?: FaultOptions): void;
  /** The plugin's access tokens end now, in whatever install: its next call is answered 401. */
  expireTokens(): Promise<void>;
  /** Forgets all that were not used up. */
  clear(): void;
}

/**
 * What can go wrong with a call that the plugin makes of Plugboard. Each holds for the next call, or the next few; log-ins, which the SDK
 * makes by itself, are none unless they are named (`{ of: 'token' }`).
 *
 * @example
 * install.callFaults.answer(429, { headers: { 'retry-after': '1' } });
 */
export interface CallFaults {
  /** The call takes so many milliseconds longer to arrive. */
  delay(ms: number, options?: CallFaultOptions): void;
  /** The call does not arrive, and the plugin is answered this. */
  answer(status: number, options?: CallAnswerOptions): void;
  /** Plugboard carries it out, and the connection breaks before the plugin hears of it. */
  loseReply(options?: CallFaultOptions): void;
  /** Forgets all that were not used up. */
  clear(): void;
}

/** For how many calls a fault holds, and for which. */
export interface CallFaultOptions {
  /** By default 1: the next call. */
  times?: number;
  /**
   * Only calls whose path has this part, or these, such as `storage`, `jobs` or `token` (the log-in). By default whichever come, but for
   * log-ins.
   */
  of?: string;
}

/** What an answer is that takes the place of Plugboard's. */
export interface CallAnswerOptions extends CallFaultOptions {
  headers?: Record<string, string>;
  /** What is no text is sent as JSON. */
  body?: unknown;
}

/** The words for faults on the way. */
export type FaultName =
  | 'delay'
  | 'duplicate'
  | 'reorder'
  | 'answer'
  | 'loseReply'
  | 'wrongSignature';

interface Planned {
  left: number;
  of: string | undefined;
  /** Milliseconds. */
  ms?: number;
  reply?: Reply;
  atOnce?: boolean;
}

/** Those of one install or plugin, and the way that requests take through them. */
export interface FaultyWay {
  faults: Omit<Faults, 'expireTokens'>;
  /**
   * Takes a request to whom it is for.
   *
   * @param pass is called each time that it arrives; its second parameter says whether the reply is going to be lost.
   * @returns what whoever sent it is answered; undefined where the connection is to break.
   */
  carry(request: SentRequest, pass: Pass): Promise<CarriedReply>;
}

type Pass = (request: SentRequest, isLost: boolean) => Promise<Reply>;

/** How a request went. */
export interface CarriedReply {
  reply: Reply | undefined;
  /** What went wrong on the way. */
  met: FaultName[];
}

const REORDERED_WITHIN_MS = 5000;

/** A way without faults yet. @param ended fires when nobody waits for what is on it any more */
export function createFaultyWay({ isFor, check }: Subjects, ended: AbortSignal): FaultyWay {
  const planned = new Map<FaultName, Planned[]>();
  const held = new Set<() => void>();

  function plan(name: FaultName, options: FaultOptions, more: Partial<Planned> = {}): void {
    refuseUnknown(name, options, ['times', 'of', ...(MORE_OPTIONS[name] ?? [])]);
    const { times = 1, of } = options;
    if (of !== undefined) check(of);
    if (!Number.isInteger(times) || times < 1) {
      throw new RangeError(`${name}: times must be a whole number, 1 or more`);
    }
    planned.set(name, [...(planned.get(name) ?? []), { left: times, of, ...more }]);
  }

  function take(request: SentRequest): Map<FaultName, Planned> {
    const taken = new Map<FaultName, Planned>();
    for (const [name, all] of planned) {
      const first = all.find(({ of }) => isFor(request, of));
      if (first === undefined) continue;
      taken.set(name, first);
      first.left--;
      planned.set(
        name,
        all.filter(({ left }) => left > 0),
      );
    }
    return taken;
  }

  async function nextOne(): Promise<void> {
    const timer = new AbortController();
    const signal = AbortSignal.any([timer.signal, ended]);
    const late = delay(REORDERED_WITHIN_MS, undefined, { signal });
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    held.add(release);
    await Promise.race([late, released]);
    held.delete(release);
    timer.abort();
    late.catch(() => undefined);
  }

  async function arrive(
    request: SentRequest,
    pass: Pass,
    met: Map<FaultName, Planned>,
  ): Promise<Reply | undefined> {
    const { ms } = met.get('delay') ?? {};
    if (ms !== undefined) await delay(ms, undefined, { signal: ended });
    const instead = met.get('answer')?.reply;
    if (instead !== undefined) return instead;
    if (met.has('reorder')) await nextOne();
    const sent = met.has('wrongSignature') ? forged(request) : request;
    const { atOnce } = met.get('duplicate') ?? {};
    const isLost = met.has('loseReply');
    const arrives = () => pass(sent, isLost);
    const [reply] = await Promise.all([arrives(), atOnce && arrives()]);
    if (!met.has('reorder')) for (const release of held) release();
    if (met.has('duplicate') && !atOnce) await arrives();
    return isLost ? undefined : reply;
  }

  return {
    faults: {
      delay: (ms, options = {}) => plan('delay', options, { ms: milliseconds(ms) }),
      duplicate: (options = {}) => plan('duplicate', options, { atOnce: options.atOnce ?? false }),
      reorder: (options = {}) => plan('reorder', options),
      answer: (status, options = {}) =>
        plan('answer', options, { reply: replyOf(status, options) }),
      loseReply: (options = {}) => plan('loseReply', options),
      wrongSignature: (options = {}) => plan('wrongSignature', options),
      clear: () => planned.clear(),
    },
    async carry(request, pass) {
      const met = take(request);
      return { reply: await arrive(request, pass, met), met: [...met.keys()] };
    },
  };
}

const MORE_OPTIONS: Partial<Record<FaultName, string[]>> = {
  duplicate: ['atOnce'],
  answer: ['headers', 'body'],
};

function milliseconds(ms: number): number {
  if (typeof ms === 'number' && ms >= 0) return ms;
  throw new RangeError('delay: say how many milliseconds, 0 or more');
}

function replyOf(status: number, { headers = {}, body = '' }: AnswerOptions): Reply {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new RangeError('answer: the status is a number from 200 to 599');
  }
  const isText = typeof body === 'string';
  const type = isText ? 'text/plain' : 'application/json';
  return {
    status,
    headers: { 'content-type': type, ...headers },
    body: Buffer.from(isText ? body : JSON.stringify(body)),
  };
}

const forged = (request: SentRequest): SentRequest => {
  const signature = randomBytes(32).toString('base64');
  return {
    ...request,
    headers: {
      ...request.headers,
      'x-envoy-signature': signature,
      'webhook-signature': `v1,${signature}`,
    },
  };
};
