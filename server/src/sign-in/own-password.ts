import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfNobody, doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Session } from '../auth/sessions.ts';
import { type PasswordProblem, passwordProblem } from '../lib/password-rules.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { changeUser, findUser, hashPasswordOf } from '../users/users.ts';
import type { SignInDeps } from './sign-in-routes.ts';

/** Who changes their password, and where they are signed in. */
export interface PasswordVisit {
  session: Session;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** What was wrong with one of two passwords. */
export type PasswordRefusal =
  | { field: 'current_password'; problem: 'wrong' }
  | { field: 'new_password'; problem: PasswordProblem };

/**
 * Changes the password of whoever is signed in. It ends every credential from before, and this browser gets a new session. Who has a
 * password shows it, as often as guessing allows.
 *
 * @param given `current` counts only where there is a password.
 * @returns what was wrong; undefined when it is changed.
 * @throws Failure `too_many_requests`; `unauthorized` when the session ended meanwhile; `unavailable` when too many wait.
 */
export async function changeOwnPassword(
  { db, sessions, passwords }: Pick<SignInDeps, 'db' | 'sessions' | 'passwords'>,
  { session, request, reply }: PasswordVisit,
  given: { current: string; next: string },
): Promise<PasswordRefusal | undefined> {
  const { userId, email } = session;
  const user = await findUser(db, userId);
  const from = { address: request.ip, doing: doingOfNobody(request) };
  const mayChange = !user.has_password || (await passwords.byId(userId, given.current, from));
  if (!mayChange) return { field: 'current_password', problem: 'wrong' };
  const problem = passwordProblem(given.next, email);
  if (problem !== undefined) return { field: 'new_password', problem };
  const patch = await hashPasswordOf({ password: given.next, email });
  await runAgainOnDeadlock(db, async (tx) => {
    await sessions.hold(tx, request);
    await changeUser(tx, userId, patch);
    await sessions.start(tx, request, reply, userId);
    const changed = ['password'];
    await record(tx, doingOfUser(request, userId), {
      action: 'user.updated',
      target: userId,
      changed,
    });
  });
  return undefined;
}
