import { createHmac, randomBytes } from 'node:crypto';
import { refuseUnknown } from './members.ts';
import { version } from './version.ts';

/** The space that a request is about. */
export interface SignedSpace {
  id?: number;
  name?: string;
  /** Their names are written with dashes, as Plugboard does. */
  attributes?: Record<string, unknown>;
}

interface Common {
  /** The client secret, or several, the newest first: Plugboard signs with all that are live. */
  secret: string | readonly string[];
  /** By default an empty object. */
  payload?: unknown;
  /** The config of the install. */
  config?: Record<string, unknown>;
  pluginId?: number;
  installId?: number;
  space?: SignedSpace;
  /** A token to act for whoever installed the plugin; by default none. */
  auth?: { accessToken: string; expiresIn?: number } | null;
  /** When it is signed; by default now. */
  timestamp?: Date;
  /**
   * Where it goes: a whole address, or a path such as `/options/rooms`. A plugin of the SDK finds the handler of a route by what the path ends
   * with, as in `url: '/options/rooms'` for `plugin.options('rooms', …)`, and that of an event by its name, whatever the path.
   */
  url?: string;
  /** Headers beside those of Plugboard, or in their place. */
  headers?: Record<string, string>;
}

/** A request for a job: an event that the plugin hears. */
export interface SignedEvent extends Common {
  event: string;
  route?: undefined;
  /** What the event is about; by default null. */
  identifier?: string | null;
  /** By default a new one; the same for each attempt. */
  jobId?: string;
  /** By default 1. */
  attempt?: number;
  /** Whether the job has its verdict, and is sent once more. */
  resend?: boolean;
}

/** A request on behalf of somebody who waits for the answer, such as options of a form. */
export interface SignedRoute extends Common {
  /**
   * As Plugboard names it, such as `step-0-field-1-options`, `step-0-validation` or `migration`: its end says of which kind it is. Which of
   * the plugin's handlers of that kind hears it, `url` decides.
   */
  route: string;
  event?: undefined;
  params?: Record<string, unknown>;
}

/** What {@link signedRequest} is made of. */
export type SignedRequestOptions = SignedEvent | SignedRoute;

/**
 * A request as Plugboard sends it, with body, headers and signatures, for tests of a handler without any server.
 *
 * The handler of a route is found by the path of `url`, so that a call of a route gives both.
 *
 * @example
 * const response = await plugin.fetch(
 *   signedRequest({ secret: 's3cret', event: 'entry_sign_in', payload: { name: 'Ada' } }),
 * );
 *
 * @example
 * // For plugin.options('greetings', …)
 * const options = signedRequest({
 *   secret: 's3cret',
 *   route: 'step-0-field-0-options',
 *   url: '/options/greetings',
 *   params: { search: 'good' },
 * });
 *
 * @example
 * // For plugin.validate('connect', …)
 * const validation = signedRequest({
 *   secret: 's3cret',
 *   route: 'step-0-validation',
 *   url: '/validation/connect',
 *   payload: { account: 'open' },
 * });
 *
 * @throws TypeError when it has neither an event nor a route, no secret, or an option that there is not.
 */
export function signedRequest(options: SignedRequestOptions): Request {
  refuseMisspelt(options);
  const secrets = [options.secret].flat();
  if (secrets.length === 0 || secrets.some((secret) => typeof secret !== 'string' || !secret)) {
    throw new TypeError('signedRequest needs the client secret of the plugin');
  }
  if ((options.event === undefined) === (options.route === undefined)) {
    throw new TypeError('signedRequest needs either an event or a route');
  }
  const { url = defaultUrl(options), headers = {}, timestamp = new Date() } = options;
  const id = (options.event === undefined ? undefined : options.jobId) ?? newId();
  const body = JSON.stringify({ meta: metaOf(options, id), payload: options.payload ?? {} });
  return new Request(new URL(url, NOWHERE), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': `Plugboard/${version}`,
      ...signatures(secrets, id, Math.floor(timestamp.getTime() / 1000), body),
      ...(options.event === undefined ? { accept: 'application/json' } : ofAttempt(options)),
      ...headers,
    },
    body,
  });
}

const NOWHERE = 'https://plugin.example';

const defaultUrl = ({ event, route }: SignedRequestOptions): string =>
  event === undefined ? `/${route}` : `/events/${event}`;

const COMMON = [
  'secret',
  'payload',
  'config',
  'pluginId',
  'installId',
  'space',
  'auth',
  'timestamp',
  'url',
  'headers',
];
const OF_EVENT = ['event', 'identifier', 'jobId', 'attempt', 'resend'];
const OF_ROUTE = ['route', 'params'];

function refuseMisspelt(options: SignedRequestOptions): void {
  const { event, route, space = {}, auth } = options;
  const ofEvent = route === undefined || event !== undefined ? OF_EVENT : [];
  const ofRoute = event === undefined || route !== undefined ? OF_ROUTE : [];
  refuseUnknown('signedRequest', options, [...ofEvent, ...ofRoute, ...COMMON]);
  refuseUnknown('signedRequest: space', space, ['id', 'name', 'attributes']);
  refuseUnknown('signedRequest: auth', auth ?? {}, ['accessToken', 'expiresIn']);
}

// In the order in which Plugboard writes it.
function metaOf(options: SignedRequestOptions, jobId: string): object {
  const { pluginId = 1, installId = 1, config = {}, space = {} } = options;
  const ids = { plugin_id: String(pluginId), install_id: String(installId), config };
  const rest = { ...placesOf(space), zone: null, auth: authOf(options) };
  if (options.event === undefined) {
    const { route, params = {} } = options;
    return { route, ...ids, params, ...rest, forwarded_bearer_token: null };
  }
  const { event, identifier = null } = options;
  return { event, ...ids, job: { id: jobId, name: event, identifier }, ...rest };
}

function placesOf({ id = 1, name = 'Space', attributes = {} }: SignedSpace): object {
  const dashed = Object.entries(attributes).map(([key, value]) => [dashCase(key), value]);
  const place = (type: string) => ({
    id: String(id),
    type,
    attributes: { name, ...Object.fromEntries(dashed) },
  });
  return { location: place('locations'), company: place('companies') };
}

const dashCase = (name: string): string =>
  name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[_\s]+/g, '-')
    .toLowerCase();

function authOf({ auth }: SignedRequestOptions): object | null {
  if (auth === undefined || auth === null) return null;
  return {
    token_type: 'Bearer',
    access_token: auth.accessToken,
    expires_in: auth.expiresIn ?? 86_400,
    refresh_token: null,
    refresh_token_expires_in: null,
  };
}

function signatures(
  secrets: readonly string[],
  id: string,
  seconds: number,
  body: string,
): Record<string, string> {
  const webhook = secrets.map((secret) => `v1,${hmac(secret, `${id}.${seconds}.${body}`)}`);
  return {
    'x-envoy-signature': hmac(secrets[0] ?? '', body),
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': webhook.join(' '),
  };
}

const hmac = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(text).digest('base64');

const ofAttempt = ({ attempt = 1, resend = false }: SignedEvent): Record<string, string> => ({
  'plugboard-attempt': String(attempt),
  traceparent: `00-${newId().replaceAll('-', '')}-${randomBytes(8).toString('hex')}-01`,
  ...(resend && { 'plugboard-resend': '1' }),
});

/** A UUIDv7 (RFC 9562), as jobs have. */
function newId(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes.writeUInt8(0x70 | (bytes.readUInt8(6) & 0x0f), 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
