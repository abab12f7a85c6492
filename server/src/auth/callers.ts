import type { FastifyRequest } from 'fastify';
import { Failure } from '../lib/failures.ts';
import { refuseForeignOrigin } from '../lib/http/same-origin.ts';
import { claimsToBe } from '../lib/ids.ts';
import type { HostKeys } from './host-keys.ts';
import type { PersonalTokens } from './personal-tokens.ts';
import type { Caller, CallerKind } from './principals.ts';
import type { Sessions } from './sessions.ts';
import type { Tokens } from './tokens.ts';

/** Where each kind of credential is looked up. */
export interface CallerDeps {
  tokens: Tokens;
  hostKeys: HostKeys;
  personalTokens: PersonalTokens;
  sessions: Sessions;
  /** A session counts only on pages of this origin. */
  publicUrl: string;
}

// Storyblok's own clients send a personal token without a scheme.
const AUTHORIZATION = /^(?:Bearer +)?([A-Za-z0-9._~+/-]{1,512}=*) *$/i;

/**
 * Who calls: told by the prefix of the Authorization header's token, or, where there is none, by the session of the browser.
 *
 * @param kinds who may call here; another kind's token is answered like an unknown one.
 * @throws Failure `unauthorized` without a credential, `invalid_token`, `forbidden` for a browser on a foreign page.
 */
export async function identifyCaller(
  deps: CallerDeps,
  request: FastifyRequest,
  kinds: readonly CallerKind[],
): Promise<Caller> {
  const header = request.headers.authorization;
  const caller =
    header === undefined
      ? await bySession(deps, request)
      : await byToken(deps, AUTHORIZATION.exec(header)?.[1] ?? '');
  if (caller !== undefined && kinds.includes(caller.kind)) return caller;
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

async function byToken(deps: CallerDeps, token: string): Promise<Caller | undefined> {
  if (claimsToBe('access_token', token)) return byAccessToken(deps, token);
  if (claimsToBe('personal_token', token)) return byPersonalToken(deps, token);
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
