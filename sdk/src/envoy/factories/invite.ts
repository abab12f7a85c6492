import type { EnvoyEventMeta } from '../meta.ts';
import type { InvitePayload } from '../payloads.ts';
import type { EnvoyUserAPIScope } from '../user-api.ts';
import { eventBodyFactory } from './bodies.ts';
import { entryEventBodyFactoryDefaultIds } from './entry.ts';
import { type Factory, makeFactory } from './factory.ts';

interface CommonOptions {
  preregistrationComplete: boolean;
  hasPhoto?: boolean;
}

/** An invite of a visitor. */
export interface InvitePayloadFactoryVisitorOptions extends CommonOptions {
  isProtectFlow: false;
  hasEmail: boolean;
  hasHost: boolean;
}

/** An invite of an employee. */
export interface InvitePayloadFactoryProtectOptions extends CommonOptions {
  isProtectFlow: true;
}

/** What an invite is to be. */
export type InvitePayloadFactoryOptions =
  | InvitePayloadFactoryVisitorOptions
  | InvitePayloadFactoryProtectOptions;

/** Ids of what an invite belongs to, unless a test says them. */
export const inviteEventBodyFactoryDefaultIds = entryEventBodyFactoryDefaultIds;

type Ids = Partial<typeof inviteEventBodyFactoryDefaultIds>;

/**
 * Payloads of events about invites.
 *
 * @example
 * import { invitePayloadFactory } from '@plugboard/sdk/envoy';
 *
 * const invites = invitePayloadFactory({
 *   isProtectFlow: false,
 *   preregistrationComplete: true,
 *   hasEmail: false,
 *   hasHost: true,
 * });
 * const who = invites.build({ attributes: { 'full-name': 'Ada', arrived: true } });
 */
export function invitePayloadFactory(
  options: InvitePayloadFactoryOptions,
  ids: Ids = {},
): Factory<InvitePayload> {
  const { isProtectFlow, preregistrationComplete, hasPhoto } = options;
  const hasHost = !isProtectFlow && options.hasHost;
  const all = { ...inviteEventBodyFactoryDefaultIds, ...ids };
  return makeFactory((number) => ({
    id: String(number),
    type: 'invites',
    attributes: {
      'full-name': `Visitor ${number}`,
      email: isProtectFlow || options.hasEmail ? `visitor-${number}@example.com` : null,
      'inviter-name': hasHost ? 'Host 1' : null,
      'inviter-email': hasHost ? 'host-1@example.com' : null,
      'expected-arrival-time': '2099-01-05T09:00:00.000Z',
      arrived: false,
      'been-here-before': false,
      'preregistration-complete': preregistrationComplete,
      'employee-screening-flow': isProtectFlow,
      'flow-id': all.flow,
      'flow-name': isProtectFlow ? 'Employee registration' : 'Visitor',
      'private-notes': null,
      'photo-url': hasPhoto === false ? null : 'https://photos.example.com/1.png',
      'qr-code': null,
      'qr-code-sent-at': null,
      'reminder-sent-at': null,
      'secret-token': 'secret0001',
      'edit-token': 'edit000001',
      'user-data': [],
    },
    relationships: {
      location: { data: { id: all.location, type: 'locations' } },
      flow: { data: { id: all.flow, type: 'flows' } },
      ...((isProtectFlow || hasHost) && {
        employee: { data: { id: all.employee, type: 'employees' } },
      }),
    },
  }));
}

/** What the request of an event about an invite is made of. */
export interface InviteEventBodyFactoryOptions<Config extends object = Record<string, never>> {
  event: string;
  config: Partial<Config>;
  payloadOptions: InvitePayloadFactoryOptions;
  scope?: EnvoyUserAPIScope[] | undefined;
  ids?: Ids | undefined;
}

/**
 * The body of a request about an invite, for tests without a server.
 *
 * @example
 * import { EnvoyPluginSDK, inviteEventBodyFactory } from '@plugboard/sdk/envoy';
 *
 * const body = inviteEventBodyFactory({
 *   event: 'invite_created',
 *   config: { greeting: 'Hello' },
 *   payloadOptions: { isProtectFlow: true, preregistrationComplete: true },
 * });
 * const envoy = new EnvoyPluginSDK(body, true);
 */
export function inviteEventBodyFactory<Config extends object = Record<string, never>>(
  options: InviteEventBodyFactoryOptions<Config>,
): { meta: EnvoyEventMeta; payload: InvitePayload } {
  const { event, config, scope = [], payloadOptions, ids } = options;
  return eventBodyFactory<string, Config, InvitePayload>({
    event,
    config,
    scope,
    locationId: ids?.location,
    companyId: ids?.company,
    payload: invitePayloadFactory(payloadOptions, ids).build(),
  });
}
