import { Failure } from '../failures.ts';
import type { FindAddress } from './addresses.ts';
import { sendPreflight } from './any-origin.ts';
import type { App } from './app.ts';
import { pathOfRequest } from './missing.ts';

/**
 * Refuses what no route takes before a body is read, which could be as large as any, and asks for no credential: another method than
 * those of the address is 405, with `Allow`; elsewhere there is nothing.
 */
export function refuseUnrouted(app: App, find: FindAddress): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const { method } = request;
    const path = pathOfRequest(request);
    const address = find(request);
    if (address === undefined) {
      return done(new Failure('not_found', `${method} ${path} does not exist`));
    }
    const methods = [...address.methods, ...(address.anyOrigin ? ['OPTIONS'] : [])].sort();
    const allowed = methods.join(', ');
    reply.header('allow', allowed);
    if (address.anyOrigin && method === 'OPTIONS') return void sendPreflight(reply, allowed);
    const right = `${path} takes ${methods.length === 1 ? allowed : `one of ${allowed}`}`;
    done(new Failure('method_not_allowed', `${method} is not supported here; ${right}`));
  });
}
