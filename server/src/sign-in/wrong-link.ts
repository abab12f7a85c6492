import type { FastifyRequest } from 'fastify';
import type { Guesses } from '../auth/guesses.ts';
import { logRefusal, type RefusedLogIn } from '../auth/refusals.ts';
import type { WebDeps } from '../deps.ts';
import { networkOf } from '../lib/http/client-address.ts';

/** What {@link countWrongLink} needs. */
export interface WrongLinkDeps extends Pick<WebDeps, 'config' | 'log'> {
  /** Wrong links, counted for each network. */
  failedSignIns: Guesses;
}

/**
 * Notes that somebody came by a link that does not work. Nobody can guess one; who tries all the same is told so.
 *
 * @throws Failure `too_many_requests`
 */
export async function countWrongLink(
  { config, log, failedSignIns }: WrongLinkDeps,
  { ip }: FastifyRequest,
  by: Extract<
    RefusedLogIn['by'],
    'sign-in link' | 'portal link' | 'password link' | 'developer invitation'
  >,
): Promise<void> {
  logRefusal(log, { by, address: ip });
  const key = `link ${networkOf(ip)}`;
  await failedSignIns.take([{ key, limit: config.failedSignInLimit * 10 }]);
}
