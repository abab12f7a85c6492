import { Type } from 'typebox';
import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { ONESELF } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import { revokeGrant } from '../grants/grants.ts';
import { type GrantRow, selectGrantsOf } from '../grants/queries.ts';
import { OwnGrant, OwnGrantParams } from '../grants/schema.ts';
import { Failure } from '../lib/failures.ts';
import type { App } from '../lib/http/app.ts';
import { newestFirst, Page, PageQuery, toPage } from '../lib/http/pagination.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { selectScopeDescriptions } from '../vocabulary/queries.ts';
import { callingPerson } from './calling-person.ts';

const tags = ['me'];
const config = { auth: ONESELF } as const;

/** What whoever is signed in consented to. */
export function ownGrantRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/grants',
    {
      config,
      schema: {
        tags,
        operationId: 'listMyGrants',
        summary: 'List what you let plugins do for you, newest first',
        querystring: PageQuery,
        response: { 200: Page(OwnGrant) },
      },
    },
    async (request) => {
      const { before, limit } = newestFirst(request.query);
      const page = { before, limit: limit + 1 };
      const rows = await selectGrantsOf(db, callingPerson(request), page);
      const names = new Set(rows.flatMap(({ scopes }) => scopes));
      const descriptions = await selectScopeDescriptions(db, [...names]);
      return toPage(
        rows,
        limit,
        ({ id }) => id,
        (row) => grantView(row, descriptions),
      );
    },
  );
  app.delete(
    '/grants/:id',
    {
      config,
      schema: {
        tags,
        operationId: 'deleteMyGrant',
        summary: 'Take a consent back; the tokens that rest on it are dead at once',
        params: OwnGrantParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await runAgainOnDeadlock(db, async (tx) => {
        const revoked = await revokeGrant(tx, callingPerson(request), id);
        if (revoked === undefined) {
          throw new Failure('grant_not_found', `You gave no consent ${id} that stands`);
        }
        const about = { target: id, spaceId: revoked.space_id };
        await record(tx, doingOf(request), { action: 'grant.revoked', ...about });
      });
      return reply.code(204).send(null);
    },
  );
}

const grantView = (
  { updated_at, created_at, scopes, ...grant }: GrantRow,
  descriptions: ReadonlyMap<string, string>,
): OwnGrant => ({
  ...grant,
  scopes: scopes.map((name) => ({ name, description: descriptions.get(name) ?? null })),
  created_at: created_at.toISOString(),
  last_used_at: updated_at.toISOString(),
});
