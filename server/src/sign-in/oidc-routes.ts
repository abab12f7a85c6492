import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfNobody } from '../audit/doing.ts';
import { ownCookie } from '../auth/cookies.ts';
import { logRefusal } from '../auth/refusals.ts';
import type { WebDeps } from '../deps.ts';
import { databaseNow } from '../lib/clock.ts';
import type { App } from '../lib/http/app.ts';
import { tryOnceListening } from '../lib/http/once-listening.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { html } from '../pages/html.ts';
import { cardLayout } from '../pages/layout.ts';
import { sendPage } from '../pages/page.ts';
import { chooseLang, type TextKey, translator } from '../pages/texts.ts';
import { beginSession } from './begin-session.ts';
import { CALLBACK_PATH, type PendingSignIn, type Provider } from './oidc.ts';
import { findProviderUser, type Refusal } from './oidc-users.ts';
import { localPath } from './return-to.ts';

/** What {@link oidcRoutes} needs: a provider, without which there are no such routes. */
export interface OidcDeps extends WebDeps {
  provider: Provider;
  /** What people know the provider by. */
  name: string;
}

interface Pending extends PendingSignIn {
  returnTo: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;
const PENDING_SECONDS = 600;
const SEAL = 'sign-in at the provider';

const REFUSALS: Record<Refusal, TextKey> = {
  no_email: 'sign_in_provider_no_email',
  unverified: 'sign_in_provider_unverified',
  other_account: 'sign_in_provider_other_account',
};

// For the operator, who can mend it at the provider.
const REASONS: Record<Refusal, string> = {
  no_email: 'the provider sent no claim "email"',
  unverified: 'the provider did not send the claim "email_verified" as the boolean true',
  other_account: 'the address belongs to an account of somebody else',
};

/** Signing in with the host's OpenID Connect provider (authorization code flow with PKCE, state and nonce). */
export function oidcRoutes(app: App, deps: OidcDeps): void {
  const { config, db, vault, provider, name, log } = deps;
  const cookie = ownCookie(config.publicUrl, 'oidc');
  app.addHook('onClose', () => provider.close());
  tryOnceListening(app, provider.check, (error) =>
    warn(error, 'PLUGBOARD_OIDC_ISSUER leads to no provider that people can sign in with now'),
  );

  function rememberPending(reply: FastifyReply, pending: Pending): void {
    const sealed = vault.seal(JSON.stringify(pending), SEAL).toString('base64url');
    reply.setCookie(cookie.name, sealed, { ...cookie.options, maxAge: PENDING_SECONDS });
  }

  function readPending(request: FastifyRequest): Pending | undefined {
    try {
      const sealed = Buffer.from(request.cookies[cookie.name] ?? '', 'base64url');
      const pending: Pending = JSON.parse(vault.open(sealed, SEAL));
      return pending.expiresAt > databaseNow() ? pending : undefined;
    } catch {
      // None, or not one of ours.
      return undefined;
    }
  }

  // What the provider's library throws has codes and tokens among its causes, which belong in no log.
  function warn(error: unknown, message: string): void {
    const { name: kind, message: reason, code } = error as Error & { code?: string };
    log.warn({ kind, reason, code }, message);
  }

  app.get('/sign-in/oidc', route, async (request, reply) => {
    const returnTo = localPath(
      (request.query as Record<string, unknown>).return_to,
      config.publicUrl,
    );
    try {
      const { url, pending } = await provider.start();
      const expiresAt = databaseNow() + PENDING_SECONDS * 1000;
      rememberPending(reply, { ...pending, returnTo, expiresAt });
      return reply.header('cache-control', 'no-store').redirect(url, 303);
    } catch (error) {
      warn(error, 'the OpenID Connect provider cannot be reached');
      return sendRefusal(reply, request, { status: 503, text: 'sign_in_provider_away', name });
    }
  });

  app.get(CALLBACK_PATH, route, async (request, reply) => {
    const pending = readPending(request);
    reply.clearCookie(cookie.name, cookie.options);
    if (pending === undefined) {
      logRefusal(log, { by: 'provider', address: request.ip, reason: 'nobody was sent there' });
      return sendRefusal(reply, request, { status: 400, text: 'sign_in_provider_failed', name });
    }
    let user: Awaited<ReturnType<Provider['finish']>>;
    try {
      // Never by the Host header, which anybody can set.
      user = await provider.finish(new URL(request.url, config.publicUrl), pending);
    } catch (error) {
      warn(error, 'a sign-in with the OpenID Connect provider failed');
      logRefusal(log, {
        by: 'provider',
        address: request.ip,
        reason: 'no answer to what was asked',
      });
      return sendRefusal(reply, request, { status: 400, text: 'sign_in_provider_failed', name });
    }
    const found = await runAgainOnDeadlock(db, async (tx) => {
      const by = { issuer: provider.issuer, doing: doingOfNobody(request) };
      const result = await findProviderUser(tx, by, user);
      if (typeof result !== 'number') return result;
      await beginSession(tx, deps, { request, reply }, result);
      return result;
    });
    if (typeof found !== 'number') {
      logRefusal(log, { by: 'provider', address: request.ip, reason: REASONS[found] });
      return sendRefusal(reply, request, { status: 403, text: REFUSALS[found], name });
    }
    return reply.redirect(pending.returnTo, 303);
  });
}

function sendRefusal(
  reply: FastifyReply,
  request: FastifyRequest,
  { status, text, name }: { status: number; text: TextKey; name: string },
): FastifyReply {
  const lang = chooseLang(undefined, request.headers['accept-language']);
  const t = translator(lang);
  const title = t('sign_in_provider_failed_title');
  const content = html`<h1>${title}</h1>
<p>${t(text, { name })}</p>
<p><a href="/sign-in">${t('sign_in_again')}</a></p>`;
  return sendPage(reply, { lang, title, status, body: cardLayout({ content }) });
}
