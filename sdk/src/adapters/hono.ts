import { cutOff, MOST_BODY_BYTES, toResponse } from '../fetch.ts';
import type { Plugin } from '../plugin.ts';
import { replyTo } from './node-listener.ts';

/** What is read of a context of Hono. */
export interface HonoContext {
  readonly req: {
    readonly method: string;
    readonly path: string;
    readonly raw: Request;
    /** What somebody read before, by how they read it. */
    readonly bodyCache: object;
    header(name: string): string | undefined;
    arrayBuffer(): Promise<ArrayBuffer>;
  };
}

/** Which of the two it is tells the error alone: by then either body has been touched. */
const ifWasRead = (error: unknown): undefined | null =>
  /unusable|already|used|disturbed|locked/i.test(String(error)) ? undefined : null;

const FIX = 'nothing before toHono(plugin) may read it, such as c.req.json() in a middleware';

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
  (plugin: Pick<Plugin, 'fetch' | 'handle' | 'onError'>) =>
  async (context: HonoContext): Promise<Response> => {
    const { req } = context;
    // Its length bounds it. Of the raw request Hono's server makes a real one, which takes longer than all that we do.
    const isBounded = Number(req.header('content-length')) <= MOST_BODY_BYTES;
    const wasRead = Object.keys(req.bodyCache).length > 0;
    if (!isBounded && !wasRead) return plugin.fetch(req.raw);
    const bytes = wasRead ? undefined : await req.arrayBuffer().catch(ifWasRead);
    if (bytes === null) return toResponse(cutOff());
    const header = (name: string) => req.header(name);
    const reply = await replyTo(
      plugin,
      { method: req.method, path: req.path, header },
      { body: bytes && new Uint8Array(bytes), fix: FIX },
    );
    return toResponse(reply);
  };
