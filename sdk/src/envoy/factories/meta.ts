import type {
  EnvoyEventMeta,
  EnvoyMetaAuth,
  EnvoyMetaCompany,
  EnvoyMetaJob,
  EnvoyMetaLocation,
  EnvoyMetaZone,
  EnvoyRouteMeta,
} from '../meta.ts';
import type { EnvoyUserAPIScope } from '../user-api.ts';
import { type Factory, makeFactory } from './factory.ts';

const CREATED_AT = '2026-01-05T09:00:00.000Z';
const STREET = '1 Test Street';

/**
 * A job of an event.
 *
 * @example
 * import { jobFactory } from '@plugboard/sdk/envoy';
 *
 * const job = jobFactory('entry_sign_in').build({ identifier: 'entry:1' });
 */
export const jobFactory = (name: string): Factory<EnvoyMetaJob> =>
  makeFactory((number) => ({ id: crypto.randomUUID(), identifier: `test:${number}`, name }));

/**
 * A location.
 *
 * @example
 * import { locationFactory } from '@plugboard/sdk/envoy';
 *
 * const zurich = locationFactory('31').build({
 *   attributes: { name: 'Zurich', timezone: 'Europe/Zurich' },
 * });
 */
export const locationFactory = (id: string): Factory<EnvoyMetaLocation> =>
  makeFactory(() => ({
    id,
    type: 'locations',
    attributes: {
      name: `Location ${id}`,
      timezone: 'Etc/UTC',
      address: STREET,
      'address-line-one': STREET,
      'address-line-two': null,
      city: 'Testville',
      state: 'TS',
      zip: '10001',
      country: 'Testland',
      latitude: null,
      longitude: null,
      locale: null,
      'company-name-override': null,
      'created-at': CREATED_AT,
    },
  }));

/**
 * A company.
 *
 * @example
 * import { companyFactory } from '@plugboard/sdk/envoy';
 *
 * const acme = companyFactory('7').build({ attributes: { name: 'Acme' } });
 */
export const companyFactory = (id: string): Factory<EnvoyMetaCompany> =>
  makeFactory(() => ({
    id,
    type: 'companies',
    attributes: { name: `Company ${id}`, active: true, 'created-at': CREATED_AT },
  }));

/**
 * A zone.
 *
 * @example
 * import { zoneFactory } from '@plugboard/sdk/envoy';
 *
 * const zone = zoneFactory('1').build({ attributes: { 'time-zone': 'Europe/Zurich' } });
 */
export const zoneFactory = (id: string): Factory<EnvoyMetaZone> =>
  makeFactory(() => ({
    id,
    type: 'zones',
    attributes: { name: `Zone ${id}`, 'time-zone': 'Etc/UTC', address: STREET, 'logo-url': null },
  }));

/**
 * A token that opens nothing.
 *
 * @example
 * import { authFactory, eventMetaFactory } from '@plugboard/sdk/envoy';
 *
 * const auth = authFactory().build({ expires_in: 60 });
 * const meta = eventMetaFactory('entry_sign_in', {}, [], '1', '1', '1').build({ auth });
 */
export const authFactory = (): Factory<EnvoyMetaAuth> =>
  makeFactory(() => ({
    token_type: 'Bearer',
    access_token: crypto.randomUUID(),
    expires_in: 86_400,
    refresh_token: null,
    refresh_token_expires_in: null,
  }));

/** Ids of where something is. */
type Where = [locationId: string, companyId: string, zoneId: string];

const common = (
  number: number,
  scope: EnvoyUserAPIScope[],
  [locationId, companyId, zoneId]: Where,
) => ({
  plugin_id: '1',
  install_id: String(number),
  location: locationFactory(locationId).build(),
  company: companyFactory(companyId).build(),
  zone: zoneFactory(zoneId).build(),
  auth: scope.length > 0 ? authFactory().build() : null,
});

// Envoy's take as many, in this order; whoever moves keeps their calls.
/**
 * `meta` of a worker's request.
 *
 * @example
 * import { eventMetaFactory } from '@plugboard/sdk/envoy';
 *
 * const config = { greeting: 'Hello' };
 * const scopes = ['locations.read'];
 * const meta = eventMetaFactory('entry_sign_in', config, scopes, '1', '1', '1').build({ install_id: '31' });
 */
export const eventMetaFactory = <Config extends object = Record<string, never>>(
  event: string,
  config: Partial<Config>,
  scope: EnvoyUserAPIScope[],
  ...where: [locationId: string, companyId: string, zoneId: string]
): Factory<EnvoyEventMeta> =>
  makeFactory((number) => ({
    ...common(number, scope, where),
    event,
    job: jobFactory(event).build(),
    config: config as Record<string, unknown>,
  }));

/**
 * `meta` of a route's request.
 *
 * @example
 * import { routeMetaFactory } from '@plugboard/sdk/envoy';
 *
 * const params = { search: 'good' };
 * const meta = routeMetaFactory('step-0-field-0-options', {}, params, [], '1', '1', '1').build();
 */
export const routeMetaFactory = <
  Config extends object = Record<string, never>,
  Params extends object = Record<string, never>,
>(
  route: string,
  config: Partial<Config>,
  params: Params,
  ...scopeAndWhere: [
    scope: EnvoyUserAPIScope[],
    locationId: string,
    companyId: string,
    zoneId: string,
  ]
): Factory<EnvoyRouteMeta> => {
  const [scope, ...where] = scopeAndWhere;
  return makeFactory((number) => ({
    ...common(number, scope, where),
    route,
    params: params as Record<string, unknown>,
    config: config as Record<string, unknown>,
    forwarded_bearer_token: crypto.randomUUID(),
  }));
};
