import { spliceJson } from '../lib/http/splice.ts';
import type { RawJson } from '../lib/json.ts';
import { type MetaAuth, placesOf, type RequestSpace, USER_AGENT } from './meta.ts';
import { type SigningKeys, signatureHeaders, signBody } from './signer.ts';

/** A call of a route: on behalf of somebody who waits for the answer, and not for an event. */
export interface RouteRequest extends RequestSpace {
  /** Such as `step-0-field-1-options`. */
  route: string;
  plugin_id: number;
  install_id: number;
  /** JSON text of an object, as the plugin may read it. */
  config: string;
  /** What is asked; parts of it may be `RawJson`. */
  params: Record<string, unknown>;
  /** What it is about, beside that; parts of it may be `RawJson`. */
  payload?: Record<string, unknown> | RawJson;
}

/** The body of a route call, encoded: what is signed is what is sent. There is no event and no job in it, by which Envoy's SDK knows a route. */
export function routeBody(request: RouteRequest, auth: MetaAuth | null): Buffer {
  const meta = [
    `"route":${JSON.stringify(request.route)}`,
    `"plugin_id":"${request.plugin_id}"`,
    `"install_id":"${request.install_id}"`,
    `"config":${request.config}`,
    `"params":${spliceJson(request.params)}`,
    placesOf(request),
    '"zone":null',
    `"auth":${JSON.stringify(auth)}`,
    '"forwarded_bearer_token":null',
  ];
  return Buffer.from(`{"meta":{${meta.join(',')}},"payload":${spliceJson(request.payload ?? {})}}`);
}

/**
 * The headers of a route call, signed like a delivery.
 *
 * @param id another one for each call.
 * @param timestamp seconds since 1970.
 */
export function routeHeaders(
  keys: SigningKeys,
  id: string,
  timestamp: number,
  body: Buffer,
): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': USER_AGENT,
    ...signatureHeaders(id, timestamp, signBody(keys, id, timestamp, body)),
  };
}
