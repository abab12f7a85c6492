import type { EnvoyRequestHandler } from './http-types.ts';
import { envoyOf } from './prepared.ts';
import type {
  EnvoyEntryEventRequest,
  EnvoyEventRequest,
  EnvoyInviteEventRequest,
  EnvoyLocationEventRequest,
  EnvoyMigrationRouteRequest,
  EnvoyNotificationEventRequest,
  EnvoyOptionsRouteRequest,
  EnvoyRemoteValueRouteRequest,
  EnvoyRequest,
  EnvoySelectedValuesRouteRequest,
  EnvoyTakeoverEventRequest,
  EnvoyValidationRouteRequest,
} from './requests.ts';
import type {
  EnvoyOptionsRouteResponse,
  EnvoyRemoteValueRouteResponse,
  EnvoyResponse,
  EnvoySelectedValuesRouteResponse,
  EnvoyValidationRouteResponse,
} from './responses.ts';

type SomeObject = Record<string, unknown>;

/** What a handler is: what it returns does not matter, what it throws goes to the error handler. */
type Handler<Req, Res = EnvoyResponse> = (req: Req, res: Res) => unknown;

/** Handles events about entries. `Additions` is what other middleware adds to the request. */
export type EntryEventHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyEntryEventRequest<Config> & Additions
>;
/** Handles events about invites. */
export type InviteEventHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyInviteEventRequest<Config> & Additions
>;
/** Handles events about locations. */
export type LocationEventHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyLocationEventRequest<Config> & Additions
>;
/** Handles events about notifications. */
export type NotificationEventHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyNotificationEventRequest<Config> & Additions
>;
/** Handles events about takeovers of a display. */
export type TakeoverEventHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyTakeoverEventRequest<Config> & Additions
>;
/** Handles `plugin_uninstalled`. */
export type PluginUninstalledEventHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyEventRequest<'plugin_uninstalled', never, Config> & Additions
>;
/** Brings a config to another release: sends the whole new one. */
export type MigrationRouteHandler<
  OldConfig = SomeObject,
  NewConfig = SomeObject,
  Additions = SomeObject,
> = Handler<EnvoyMigrationRouteRequest<OldConfig> & Additions, EnvoyResponse<NewConfig>>;
/** Sends the choices of a field. */
export type OptionsRouteHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyOptionsRouteRequest<Config> & Additions,
  EnvoyOptionsRouteResponse
>;
/** Sends what stands in a field first. */
export type RemoteValueRouteHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoyRemoteValueRouteRequest<Config> & Additions,
  EnvoyRemoteValueRouteResponse
>;
/** Sends what was chosen earlier, with labels. */
export type SelectedValuesRouteHandler<Config = SomeObject, Additions = SomeObject> = Handler<
  EnvoySelectedValuesRouteRequest<Config> & Additions,
  EnvoySelectedValuesRouteResponse
>;
/** Judges what a step gave: sends the members to merge into the config, or refuses by `sendFailed`. */
export type ValidationRouteHandler<
  Config = SomeObject,
  Payload = SomeObject,
  Additions = SomeObject,
> = Handler<
  EnvoyValidationRouteRequest<Payload, Config> & Additions,
  EnvoyValidationRouteResponse<Config>
>;

/**
 * A handler for Express 4, 5 and their like that may be async: what it throws goes to {@link errorMiddleware}. It is called for requests that
 * are not signed, too, of which `meta` and `payload` throw; the handlers of events and routes are not.
 *
 * @example
 * import { asyncHandler, type EnvoyRequest, type EnvoyResponse } from '@plugboard/sdk/envoy';
 *
 * app.post('/anything', asyncHandler(async (req: EnvoyRequest, res: EnvoyResponse) => {
 *   await req.envoy.globalStorage.set('last', req.envoy.meta.install_id);
 *   res.send();
 * }));
 */
export const asyncHandler =
  <Req, Res>(handler: (req: Req, res: Res) => unknown): EnvoyRequestHandler =>
  (req, res, next) => {
    Promise.resolve()
      .then(() => handler(req as Req, res as Res))
      .catch(next);
  };

/** One that is called for signed requests only: it may answer, or do, something without looking at what only they have. */
const signedHandler = <Req, Res>(handler: (req: Req, res: Res) => unknown): EnvoyRequestHandler =>
  asyncHandler((req: Req, res: Res) => {
    // It throws where the request is not signed, and says why.
    envoyOf(req as Partial<EnvoyRequest>).meta;
    return handler(req, res);
  });

/**
 * A handler of events about entries, such as `entry_sign_in`.
 *
 * @example
 * import { entryEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/entry-sign-in', entryEventHandler<{ greeting: string }>(async (req, res) => {
 *   const { job, meta, payload } = req.envoy;
 *   const greeting = `${meta.config.greeting} ${payload.attributes['full-name']}!`;
 *   await job.attach({ label: 'Greeting', value: greeting });
 *   res.send({ greeting });
 * }));
 */
