import type { StorageCommand } from './calls/commands.ts';
import type { StorageEffect } from './calls/pipeline.ts';
import { PlugboardError, SetupError } from './errors.ts';
import type { Effects, Refusal, Verdict } from './replies.ts';

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
    body: JSON.stringify(body),
  };
}

/** A reply that says what was wrong with the request, or with us. */
export const messageReply = (
  status: number,
  message: string,
  headers?: Record<string, string>,
): Reply => jsonReply(status, { message }, headers);

/**
 * The reply that a verdict is.
 *
 * @param installId whose storage the effects may be about
 * @throws PlugboardError `reply_too_large`, SetupError `wrong_effects`
 */
export function verdictReply(verdict: Verdict, installId: string): Reply {
  const { status, message, details = {}, retryAfter } = verdict;
  const { attachments, effects, debugInfo } = details;
  const body = {
    message,
    debugInfo,
    attachments,
    effects: effects && effectsBody(effects, installId),
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

function effectsBody(effects: Effects, installId: string) {
  if (isStorage(effects)) return { storage: commandsOf(effects, installId) };
  const { storage, config } = effects;
  return { storage: storage && commandsOf(storage, installId), config };
}

const isStorage = (effects: Effects): effects is StorageEffect | readonly StorageEffect[] =>
  Array.isArray(effects) || 'commands' in effects;

function commandsOf(
  effects: StorageEffect | readonly StorageEffect[],
  installId: string,
): StorageCommand[] {
  return [effects].flat().flatMap((effect) => {
    if (effect.installId === installId) return effect.commands;
    throw new SetupError(
      'wrong_effects',
      `Effects are about the storage of the job's own install (${installId}): await what is to be stored elsewhere`,
    );
  });
}
