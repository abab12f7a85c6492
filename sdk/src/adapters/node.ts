import {
  type FetchHandler,
  listenWithFetch,
  type NodePageResponse,
  type PagesOptions,
} from './fetch-listener.ts';
import { type Handling, listenWith, type NodeRequest, type NodeResponse } from './node-listener.ts';

/**
 * A plugin as a listener of `node:http`; or a fetch handler, such as one that answers pages beside what Plugboard sends.
 *
 * @example
 * import { createServer } from 'node:http';
 * import { toNodeListener } from '@plugboard/sdk/node';
 *
 * createServer(toNodeListener(plugin)).listen(3000);
 *
 * @example
 * import { createServer } from 'node:http';
 * import { toNodeListener } from '@plugboard/sdk/node';
 *
 * const pages = async (request: Request) => {
 *   const { pathname } = new URL(request.url);
 *   if (pathname === '/oauth/callback') return oauth.callback(request);
 *   return plugin.fetch(request);
 * };
 * createServer(toNodeListener(pages, { origin: 'https://plugin.example.com' })).listen(3000);
 */
export function toNodeListener(
  plugin: Handling,
): (request: NodeRequest, response: NodeResponse) => Promise<void>;
export function toNodeListener(
  handler: FetchHandler,
  options?: PagesOptions,
): (request: NodeRequest, response: NodePageResponse) => Promise<void>;
export function toNodeListener(given: Handling | FetchHandler, options: PagesOptions = {}) {
  return typeof given === 'function'
    ? listenWithFetch(given, options)
    : listenWith(given, 'hand the request to the plugin before anything reads it');
}

export type { FetchHandler, Handling, NodePageResponse, NodeRequest, NodeResponse, PagesOptions };
