import type { EnvoyEventMeta } from '../meta.ts';
import type { EntryPayload } from '../payloads.ts';
import type { EnvoyUserAPIScope } from '../user-api.ts';
import { eventBodyFactory } from './bodies.ts';
import { type Factory, makeFactory } from './factory.ts';

interface CommonOptions {
  isSignedIn: boolean;
  hasPhoneNumber?: boolean;
  hasPhoto?: boolean;
}

/** An entry of a visitor. */
export interface EntryPayloadFactoryVisitorOptions extends CommonOptions {
  isProtectFlow: false;
  hasEmail: boolean;
  hasHost: boolean;
  hasInvite: boolean;
  hasDevice: boolean;
}

/** An entry of an employee. */
export interface EntryPayloadFactoryProtectOptions extends CommonOptions {
  isProtectFlow: true;
}

/** What an entry is to be. */
export type EntryPayloadFactoryOptions =
  | EntryPayloadFactoryVisitorOptions
  | EntryPayloadFactoryProtectOptions;

/** Ids of what an entry belongs to, unless a test says them. */
export const entryEventBodyFactoryDefaultIds = {
  location: '1',
  company: '1',
  flow: '1',
  invite: '1',
  device: '1',
  employee: '1',
};

type Ids = Partial<typeof entryEventBodyFactoryDefaultIds>;

/**
 * Payloads of events about entries.
 *
 * @example
 * import { entryPayloadFactory } from '@plugboard/sdk/envoy';
 *
 * const entries = entryPayloadFactory({
 *   isProtectFlow: false,
 *   isSignedIn: true,
 *   hasEmail: true,
 *   hasHost: true,
 *   hasInvite: false,
 *   hasDevice: false,
 * });
 * const ada = entries.build({ attributes: { 'full-name': 'Ada' } });
 * const crowd = entries.buildList(100);
 */
export function entryPayloadFactory(
  options: EntryPayloadFactoryOptions,
  ids: Ids = {},
): Factory<EntryPayload> {
  const { isProtectFlow, isSignedIn, hasPhoneNumber, hasPhoto } = options;
  const has = isProtectFlow
    ? { email: true, host: false, employee: true, invite: true, device: false }
    : visitorHas(options);
  const all = { ...entryEventBodyFactoryDefaultIds, ...ids };
  const photo = hasPhoto ? 'https://photos.example.com/1.png' : null;
  return makeFactory((number) => ({
    id: String(number),
    type: 'entries',
    attributes: {
      'full-name': `Visitor ${number}`,
      email: has.email ? `visitor-${number}@example.com` : null,
      ...(hasPhoneNumber && { 'phone-number': '+1 555 0100' }),
      host: has.host ? 'Host 1' : null,
      'host-email': has.host ? 'host-1@example.com' : null,
      'employee-screening-flow': isProtectFlow,
      'flow-name': isProtectFlow ? 'Employee registration' : 'Visitor',
      'private-notes': null,
      'signed-in-at': '2026-01-05T09:00:00.000Z',
      ...(!isSignedIn && { 'signed-out-at': '2026-01-05T17:00:00.000Z' }),
      thumbnails: { large: photo, original: photo, small: photo },
      'user-data': [],
    },
    relationships: {
      location: { data: { id: all.location, type: 'locations' } },
      flow: { data: { id: all.flow, type: 'flows' } },
      ...(has.invite && { invite: { data: { id: all.invite, type: 'invites' } } }),
      ...(has.device && { device: { data: { id: all.device, type: 'devices' } } }),
      ...(has.employee && { employee: { data: { id: all.employee, type: 'employees' } } }),
    },
  }));
}

const visitorHas = (options: EntryPayloadFactoryVisitorOptions) => ({
  email: options.hasEmail,
  host: options.hasHost,
  employee: options.hasHost,
  invite: options.hasInvite,
  device: options.hasDevice,
});

/** What the request of an event about an entry is made of. */
export interface EntryEventBodyFactoryOptions<Config extends object = Record<string, never>> {
  event: string;
  config: Partial<Config>;
  payloadOptions: EntryPayloadFactoryOptions;
  scope?: EnvoyUserAPIScope[] | undefined;
  ids?: Ids | undefined;
}

/**
 * The body of a request about an entry, for tests without a server.
 *
 * @example
 * import { entryEventBodyFactory } from '@plugboard/sdk/envoy';
 *
 * const body = entryEventBodyFactory({
 *   event: 'entry_sign_out',
 *   config: {},
 *   payloadOptions: { isProtectFlow: true, isSignedIn: false },
 * });
 */
export function entryEventBodyFactory<Config extends object = Record<string, never>>(
  options: EntryEventBodyFactoryOptions<Config>,
): { meta: EnvoyEventMeta; payload: EntryPayload } {
  const { event, config, scope = [], payloadOptions, ids } = options;
  return eventBodyFactory<string, Config, EntryPayload>({
    event,
    config,
    scope,
    locationId: ids?.location,
    companyId: ids?.company,
    payload: entryPayloadFactory(payloadOptions, ids).build(),
  });
}
