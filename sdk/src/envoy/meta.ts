/** The job that a worker is called for. */
export interface EnvoyMetaJob<Event extends string = string> {
  id: string;
  name: Event;
  identifier: string;
}

/** The space, as a location. */
export interface EnvoyMetaLocation {
  id: string;
  type: 'locations';
  attributes: {
    name: string;
    timezone: string;
    address: string;
    'address-line-one': string | null;
    'address-line-two': string | null;
    city: string | null;
    state: string | null;
    zip: string | null;
    country: string | null;
    latitude: number | null;
    longitude: number | null;
    locale: string | null;
    'company-name-override': string | null;
    'created-at': string;
  };
}

/** The space, as a company. */
export interface EnvoyMetaCompany {
  id: string;
  type: 'companies';
  attributes: { name: string; active: boolean; 'created-at': string };
}

/** A zone, where the host has such. */
export interface EnvoyMetaZone {
  id: string;
  type: 'zones';
  attributes: {
    name: string;
    'time-zone': string;
    address: string | null;
    'logo-url': string | null;
  };
}

/** A token with its life, in seconds. In `meta` it is for the user who installed the plugin. */
export interface EnvoyMetaAuth {
  token_type: 'Bearer';
  access_token: string;
  expires_in: number;
  refresh_token: string | null;
  refresh_token_expires_in: number | null;
}

interface CommonMeta<Config> {
  plugin_id: string;
  install_id: string;
  /** What was set up for the install. */
  config: Config;
  location: EnvoyMetaLocation;
  company: EnvoyMetaCompany;
  zone: EnvoyMetaZone;
  /** There when the install was granted scopes. */
  auth: EnvoyMetaAuth | null;
}

/** `meta` of a worker's request. */
export interface EnvoyEventMeta<Event extends string = string, Config = Record<string, unknown>>
  extends CommonMeta<Config> {
  event: Event;
  job: EnvoyMetaJob<Event>;
}

/** `meta` of a route's request. */
export interface EnvoyRouteMeta<Config = Record<string, unknown>, Params = Record<string, unknown>>
  extends CommonMeta<Config> {
  route: string;
  params: Params;
  forwarded_bearer_token?: string | undefined;
}

/** `meta` of any request. */
export type EnvoyMeta = EnvoyEventMeta | EnvoyRouteMeta;
