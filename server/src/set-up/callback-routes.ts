import type { FastifyReply, FastifyRequest } from 'fastify';
import { doingOfNobody } from '../audit/doing.ts';
import type { Session } from '../auth/sessions.ts';
import { readVisitor } from '../auth/visitors.ts';
import type { WebDeps } from '../deps.ts';
import { finishWindow } from '../installs/setup/finish-window.ts';
import type { App } from '../lib/http/app.ts';
import { readOwnForm, usePages } from '../pages/use-pages.ts';
import { createFormTokens } from '../sign-in/form-tokens.ts';
import { redirectToSignIn } from '../sign-in/return-to.ts';
import { SETUP_CALLBACK } from '../surfaces.ts';
import { sendCallbackPage } from './callback-page.ts';
import { sendConfirmPage } from './confirm-page.ts';

const isSame = (one: Session | undefined, other: Session | undefined): boolean =>
  one === undefined || (other !== undefined && one.hash.equals(other.hash));

const route = { config: { auth: 'none' }, schema: { hide: true } } as const;

/** Where the windows of set-up steps come back to, told apart by their `state`; from services also to the address of a plugin alone. */
export function setupCallbackRoutes(app: App, deps: WebDeps): void {
  const { config } = deps;
  // What the host began may come back to a browser where nobody is signed in.
  const formTokens = createFormTokens(config.publicUrl);
  usePages(app);
  for (const path of [SETUP_CALLBACK, `${SETUP_CALLBACK}/:plugin`]) {
    app.get(path, route, async (request, reply) => {
      // A look ahead of the address, which uses nothing up.
      if (request.method === 'HEAD') return reply.send();
      return comeBack(request, reply, false);
    });
    app.post(path, route, async (request, reply) => {
      const session = await readVisitor(deps, request);
      readOwnForm(request, config.publicUrl, session?.csrfToken ?? formTokens.expected(request));
      return comeBack(request, reply, true);
    });
  }

  async function comeBack(
    request: FastifyRequest,
    reply: FastifyReply,
    confirmed: boolean,
  ): Promise<FastifyReply> {
    const session = await readVisitor(deps, request);
    const at = request.url.indexOf('?');
    const result = await finishWindow(deps, {
      pluginId: (request.params as { plugin?: string }).plugin,
      parameters: new URLSearchParams(at === -1 ? '' : request.url.slice(at + 1)),
      visitor: session,
      confirmed,
      isStillThere: async () => isSame(session, await readVisitor(deps, request)),
      comingBack: doingOfNobody(request),
    });
    // They come back here, and the window has not been used up.
    if (result.kind === 'nobody') return redirectToSignIn(request, reply);
    if (result.kind === 'unconfirmed') {
      const csrfToken = session?.csrfToken ?? formTokens.issue(request, reply);
      const hostName = config.brandName;
      return sendConfirmPage(reply, request, { question: result, session, csrfToken, hostName });
    }
    deps.wake();
    return sendCallbackPage(reply, request, { result, session, config });
  }
}
