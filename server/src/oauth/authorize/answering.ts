import type { FastifyReply } from 'fastify';
import { asciiOnly, OAuthError } from '../errors.ts';
import { answerUrl } from './answer.ts';
import type { Asker } from './asker.ts';
import { AuthorizationError, AuthorizationPageError } from './errors.ts';
import { type Showing, sendUnanswerablePage } from './pages.ts';

/** What `work` finds; undefined once a page has said why nobody can be answered. */
export async function orPage<T>(to: Showing, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AuthorizationPageError)) throw error;
    sendUnanswerablePage(to, error.text);
    return undefined;
  }
}

/** Does `work`; what it refuses the plugin is told of. */
export async function orRedirect(
  reply: FastifyReply,
  { destination }: Asker,
  work: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AuthorizationError || error instanceof OAuthError)) throw error;
    const { code, message } = error;
    const told = { error: code, error_description: asciiOnly(message) };
    return redirect(reply, answerUrl(destination, told));
  }
}

/** Sends the browser on. Never by 307, which would post the user's form to the plugin (RFC 9700 §4.12). */
export const redirect = (reply: FastifyReply, url: string): FastifyReply =>
  reply.header('cache-control', 'no-store').redirect(url, 303);
