import type { FastifyRequest } from 'fastify';
import { Failure } from '../lib/failures.ts';
import { refuseForeignOrigin } from '../lib/http/same-origin.ts';
import { claimsToBe } from '../lib/ids.ts';
import type { HostKeys } from './host-keys.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import type { PortalTokens } from './portal-tokens.ts';
import { boundsOf, type PortalView } from './portal-views.ts';
import type { Caller, CallerKind } from './principals.ts';
import type { Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';

/** Where each kind of credential is looked up. */
export interface CallerDeps {
  tokens: Tokens;
  hostKeys: HostKeys;
  personalTokens: PersonalTokens;
  portalTokens: PortalTokens;
  sessions: Sessions;
  /** A session counts only on pages of this origin. */
  publicUrl: string;
}

// Storyblok's own clients send a personal token without a scheme.
const AUTHORIZATION = /^(?:Bearer +)?([A-Za-z0-9._~+/-]{1,512}=*) *$/i;

/** Whom a route admits. */
export interface Admitted {
  /** Who may call; another kind's token is answered like an unknown one. */
  callers: readonly CallerKind[];
  /** The views of a portal that open it to whoever looks at one of them; for nobody else who looks at a portal. */
  portal: readonly PortalView[];
}

/**
 * Who calls: told by the prefix of the Authorization header's token, or, where there is none, by the session of the browser.
 *
 * @throws Failure `unauthorized` without a credential, `invalid_token`, `forbidden` for a browser on a foreign page, and in a portal for what none
 * of its views opens.
 */
export async function identifyCaller(
  deps: CallerDeps,
  request: FastifyRequest,
  admitted: Admitted,
): Promise<Caller> {
  const header = request.headers.authorization;
  const caller =
    header === undefined
      ? await bySession(deps, request)
      : await byToken(deps, AUTHORIZATION.exec(header)?.[1] ?? '', admitted);
  if (caller !== undefined && admitted.callers.includes(caller.kind)) return caller;
  if (header === undefined) {
    throw new Failure('unauthorized', 'Send a token in the Authorization header');
  }
  if (caller?.kind === 'host') {
    throw new Failure(
      'invalid_token',
      'A host key does not say who asks: send a personal token, or sign in',
    );
  }
  throw new Failure('invalid_token', 'The token is unknown, expired or revoked');
}

async function bySession(
  { sessions, publicUrl }: CallerDeps,
  request: FastifyRequest,
): Promise<Caller | undefined> {
  const session = await sessions.read(request);
  if (session === undefined) return undefined;
  refuseForeignOrigin(request, publicUrl);
  return { kind: 'user', userId: session.userId, isOperator: session.isOperator };
}

async function byToken(
  deps: CallerDeps,
  token: string,
  { portal }: Admitted,
): Promise<Caller | undefined> {
  if (claimsToBe('access_token', token)) return byAccessToken(deps, token);
  if (claimsToBe('personal_token', token)) return byPersonalToken(deps, token);
  if (claimsToBe('portal_token', token)) return byPortalToken(deps, token, portal);
  const host = await deps.hostKeys.find(token);
  return host && { kind: 'host', ...host };
}

async function byAccessToken({ tokens }: CallerDeps, value: string): Promise<Caller | undefined> {
  const token = await tokens.findAccess(value);
  if (token === undefined) return undefined;
  const { install_id, space_id, user_id } = token;
  if (install_id === null || space_id === null || user_id === null) return undefined;
  return {
    kind: 'plugin',
    pluginId: token.plugin_id,
    installId: install_id,
    spaceId: space_id,
    userId: user_id,
    scopes: token.scopes,
    grantId: token.grant_id,
    isLast: token.job_id !== null,
  };
}

async function byPersonalToken(
  { personalTokens }: CallerDeps,
  value: string,
): Promise<Caller | undefined> {
  const token = await personalTokens.find(value);
  return token && { kind: 'user', userId: token.user_id, isOperator: token.is_operator };
}

async function byPortalToken(
  { portalTokens }: CallerDeps,
  value: string,
  opening: readonly PortalView[],
): Promise<Caller | undefined> {
  const token = await portalTokens.find(value);
  if (token === undefined) return undefined;
  const { user_id: userId, views, space_id, install_id, identifier } = token;
  const pass = { views, spaceId: space_id, installId: install_id, identifier };
  const within = boundsOf(pass, opening);
  if (within !== undefined)
    return { kind: 'user', userId, isOperator: false, portal: { pass, within } };
  throw new Failure('forbidden', notOpened(views, opening));
}

function notOpened(views: readonly PortalView[], opening: readonly PortalView[]): string {
  const held = `The portal token is for ${views.join(', ')}`;
  return opening.length === 0
    ? `${held}; no portal token opens this`
    : `${held}; this is opened by one for ${opening.join(', ')}`;
}
