import type { App } from '../lib/http/app.ts';

const YEAR_SECONDS = 365 * 24 * 3600;

/** Where the server is reached over https, browsers come back over nothing else (RFC 6797). Its host may serve other names, so not for those. */
export function requireSecureTransport(app: App, publicUrl: string): void {
  if (!publicUrl.startsWith('https:')) return;
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('strict-transport-security', `max-age=${YEAR_SECONDS}`);
    done();
  });
}
