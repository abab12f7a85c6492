import type { FastifyRequest } from 'fastify';
import { Failure } from '../lib/failures.ts';
import { refuseForeignOrigin } from '../lib/http/same-origin.ts';
import { claimsToBe } from '../lib/ids.ts';
import type { HostKeys } from './host-keys.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import type { PortalSessions } from './portal-sessions.ts';
import type { PortalTokens } from './portal-tokens.ts';
import { boundsOf, type PortalOpening, type PortalPass, WHOLE_PORTAL } from './portal-views.ts';
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
  portalSessions: PortalSessions;
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
  portal: readonly PortalOpening[];
}

/**
 * Who calls: told by the prefix of the Authorization header's token, or, where there is none, by the session of the browser, else by that of a portal.
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
      ? ((await bySession(deps, request)) ?? (await byPortalSession(deps, request, admitted)))
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

// Who is signed in is that, also where they came by the link to a portal.
async function byPortalSession(
  { portalSessions, publicUrl }: CallerDeps,
  request: FastifyRequest,
  { portal }: Admitted,
): Promise<Caller | undefined> {
  const session = await portalSessions.read(request);
  if (session === undefined) return undefined;
  refuseForeignOrigin(request, publicUrl);
  const { userId, onlySpace: spaceId } = session;
  const pass = { views: WHOLE_PORTAL, spaceId, installId: null, identifier: null };
  return inPortal(userId, pass, portal);
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
  opening: readonly PortalOpening[],
): Promise<Caller | undefined> {
  const token = await portalTokens.find(value);
  if (token === undefined) return undefined;
  const { user_id, views, space_id, install_id, identifier } = token;
  const pass = { views, spaceId: space_id, installId: install_id, identifier };
  return inPortal(user_id, pass, opening);
}

function inPortal(userId: number, pass: PortalPass, opening: readonly PortalOpening[]): Caller {
  const within = boundsOf(pass, opening);
  if (within === undefined) throw new Failure('forbidden', notOpened(pass, opening));
  return { kind: 'user', userId, isOperator: false, portal: { pass, within } };
}

function notOpened({ views }: PortalPass, opening: readonly PortalOpening[]): string {
  if (views.includes('space')) return 'This is nothing that the portal of a space opens';
  const held = `The portal token is for ${views.join(', ')}`;
  const those = opening.filter((view) => view !== 'space');
  return those.length === 0
    ? `${held}; no portal token opens this`
    : `${held}; this is opened by one for ${those.join(', ')}`;
}
