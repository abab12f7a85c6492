import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { ANYBODY } from '../auth/audiences.ts';
import {
  createPersonalToken,
  endPersonalToken,
  personalTokenView,
} from '../auth/personal-token-changes.ts';
import { selectPersonalTokens } from '../auth/personal-token-queries.ts';
import {
  NewPersonalToken,
  PersonalToken,
  PersonalTokenCreated,
  PersonalTokenParams,
  PersonalTokenQuery,
} from '../auth/personal-token-schema.ts';
import type { Caller } from '../auth/principals.ts';
import type { WebDeps } from '../deps.ts';
import type { Db } from '../lib/db.ts';
import { Failure, invalid } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { idPageStart, Page, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { refuseOperator } from '../users/by-host.ts';

const tags = ['users'];
const BY_THEMSELVES = 'who makes personal tokens themselves, at /account';
const config = { auth: ANYBODY } as const;

/** Tokens with which a person's own scripts do what the person may. */
export function personalTokenRoutes(app: App, deps: WebDeps): void {
  const { db, sessions, config: settings } = deps;
  const limit = settings.personalTokenQuota;
  app.post(
    '/personal_access_tokens',
    {
      config,
      schema: {
        tags,
        summary: 'Create a personal token',
        description:
          'The token is shown this once. A personal token cannot create another one: sign in, or use a host key, which makes none for an operator.',
        operationId: 'createPersonalAccessToken',
        body: NewPersonalToken,
        response: { 201: PersonalTokenCreated },
      },
    },
    async (request, reply) => {
      const { caller } = request;
      if (caller.kind === 'user' && request.headers.authorization !== undefined) {
        throw new Failure(
          'forbidden',
          'A personal token cannot create another one; sign in for it',
        );
      }
      const userId = aboutWhom(caller, request.body.user_id);
      if (userId === undefined) throw invalid('/user_id', 'is required with a host key');
      const create = async (tx: Db) => {
        if (caller.kind === 'host') await refuseOperator(tx, userId, BY_THEMSELVES);
        else await sessions.hold(tx, request);
        const token = await createPersonalToken(tx, { userId, limit }, request.body);
        const created = { action: 'personal_token.created', target: token.id } as const;
        await record(tx, doingOf(request), created);
        return { status: 201, body: token };
      };
      const { body } = await onceOnly(deps, request, create);
      return reply.code(201).send(body);
    },
  );
  app.get(
    '/personal_access_tokens',
    {
      config,
      schema: {
        tags,
        summary: 'List personal tokens that work',
        operationId: 'listPersonalAccessTokens',
        querystring: PersonalTokenQuery,
        response: { 200: Page(PersonalToken) },
      },
    },
    async (request) => {
      const { after, limit } = idPageStart(request.query);
      const whose = aboutWhom(request.caller, request.query.user_id) ?? 'everybody';
      const rows = await selectPersonalTokens(db, whose, after, limit);
      return toPage(rows, limit, (row) => row.id, personalTokenView);
    },
  );
  app.delete(
    '/personal_access_tokens/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Revoke a personal token',
        operationId: 'revokePersonalAccessToken',
        params: PersonalTokenParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const whose = aboutWhom(request.caller, undefined) ?? 'everybody';
      const { id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        await endPersonalToken(tx, id, whose);
        await record(tx, doingOf(request), { action: 'personal_token.revoked', target: id });
      });
      return reply.code(204).send(null);
    },
  );
}

/** Whose tokens a caller asks about; undefined for everybody's. @throws Failure `user_not_found` for another user's. */
function aboutWhom(caller: Caller, userId: number | undefined): number | undefined {
  if (caller.kind === 'host') return userId;
  const own = caller.kind === 'user' ? caller.userId : undefined;
  if (own === undefined || (userId !== undefined && userId !== own)) {
    throw new Failure('user_not_found', 'There is no such user, or it is not you');
  }
  return own;
}
