import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Guesses } from '../auth/guesses.ts';
import { selectPasswordReset, takePasswordReset } from '../auth/password-reset-queries.ts';
import { RESET_PATH } from '../auth/password-resets.ts';
import type { WebDeps } from '../deps.ts';
import { sha256 } from '../lib/crypto.ts';
import type { App } from '../lib/http/app.ts';
import { networkOf } from '../lib/http/client-address.ts';
import { passwordProblem } from '../lib/password-rules.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { mailPasswordReset } from '../mail/outbox.ts';
import { NEW_PASSWORD } from '../pages/new-password.ts';
import { readOwnForm } from '../pages/use-pages.ts';
import { noteProven } from '../users/provider-queries.ts';
import { MAX_EMAIL_LENGTH } from '../users/schema.ts';
import { changeUser, hashPasswordOf } from '../users/users.ts';
import { beginSession } from './begin-session.ts';
import type { FormTokens } from './form-tokens.ts';
import { accountOf } from './password-check.ts';
import {
  FORGOTTEN_PATH,
  sendForgottenPage,
  sendMailedPage,
  sendResetGonePage,
  sendResetPage,
} from './reset-pages.ts';
import { countWrongLink } from './wrong-link.ts';

/** What {@link resetRoutes} needs; its forms are for browsers without a session. */
export interface ResetDeps extends WebDeps {
  formTokens: FormTokens;
  /** Also counts who asks for links, and for whom. */
  failedSignIns: Guesses;
}

type ResetRequest = FastifyRequest<{ Params: { token: string } }>;

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** In five minutes, for one account: each is a mail to somebody who may not have asked. */
const MOST_FOR_ONE = 5;

/** The pages by which people who forgot their password get a link by mail, and set a new one. */
export function resetRoutes(app: App, deps: ResetDeps): void {
  askingRoutes(app, deps);
  settingRoutes(app, deps);
}

function askingRoutes(app: App, { config, db, log, formTokens, failedSignIns }: ResetDeps): void {
  app.get(FORGOTTEN_PATH, route, (request, reply) =>
    sendForgottenPage(reply, request, { csrfToken: formTokens.issue(request, reply) }),
  );

  app.post(FORGOTTEN_PATH, route, async (request, reply) => {
    const csrfToken = formTokens.expected(request);
    const email = readOwnForm(request, config.publicUrl, csrfToken)('email').trim();
    if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > MAX_EMAIL_LENGTH) {
      return sendForgottenPage(reply, request, { csrfToken, rejected: email });
    }
    await failedSignIns.take([
      { key: `reset of ${accountOf(email)}`, limit: MOST_FOR_ONE },
      { key: `resets from ${networkOf(request.ip)}`, limit: config.failedSignInLimit * 10 },
    ]);
    // Nobody waits for it: who does would learn by the time it takes whether there is such an account.
    db.transaction((tx) => mailPasswordReset(tx, config, email)).catch((err) =>
      log.error({ err }, 'a mail with a link to set a password could not be queued'),
    );
    return sendMailedPage(reply, request, email);
  });
}

function settingRoutes(app: App, deps: ResetDeps): void {
  const { config, db, formTokens } = deps;

  async function refuse(request: ResetRequest, reply: FastifyReply): Promise<FastifyReply> {
    await countWrongLink(deps, request, 'password link');
    return sendResetGonePage(reply, request);
  }

  app.get(`${RESET_PATH}:token`, route, async (request: ResetRequest, reply) => {
    const reset = await selectPasswordReset(db, sha256(request.params.token));
    if (reset === undefined) return refuse(request, reply);
    return sendResetPage(reply, request, { reset, csrfToken: formTokens.issue(request, reply) });
  });

  app.post(`${RESET_PATH}:token`, route, async (request: ResetRequest, reply) => {
    const csrfToken = formTokens.expected(request);
    const password = readOwnForm(request, config.publicUrl, csrfToken)(NEW_PASSWORD);
    const hash = sha256(request.params.token);
    const reset = await selectPasswordReset(db, hash);
    if (reset === undefined) return refuse(request, reply);
    const problem = passwordProblem(password, reset.email);
    if (problem !== undefined) {
      return sendResetPage(reply, request, { reset, csrfToken, problem });
    }
    const patch = await hashPasswordOf({ password });
    const isSet = await runAgainOnDeadlock(db, async (tx) => {
      const userId = await takePasswordReset(tx, hash);
      if (userId === undefined) return false;
      await changeUser(tx, userId, patch);
      await noteProven(tx, userId);
      const doing = doingOfUser(request, userId);
      await record(tx, doing, { action: 'user.updated', target: userId, changed: ['password'] });
      await beginSession(tx, deps, { request, reply }, userId);
      return true;
    });
    return isSet ? reply.redirect('/account', 303) : refuse(request, reply);
  });
}
