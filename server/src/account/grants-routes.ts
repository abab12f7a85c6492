import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfUser } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import type { Session } from '../auth/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { listGrants, revokeGrant } from '../grants/grants.ts';
import type { App } from '../lib/http/app.ts';
import { parseId } from '../lib/ids.ts';
import { runAgainOnDeadlock } from '../lib/run-again.ts';
import { readOwnForm, usePages } from '../pages/use-pages.ts';
import { signInUrl } from '../sign-in/return-to.ts';
import { selectScopeDescriptions } from '../vocabulary/queries.ts';
import { sendGrantsPage } from './grants-page.ts';

const config = { auth: 'none' } as const;
const schema = { hide: true };

type Handler<Params> = (
  session: Session,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
) => Promise<FastifyReply>;

/** Where people see which plugins act for them, and end it. */
export async function grantPageRoutes(app: App, { db, sessions, config: { publicUrl } }: WebDeps) {
  usePages(app);

  function signedIn<Params>(handle: Handler<Params>) {
    return async (request: FastifyRequest<{ Params: Params }>, reply: FastifyReply) => {
      const session = await sessions.read(request);
      if (session !== undefined) return handle(session, request, reply);
      return reply.redirect(signInUrl('/grants'), 303);
    };
  }

  app.get(
    '/grants',
    { config, schema },
    signedIn(async (session, request, reply) => {
      const grants = await listGrants(db, session.userId);
      const scopes = [...new Set(grants.flatMap((grant) => grant.scopes))];
      const descriptions = await selectScopeDescriptions(db, scopes);
      const { done } = request.query as Record<string, unknown>;
      return sendGrantsPage(reply, request, {
        session,
        grants,
        descriptions,
        revoked: done === 'revoked',
      });
    }),
  );
  app.post(
    '/grants/:id/revoke',
    { config, schema },
    signedIn<{ id: string }>(async (session, request, reply) => {
      readOwnForm(request, publicUrl, session.csrfToken);
      const id = parseId(request.params.id);
      // One that is gone is as good as revoked.
      if (id !== undefined) {
        await runAgainOnDeadlock(db, async (tx) => {
          const revoked = await revokeGrant(tx, session.userId, id);
          if (revoked === undefined) return;
          const about = { target: id, spaceId: revoked.space_id };
          const doing = doingOfUser(request, session.userId);
          await record(tx, doing, { action: 'grant.revoked', ...about });
        });
      }
      return reply.redirect('/grants?done=revoked', 303);
    }),
  );
}
