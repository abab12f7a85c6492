import { type Handling, listenWith, type NodeRequest, type NodeResponse } from './node-listener.ts';

/**
 * A plugin as a handler of Express 4 or 5. It stands before any parser of bodies (`express.json()`), or after `express.raw({ type: '*\/*' })`,
 * which leaves the bytes as they are.
 *
 * @example
 * import express from 'express';
 * import { toExpress } from '@plugboard/sdk/express';
 *
 * const app = express();
 * app.use('/plugboard', toExpress(plugin));
 * app.use(express.json());
 */
export const toExpress = (
  plugin: Handling,
): ((request: NodeRequest, response: NodeResponse) => Promise<void>) =>
  listenWith(
    plugin,
    "app.use('/plugboard', toExpress(plugin)) belongs before app.use(express.json())",
  );

export type { Handling, NodeRequest, NodeResponse };
