import type { EnvoyEventMeta, EnvoyRouteMeta } from '../meta.ts';
import type { EnvoyUserAPIScope } from '../user-api.ts';
import { eventMetaFactory, routeMetaFactory } from './meta.ts';

/** Where something is, unless a test says it. */
export const eventBodyFactoryDefaultIds = { locationId: '1', companyId: '1', zoneId: '1' };

/** What a worker's request is made of. */
export interface EventBodyFactoryOptions<Event, Config, Payload> {
  event: Event;
  config: Partial<Config>;
  payload: Payload;
  /** With scopes there is a token in `meta.auth`. */
  scope: EnvoyUserAPIScope[];
  locationId?: string | undefined;
  companyId?: string | undefined;
  zoneId?: string | undefined;
}

/**
 * The body of a worker's request, for tests without a server.
 *
 * @example
 * import { eventBodyFactory } from '@plugboard/sdk/envoy';
 *
 * const { meta, payload } = eventBodyFactory({ event: 'alarm', config: {}, payload: { floor: 2 }, scope: [] });
 */
export function eventBodyFactory<
  Event extends string = string,
  Config extends object = Record<string, never>,
  Payload extends object = Record<string, never>,
>(
  options: EventBodyFactoryOptions<Event, Config, Payload>,
): { meta: EnvoyEventMeta; payload: Payload } {
  const { event, config, payload, scope } = options;
  const { locationId, companyId, zoneId } = idsOf(options);
  const meta = eventMetaFactory<Config>(event, config, scope, locationId, companyId, zoneId);
  return { meta: meta.build(), payload };
}

/** Where something is, unless a test says it. */
export const routeBodyFactoryDefaultIds = { ...eventBodyFactoryDefaultIds };

/** What a route's request is made of. */
export interface RouteBodyFactoryOptions<Config, Params, Payload> {
  config: Partial<Config>;
  params: Params;
  payload: Payload;
  /** With scopes there is a token in `meta.auth`. */
  scope?: EnvoyUserAPIScope[] | undefined;
  locationId?: string | undefined;
  companyId?: string | undefined;
  zoneId?: string | undefined;
  /** Such as `step-0-field-1-options`. */
  route?: string | undefined;
}

/**
 * The body of a route's request, for tests without a server.
 *
 * @example
 * import { routeBodyFactory } from '@plugboard/sdk/envoy';
 *
 * const body = routeBodyFactory({ config: {}, params: { search: 'he' }, payload: {} });
 */
export function routeBodyFactory<
  Config extends object = Record<string, never>,
  Params extends object = Record<string, never>,
  Payload extends object = Record<string, never>,
>(
  options: RouteBodyFactoryOptions<Config, Params, Payload>,
): { meta: EnvoyRouteMeta; payload: Payload } {
  const { route = '', config, params, scope = [], payload } = options;
  const { locationId, companyId, zoneId } = idsOf(options);
  const where = [scope, locationId, companyId, zoneId] as const;
  return {
    meta: routeMetaFactory<Config, Params>(route, config, params, ...where).build(),
    payload,
  };
}

interface Ids {
  locationId?: string | undefined;
  companyId?: string | undefined;
  zoneId?: string | undefined;
}

const idsOf = ({ locationId = '1', companyId = '1', zoneId = '1' }: Ids) => ({
  locationId,
  companyId,
  zoneId,
});
