import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { createPortalLink } from '../sign-in/portal-links.ts';
import { NewPortalLink, PortalLink } from '../spaces/portal-schema.ts';

/** How the host leads a member into the console of their space. */
export function portalLinkRoutes(app: App, deps: AppDeps): void {
  app.post(
    '/portal_links',
    {
      config: { auth: OPERATORS },
      schema: {
        tags: ['users'],
        summary: 'Make a link that opens the console of a space once',
        description:
          'For five minutes. Whoever opens it is let into that space alone, as far as the role of the member goes, for eight hours and for as long as they are a member; nothing else of theirs is open. Not for an operator.',
        operationId: 'createPortalLink',
        body: NewPortalLink,
        response: { 201: PortalLink },
      },
    },
    async (request, reply) => {
      const { user_id: target, space_id: spaceId } = request.body;
      const { body } = await onceOnly(deps, request, async (tx) => {
        const link = await createPortalLink(tx, deps.config, request.body);
        await record(tx, doingOf(request), { action: 'portal_link.created', target, spaceId });
        return { status: 201, body: link };
      });
      return reply.code(201).send(body);
    },
  );
}
