import type { Plugin } from '../plugin.ts';

/** What is read of a context of Hono. */
export interface HonoContext {
  readonly req: { readonly raw: Request };
}

/**
 * A plugin as a handler of Hono. It takes the request as it came: nothing before it may read the body.
 *
 * @example
 * import { Hono } from 'hono';
 * import { toHono } from '@plugboard/sdk/hono';
 *
 * const app = new Hono();
 * app.post('/plugboard/*', toHono(plugin));
 */
export const toHono =
  (plugin: Pick<Plugin, 'fetch'>): ((context: HonoContext) => Promise<Response>) =>
  ({ req }) =>
    plugin.fetch(req.raw);
