import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditAction } from '../audit/actions.ts';
import { doingOfUser } from '../audit/doing.ts';
import { fieldsOf, record } from '../audit/record.ts';
import {
  createPersonalToken,
  endPersonalToken,
  personalTokenView,
} from '../auth/personal-token-changes.ts';
import { selectPersonalTokens } from '../auth/personal-token-queries.ts';
import { MAX_TOKEN_NAME_LENGTH } from '../auth/personal-token-schema.ts';
import type { Session } from '../auth/sessions.ts';
import { databaseNow } from '../lib/clock.ts';
import type { Db } from '../lib/db.ts';
import { entryOf } from '../lib/entry-of.ts';
import type { App } from '../lib/http/app.ts';
import { parseId } from '../lib/ids.ts';
import { isLine } from '../lib/readable.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { isLang, type TextKey } from '../pages/texts.ts';
import { type Form, readOwnForm, usePages } from '../pages/use-pages.ts';
import { changeOwnPassword } from '../sign-in/own-password.ts';
import { redirectToSignIn } from '../sign-in/return-to.ts';
import type { SignInDeps } from '../sign-in/sign-in-routes.ts';
import { MAX_NAME_LENGTH } from '../users/schema.ts';
import { changeUser, findUser } from '../users/users.ts';
import { type AccountPage, BROWSERS_LANGUAGE, sendAccountPage } from './account-page.ts';

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;
const MOST_TOKENS = 200;
const DAY_MS = 24 * 3600 * 1000;

interface Visit {
  session: Session;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** The pages on which people look after their own account. */
export async function accountRoutes(app: App, deps: SignInDeps): Promise<void> {
  const { config, db, sessions } = deps;
  usePages(app);

  async function show(
    { session, request, reply }: Visit,
    extra: Partial<AccountPage> = {},
  ): Promise<FastifyReply> {
    const user = await findUser(db, session.userId);
    const tokens = await selectPersonalTokens(db, user.id, 0, MOST_TOKENS);
    return sendAccountPage(reply, request, {
      session,
      user,
      tokens: tokens.map(personalTokenView),
      problems: {},
      ...extra,
    });
  }

  /** Back to the page, so that loading it again sends nothing again. */
  function done({ reply }: Visit, what: keyof typeof DONE): FastifyReply {
    return reply.redirect(`/account?done=${what}`, 303);
  }

  function onPost(path: string, handle: (visit: Visit, form: Form) => Promise<FastifyReply>): void {
    app.post(path, route, async (request, reply) => {
      const session = await sessions.read(request);
      if (session === undefined) return redirectToSignIn(request, reply);
      const form = readOwnForm(request, config.publicUrl, session.csrfToken);
      return handle({ session, request, reply }, form);
    });
  }

  app.get('/account', route, async (request, reply) => {
    const session = await sessions.read(request);
    if (session === undefined) return redirectToSignIn(request, reply);
    const { done: what } = request.query as Record<string, unknown>;
    return show({ session, request, reply }, { done: entryOf(DONE, what) });
  });

  onPost('/account/profile', async (visit, form) => {
    const name = form('friendly_name').trim();
    if (!isName(name, MAX_NAME_LENGTH)) {
      return show(visit, { problems: { friendly_name: 'account_name_invalid' }, name });
    }
    const patch = { friendly_name: name, ...languageOf(form('lang')) };
    await runAgainOnDeadlock(db, async (tx) => {
      await changeUser(tx, visit.session.userId, patch);
      await recordOwn(tx, visit, 'user.updated', fieldsOf(patch));
    });
    return done(visit, 'profile');
  });

  onPost('/account/password', async (visit, form) => {
    const given = { current: form('current_password'), next: form('new_password') };
    const refused = await changeOwnPassword(deps, visit, given);
    if (refused === undefined) return done(visit, 'password');
    return show(visit, { problems: { [refused.field]: `account_password_${refused.problem}` } });
  });

  onPost('/account/tokens', async (visit, form) => {
    const name = form('name').trim();
    if (!isName(name, MAX_TOKEN_NAME_LENGTH)) {
      return show(visit, { problems: { name: 'account_token_name_invalid' } });
    }
    const days = Number(form('days'));
    const expires = days >= 1 ? new Date(databaseNow() + Math.min(days, 3650) * DAY_MS) : null;
    const { token } = await runAgainOnDeadlock(db, async (tx) => {
      await sessions.hold(tx, visit.request);
      const created = await createPersonalToken(tx, visit.session.userId, {
        name,
        expires_at: expires?.toISOString() ?? null,
      });
      await recordToken(tx, visit, 'personal_token.created', created.id);
      return created;
    });
    return show(visit, { newToken: token });
  });

  onPost('/account/tokens/:id/revoke', async (visit) => {
    const id = parseId((visit.request.params as { id: string }).id) ?? 0;
    await runAgainOnDeadlock(db, async (tx) => {
      await endPersonalToken(tx, id, visit.session.userId);
      await recordToken(tx, visit, 'personal_token.revoked', id);
    });
    return done(visit, 'token_revoked');
  });
}

async function recordOwn(
  tx: Db,
  { request, session: { userId } }: Visit,
  action: AuditAction,
  changed: string[],
): Promise<void> {
  await record(tx, doingOfUser(request, userId), { action, target: userId, changed });
}

async function recordToken(
  tx: Db,
  { request, session }: Visit,
  action: AuditAction,
  target: number,
): Promise<void> {
  await record(tx, doingOfUser(request, session.userId), { action, target });
}

const DONE = {
  profile: 'account_profile_saved',
  password: 'account_password_saved',
  token_revoked: 'account_token_revoked',
} as const satisfies Record<string, TextKey>;

// Nothing for what the form did not offer: what was chosen before stays.
function languageOf(given: string): { lang?: string | null } {
  if (given === BROWSERS_LANGUAGE) return { lang: null };
  return isLang(given) ? { lang: given } : {};
}

const isName = (name: string, maxLength: number): boolean =>
  name.length > 0 && [...name].length <= maxLength && isLine(name);
