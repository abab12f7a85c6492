import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { NewPortalToken, PortalToken } from '../spaces/portal-schema.ts';
import { createPortalToken } from '../spaces/portal-tokens.ts';

/** How the host shows a member views of their space in its own pages. */
export function portalTokenRoutes(app: App, deps: AppDeps): void {
  app.post(
    '/portal_tokens',
    {
      config: { auth: OPERATORS },
      schema: {
        tags: ['users'],
        summary: 'Make a token that shows a member views of a space',
        description:
          'For 15 minutes, and for as long as they are a member; for a page of yours, which sends it as `Authorization: Bearer`. It opens what its views are made of, in this space, as far as the role of the member goes.',
        operationId: 'createPortalToken',
        body: NewPortalToken,
        response: { 201: PortalToken },
      },
    },
    async (request, reply) => {
      const { user_id: target, space_id: spaceId } = request.body;
      const { body } = await onceOnly(deps, request, async (tx) => {
        const token = await createPortalToken(tx, request.body);
        await record(tx, doingOf(request), { action: 'portal_token.created', target, spaceId });
        return { status: 201, body: token };
      });
      return reply.code(201).send(body);
    },
  );
}
