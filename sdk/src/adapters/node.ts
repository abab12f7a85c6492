import { type Handling, listenWith, type NodeRequest, type NodeResponse } from './node-listener.ts';

/**
 * A plugin as a listener of `node:http`.
 *
 * @example
 * import { createServer } from 'node:http';
 * import { toNodeListener } from '@plugboard/sdk/node';
 *
 * createServer(toNodeListener(plugin)).listen(3000);
 */
export const toNodeListener = (
  plugin: Handling,
): ((request: NodeRequest, response: NodeResponse) => Promise<void>) =>
  listenWith(plugin, 'hand the request to the plugin before anything reads it');

export type { Handling, NodeRequest, NodeResponse };
