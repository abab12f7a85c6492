import {
  createOutbound,
  type Outbound,
  type OutboundOptions,
  type OutboundReply,
  type OutboundRequest,
} from '../lib/outbound/client.ts';
import { createCallPlaces, MOST_CALLS, type RouteCaller } from './call-places.ts';

/** Sends a request as an {@link Outbound} does. */
export type SendCall = (request: OutboundRequest) => Promise<OutboundReply>;

/**
 * Calls on behalf of somebody who waits for the answer: of plugins, of the services of OAuth2 steps, of the host for its resources. They go
 * by connections of their own: people can ask as fast as they like, and never stand before a delivery.
 */
export interface RouteCalls {
  /**
   * Holds a place for as long as `call` takes, also when whoever asked is gone: what the other side has still to answer is under way.
   *
   * @throws Failure `too_many_requests` before anything is done, where as many are under way as may be; what `call` throws.
   */
  within<Value>(caller: RouteCaller, call: (send: SendCall) => Promise<Value>): Promise<Value>;
  /** As of an {@link Outbound}. */
  close(): Promise<void>;
}

/** Once a process. */
export function createRouteCalls(
  options: Omit<OutboundOptions, 'connectionsPerOrigin'>,
): RouteCalls {
  // Who has a place has a connection: none waits for one while its time runs.
  const outbound: Outbound = createOutbound({ ...options, connectionsPerOrigin: MOST_CALLS });
  const places = createCallPlaces();
  return {
    async within(caller, call) {
      const leave = places.take(caller);
      try {
        return await call(outbound.send);
      } finally {
        leave();
      }
    },
    close: outbound.close,
  };
}
