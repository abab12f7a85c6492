import type { StorageCommand } from './calls/commands.ts';
import { changes, type HandlerCalls } from './calls/handler-calls.ts';
import type { StorageEffect } from './calls/pipeline.ts';
import { PlugboardError, SetupError } from './errors.ts';
import type { Effects, Refusal, Verdict, VerdictDetails } from './replies.ts';

/** An answer to a request of Plugboard's, as it is to be sent. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  /** JSON. */
  body: string;
}

/** As much of a reply as Plugboard reads. More is a failed attempt, whose effects would be lost. */
const MOST_BYTES = 64 * 1024;

/** A reply of JSON. */
export function jsonReply(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: textOf(body),
  };
}

function textOf(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (error) {
    const { message } = error as Error;
    throw new SetupError('no_json', `The answer has something that JSON cannot say: ${message}`);
  }
}

/** A reply that says what was wrong with the request, or with us. */
export const messageReply = (
  status: number,
  message: string,
  headers?: Record<string, string>,
): Reply => jsonReply(status, { message }, headers);

/**
 * What a handler returned, if it is a verdict; nothing is that it was done.
 *
 * @throws SetupError `no_verdict`, `wrong_verdict`
 */
export function readVerdict(said: unknown, what: string): Verdict {
  if (said === undefined) return DONE;
  if (isVerdict(said)) {
    refuseWrongParts(said, what);
    return said;
  }
  const shown = typeof said === 'function' ? 'a function (was it called?)' : nameOf(said);
  throw new SetupError(
    'no_verdict',
    `${what} returned ${shown}, which is no verdict: return job.done(), another of job's, or nothing`,
  );
}

const STATUSES: readonly unknown[] = [200, 202, 400, 410, 412, 503] satisfies Verdict['status'][];
const MEMBERS = ['status', 'message', 'details', 'retryAfter'] satisfies (keyof Verdict)[];
const DETAILS = ['attachments', 'effects', 'debugInfo'] satisfies (keyof VerdictDetails)[];

/** By members of its own: a `Response` has a status, too, which says nothing of the job. */
const isVerdict = (said: unknown): said is Verdict =>
  typeof said === 'object' &&
  said !== null &&
  Object.hasOwn(said, 'status') &&
  STATUSES.includes((said as Verdict).status) &&
  unknownIn(said, MEMBERS) === undefined;

/** What types refuse: without them, the message would be taken for the details, and what is misspelt be lost. */
function refuseWrongParts({ message, details }: Verdict, what: string): void {
  if (message !== undefined && typeof message !== 'string') {
    throw wrongVerdict(`${what} gave ${nameOf(message)} as message, which is a text`);
  }
  const unknown = details && unknownIn(details, DETAILS);
  if (unknown !== undefined) {
    throw wrongVerdict(`${what} gave ${unknown}: beside a message there are ${DETAILS.join(', ')}`);
  }
}

const unknownIn = (given: object, known: readonly string[]): string | undefined =>
  Object.keys(given).find((member) => !known.includes(member));

const wrongVerdict = (message: string) => new SetupError('wrong_verdict', message);

const DONE: Verdict = { status: 200 };

const nameOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `an object with ${Object.keys(value).slice(0, 5).join(', ') || 'nothing in it'}`
    : `${typeof value === 'object' ? '' : `the ${typeof value} `}${JSON.stringify(value)}`.slice(
        0,
        60,
      );

/**
 * The reply that a verdict is.
 *
 * @param installId whose storage the effects may be about
 * @throws PlugboardError `reply_too_large`, SetupError `wrong_effects`
 */
export function verdictReply(verdict: Verdict, installId: string, calls: HandlerCalls): Reply {
  const { status, message, details = {}, retryAfter } = verdict;
  const { attachments, effects, debugInfo } = details;
  const body = {
    message,
    debugInfo,
    attachments,
    effects: effects && effectsBody(effects, { installId, calls }),
  };
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  return refuseTooLarge(jsonReply(status, body, headers));
}

/** What refuses, and what for. */
export const refusalReply = ({ message, details }: Refusal): Reply =>
  refuseTooLarge(jsonReply(412, { message, ...details }));

function refuseTooLarge(reply: Reply): Reply {
  // No character has more than three bytes for each of its UTF-16 units.
  if (reply.body.length * 3 <= MOST_BYTES) return reply;
  const bytes = new TextEncoder().encode(reply.body).length;
  if (bytes <= MOST_BYTES) return reply;
  throw new PlugboardError(
    'reply_too_large',
    `The reply has ${bytes} bytes, of which Plugboard reads ${MOST_BYTES}: attach what is large by plugin.job(id).update()`,
  );
}

interface EffectsOf {
  installId: string;
  calls: HandlerCalls;
}

function effectsBody(effects: Effects, of: EffectsOf) {
  if (isStorage(effects)) return { storage: commandsOf(effects, of) };
  const { storage, config, ...others } = effects;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    throw wrong(`${unknown} is no effect: there are storage and config, or give storage calls`);
  }
  return { storage: storage && commandsOf(storage, of), config };
}

const isStorage = (effects: Effects): effects is StorageEffect | readonly StorageEffect[] =>
  Array.isArray(effects) || 'commands' in effects;

function commandsOf(
  effects: StorageEffect | readonly StorageEffect[],
  { installId, calls }: EffectsOf,
): StorageCommand[] {
  return [effects].flat().flatMap((effect) => {
    if (!Array.isArray(effect?.commands)) {
      throw wrong('a storage call is given as it is, without awaiting it: storage.set(…)');
    }
    if (effect.installId !== installId) {
      throw wrong(
        `they are about the storage of the job's own install (${installId}): await what is to be stored elsewhere`,
      );
    }
    if (effect.commands.length > 0 && !effect.commands.some(changes)) {
      throw wrong('what only reads answers nobody there: await it');
    }
    calls.used(effect.commands);
    return effect.commands as StorageCommand[];
  });
}

const wrong = (what: string) => new SetupError('wrong_effects', `Effects cannot be that: ${what}`);