export const entryEventHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: EntryEventHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler of events about invites, such as `invite_created`.
 *
 * @example
 * import { inviteEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/invite-created', inviteEventHandler(async (req, res) => {
 *   const { installStorage, payload } = req.envoy;
 *   await installStorage.set(`invite:${payload.id}`, payload.attributes['expected-arrival-time']);
 *   res.send();
 * }));
 */
export const inviteEventHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: InviteEventHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler of events about locations, such as `location_capacity_updated`.
 *
 * @example
 * import { locationEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/capacity', locationEventHandler<{ sign: string }>(async (req, res) => {
 *   const { meta, payload } = req.envoy;
 *   const limit = payload.attributes['capacity-limit'];
 *   if (limit === null) return res.sendIgnored('There is no limit any more.');
 *   await fetch(`https://signs.example.com/${meta.config.sign}`, { method: 'PUT', body: `${limit}` });
 *   res.send();
 * }));
 */
export const locationEventHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: LocationEventHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler of events about notifications.
 *
 * @example
 * import { notificationEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/notification', notificationEventHandler(async (req, res) => {
 *   const { recipient, message = '' } = req.envoy.payload;
 *   if (recipient.phone_number === null) return res.sendIgnored('The recipient has no phone number.');
 *   const body = JSON.stringify({ to: recipient.phone_number, message });
 *   await fetch('https://sms.example.com/messages', { method: 'POST', body });
 *   res.send();
 * }));
 */
export const notificationEventHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: NotificationEventHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler of events about takeovers of a display.
 *
 * @example
 * import { takeoverEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/takeover', takeoverEventHandler<{ display: string }>(async (req, res) => {
 *   const { meta, payload } = req.envoy;
 *   const { title, message } = payload.attributes.metadata;
 *   const body = JSON.stringify({ title, message, until: payload.attributes['end-at'] });
 *   await fetch(`https://displays.example.com/${meta.config.display}`, { method: 'PUT', body });
 *   res.send();
 * }));
 */
export const takeoverEventHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: TakeoverEventHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler of `plugin_uninstalled`: what is kept elsewhere is to be deleted.
 *
 * @example
 * import { pluginUninstalledEventHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/uninstalled', pluginUninstalledEventHandler(async (req, res) => {
 *   const { install_id } = req.envoy.meta;
 *   await fetch(`https://badges.example.com/installs/${install_id}`, { method: 'DELETE' });
 *   res.send();
 * }));
 */
export const pluginUninstalledEventHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: PluginUninstalledEventHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler of migrations: sends the whole new config.
 *
 * @example
 * import { migrationRouteHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/migrate', migrationRouteHandler<{ hi: string }, { greeting: string }>((req, res) => {
 *   res.send({ greeting: req.envoy.meta.config.hi });
 * }));
 */
export const migrationRouteHandler = <
  OldConfig = SomeObject,
  NewConfig = SomeObject,
  Additions = SomeObject,
>(
  handler: MigrationRouteHandler<OldConfig, NewConfig, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler that sends the choices of a field.
 *
 * @example
 * import { optionsRouteHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/greeting-options', optionsRouteHandler((req, res) => {
 *   res.send([{ label: 'Hello', value: 'Hello' }]);
 * }));
 */
export const optionsRouteHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: OptionsRouteHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler that sends what stands in a field first.
 *
 * @example
 * import { remoteValueRouteHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/sender', remoteValueRouteHandler((req, res) => {
 *   res.send({ value: `Reception of ${req.envoy.meta.company.attributes.name}` });
 * }));
 */
export const remoteValueRouteHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: RemoteValueRouteHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler that sends what was chosen earlier, with labels.
 *
 * @example
 * import { selectedValuesRouteHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/chosen-desks', selectedValuesRouteHandler((req, res) => {
 *   const desks = [req.envoy.meta.params.value].flat();
 *   res.send(desks.map((desk) => ({ label: `Desk ${desk}`, value: desk })));
 * }));
 */
export const selectedValuesRouteHandler = <Config = SomeObject, Additions = SomeObject>(
  handler: SelectedValuesRouteHandler<Config, Additions>,
): EnvoyRequestHandler => signedHandler(handler);

/**
 * A handler that judges what a step gave.
 *
 * @example
 * import { validationRouteHandler } from '@plugboard/sdk/envoy';
 *
 * app.post('/connect', validationRouteHandler<{ account: string }, { account: string }>((req, res) => {
 *   const { account } = req.envoy.payload;
 *   if (account === 'closed') res.sendFailed('That account is closed');
 *   else res.send({ account });
 * }));
 */
export const validationRouteHandler = <
  Config = SomeObject,
  Payload = SomeObject,
  Additions = SomeObject,
>(
  handler: ValidationRouteHandler<Config, Payload, Additions>,
): EnvoyRequestHandler => signedHandler(handler);
