import { doingOfNobody } from '../audit/doing.ts';
import type { WebDeps } from '../deps.ts';
import { finishWindow } from '../installs/setup/finish-window.ts';
import type { App } from '../lib/http/app.ts';
import { usePages } from '../pages/use-pages.ts';
import { redirectToSignIn } from '../sign-in/return-to.ts';
import { SETUP_CALLBACK } from '../surfaces.ts';
import { sendCallbackPage } from './callback-page.ts';

/** Where the windows of set-up steps come back to, told apart by their `state`. */
export function setupCallbackRoutes(app: App, deps: WebDeps): void {
  usePages(app);
  app.get(
    SETUP_CALLBACK,
    { config: { auth: 'none' }, schema: { hide: true } },
    async (request, reply) => {
      const session = await deps.sessions.read(request);
      const at = request.url.indexOf('?');
      const parameters = new URLSearchParams(at === -1 ? '' : request.url.slice(at + 1));
      const visitor = session && {
        userId: session.userId,
        reader: session.isOperator ? null : session.userId,
      };
      // A look ahead of the address, which uses nothing up.
      if (request.method === 'HEAD') return reply.send();
      const result = await finishWindow(deps, parameters, visitor, doingOfNobody(request));
      // They come back here, and the window has not been used up.
      if (result.kind === 'nobody') return redirectToSignIn(request, reply);
      deps.wake();
      return sendCallbackPage(reply, request, { result, session, config: deps.config });
    },
  );
}
