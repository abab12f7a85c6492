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

/** A job of an event. */
export const jobFactory = (name: string): Factory<EnvoyMetaJob> =>
  makeFactory((number) => ({ id: crypto.randomUUID(), identifier: `test:${number}`, name }));

/** A location. */
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

/** A company. */
export const companyFactory = (id: string): Factory<EnvoyMetaCompany> =>
  makeFactory(() => ({
    id,
    type: 'companies',
    attributes: { name: `Company ${id}`, active: true, 'created-at': CREATED_AT },
  }));

/** A zone. */
export const zoneFactory = (id: string): Factory<EnvoyMetaZone> =>
  makeFactory(() => ({
    id,
    type: 'zones',
    attributes: { name: `Zone ${id}`, 'time-zone': 'Etc/UTC', address: STREET, 'logo-url': null },
  }));

/** A token that opens nothing. */
export const authFactory = (): Factory<EnvoyMetaAuth> =>
  makeFactory(() => ({
    token_type: 'Bearer',
    access_token: crypto.randomUUID(),
    expires_in: 86_400,
    refresh_token: null,
    refresh_token_expires_in: null,
  }));

/** Ids of where something is. */
interface Where {
  locationId: string;
  companyId: string;
  zoneId: string;
}

const common = (number: number, scope: EnvoyUserAPIScope[], where: Where) => ({
  plugin_id: '1',
  install_id: String(number),
  location: locationFactory(where.locationId).build(),
  company: companyFactory(where.companyId).build(),
  zone: zoneFactory(where.zoneId).build(),
  auth: scope.length > 0 ? authFactory().build() : null,
});

// Envoy's take as many, in this order; whoever moves keeps their calls.
/** `meta` of a worker's request. */
export const eventMetaFactory = <Config extends object = Record<string, never>>(
  event: string,
  config: Partial<Config>,
  scope: EnvoyUserAPIScope[],
  ...[locationId, companyId, zoneId]: [string, string, string]
): Factory<EnvoyEventMeta> =>
  makeFactory((number) => ({
    ...common(number, scope, { locationId, companyId, zoneId }),
    event,
    job: jobFactory(event).build(),
    config: config as Record<string, unknown>,
  }));

/** `meta` of a route's request. */
export const routeMetaFactory = <
  Config extends object = Record<string, never>,
  Params extends object = Record<string, never>,
>(
  route: string,
  config: Partial<Config>,
  params: Params,
  ...[scope, locationId, companyId, zoneId]: [EnvoyUserAPIScope[], string, string, string]
): Factory<EnvoyRouteMeta> =>
  makeFactory((number) => ({
    ...common(number, scope, { locationId, companyId, zoneId }),
    route,
    params: params as Record<string, unknown>,
    config: config as Record<string, unknown>,
    forwarded_bearer_token: crypto.randomUUID(),
  }));
