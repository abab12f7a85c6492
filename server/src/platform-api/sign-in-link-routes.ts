import { doingOf } from '../audit/doing.ts';
import { record } from '../audit/record.ts';
import { OPERATORS } from '../auth/audiences.ts';
import type { AppDeps } from '../deps.ts';
import type { App } from '../lib/http/app.ts';
import { onceOnly } from '../lib/http/idempotency.ts';
import { createSignInLink } from '../sign-in/links.ts';
import { NewSignInLink, SignInLink } from '../sign-in/schema.ts';

/** How the host hands over somebody who is signed in with it. */
export function signInLinkRoutes(app: App, deps: AppDeps): void {
  app.post(
    '/sign_in_links',
    {
      config: { auth: OPERATORS },
      schema: {
        tags: ['users'],
        summary: 'Make a link that signs a user in once',
        description: 'For an operator it is made on the server: `plugboard sign-in-link`.',
        operationId: 'createSignInLink',
        body: NewSignInLink,
        response: { 201: SignInLink },
      },
    },
    async (request, reply) => {
      const { body } = await onceOnly(deps, request, async (tx) => {
        const link = await createSignInLink(tx, deps.config, request.body);
        const created = { action: 'sign_in_link.created', target: request.body.user_id } as const;
        await record(tx, doingOf(request), created);
        return { status: 201, body: link };
      });
      return reply.code(201).send(body);
    },
  );
}
