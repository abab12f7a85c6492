import { createHmac } from 'node:crypto';
import { refuseUnknown } from './members.ts';

/** Who looks at a page of the plugin. */
export interface ViewerOptions {
  /** `admin`, `editor`, or a role of the host's own; by default `admin`. */
  role?: string;
  /** By default a minute ago, as Plugboard makes them. A token ends an hour after it was issued. */
  issuedAt?: Date;
}

/** What {@link signedViewerToken} is made of. */
export interface SignedViewerOptions extends ViewerOptions {
  /** The client secret. */
  secret: string;
  clientId: string;
  /** By default 1, as each id here. */
  spaceId?: number;
  userId?: number;
  installId?: number;
  pluginId?: number;
}

const KNOWN = [
  'secret',
  'clientId',
  'spaceId',
  'userId',
  'installId',
  'pluginId',
  'role',
  'issuedAt',
];
const BACKDATED_SECONDS = 60;
const LIFE_SECONDS = 3600;

/**
 * An App Bridge token as Plugboard makes it for a page of the plugin, which sends it to the plugin's backend in the header
 * `sb_app_bridge_token`; for tests without any server. With one, use `Install.viewerToken`.
 *
 * @example
 * const token = signedViewerToken({ secret: 's3cret', clientId: 'client', userId: 7, role: 'editor' });
 * const viewer = await plugin.with({ secret: 's3cret', clientId: 'client' }).viewer(token);
 * expect(viewer).toMatchObject({ userId: 7, role: 'editor' });
 *
 * @throws TypeError when the secret or the client id is missing, or for an option that there is not.
 */
export function signedViewerToken(options: SignedViewerOptions): string {
  refuseUnknown('signedViewerToken', options, KNOWN);
  const { secret, clientId, spaceId = 1, userId = 1, installId = 1, pluginId = 1 } = options;
  const { role = 'admin', issuedAt } = options;
  if (!isText(secret) || !isText(clientId)) {
    throw new TypeError(
      'signedViewerToken needs the client secret and the client id of the plugin',
    );
  }
  const iat =
    issuedAt === undefined ? secondsOf(new Date()) - BACKDATED_SECONDS : secondsOf(issuedAt);
  // In the order in which Plugboard writes them.
  const claims = {
    app_id: pluginId,
    space_id: spaceId,
    user_id: userId,
    install_id: installId,
    role,
    aud: clientId,
    iat,
    exp: iat + LIFE_SECONDS,
  };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map(partOf).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';

const partOf = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function secondsOf(date: Date): number {
  const seconds = Math.floor(date.getTime() / 1000);
  if (Number.isNaN(seconds)) throw new TypeError('signedViewerToken: issuedAt is no date');
  return seconds;
}
