import type { AuthenticatedClient, Clients } from '../auth/clients.ts';
import type { Guesser, Guesses } from '../auth/guesses.ts';
import { logRefusal } from '../auth/refusals.ts';
import type { Config } from '../config.ts';
import { sha256 } from '../lib/crypto.ts';
import type { RateLimit } from '../lib/rate-limit.ts';
import type { Logger } from '../log.ts';
import { OAuthError } from './errors.ts';
import type { ClientRequest } from './parameters.ts';

/** A client's id and secret, decoded. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** What the body says of the client. `client_id` alone names a public client. */
export interface BodyCredentials {
  client_id?: string;
  client_secret?: string;
}

/** Where clients are looked up, and guesses counted. */
export interface ClientAuthenticationDeps {
  clients: Clients;
  /** Wrong guesses, counted for each network and client id. */
  failedLogins: Guesses;
  /** Requests of one client. */
  clientRequests: RateLimit;
  config: Pick<Config, 'failedLoginLimit'>;
  log: Logger;
}

/**
 * Client authentication of RFC 6749 §2.3.1: HTTP Basic, or in the body, or both when they agree. A public client sends its id alone.
 *
 * @throws OAuthError `invalid_client`; `unauthorized_client` for a plugin that is suspended; Failure `too_many_requests` for who guesses,
 *   and for a client that asks too often.
 */
export async function authenticateClient(
  deps: ClientAuthenticationDeps,
  request: Pick<ClientRequest, 'address' | 'authorization' | 'tell'>,
  body: BodyCredentials,
): Promise<AuthenticatedClient> {
  const client = await recogniseClient(deps, request, body);
  const { pluginId, secretGeneration } = client;
  // Only who has proved to be the plugin is told more than that something is wrong.
  if (client.isSuspended) {
    logRefusal(deps.log, { by: 'client', pluginId, address: request.address, reason: 'suspended' });
    throw new OAuthError('unauthorized_client', 'The platform has suspended this plugin');
  }
  // A public client has shown nothing: anybody could use up its share.
  const isPublic = secretGeneration === null;
  const key = isPublic ? `${pluginId} ${request.address}` : String(pluginId);
  request.tell(deps.clientRequests.take(key));
  return client;
}

async function recogniseClient(
  deps: ClientAuthenticationDeps,
  { address, authorization }: Pick<ClientRequest, 'address' | 'authorization'>,
  body: BodyCredentials,
): Promise<AuthenticatedClient> {
  const { clients, failedLogins, config, log } = deps;
  let clientId: string | undefined;
  try {
    const presented = presentedCredentials(authorization, body);
    const { clientSecret } = presented;
    clientId = presented.clientId;
    refuseImpossibleId(clientId);
    const guessers = [guesserOf(config, address, clientId)];
    // Asked before the secret is looked at: past the limit even a right guess learns nothing.
    await failedLogins.refuseExceeded(guessers);
    const client =
      clientSecret === undefined
        ? await clients.findPublic(clientId)
        : await clients.authenticate(clientId, clientSecret);
    if (client !== undefined) return client;
    await failedLogins.take(guessers);
    throw unknownClient();
  } catch (error) {
    logRefusal(log, { by: 'client', clientId, address, error });
    throw error;
  }
}

// However many ids somebody makes up, they are this many counts. Whoever shares one with them calls from the same network, where they
// could as well guess at that very client.
const COUNTS_A_NETWORK = 1024;

function guesserOf(
  { failedLoginLimit }: Pick<Config, 'failedLoginLimit'>,
  address: string,
  clientId: string,
): Guesser {
  const place = sha256(clientId).readUInt16BE() % COUNTS_A_NETWORK;
  return { key: `client ${address} ${place}`, limit: failedLoginLimit };
}

const unknownClient = (): OAuthError =>
  new OAuthError('invalid_client', 'Client authentication failed');

// RFC 6749 appendix A.1. Ids are remembered, here and in the cache of clients: a longer one would cost its length each time.
const CLIENT_ID = /^[\x20-\x7e]{1,255}$/;

function refuseImpossibleId(clientId: string): void {
  if (!CLIENT_ID.test(clientId)) throw unknownClient();
}

type Presented = Omit<Credentials, 'clientSecret'> & { clientSecret?: string };

function presentedCredentials(authorization: string | undefined, body: BodyCredentials): Presented {
  if (authorization === undefined && body.client_id && !body.client_secret) {
    return { clientId: body.client_id };
  }
  return agreedCredentials(fromBasic(authorization), body);
}

function agreedCredentials(basic: Credentials | undefined, body: BodyCredentials): Credentials {
  if (basic !== undefined && isComplete(body) && isSame(basic, body)) return basic;
  const decoded = basic === undefined ? undefined : formDecoded(basic);
  const clientId = decoded?.clientId ?? body.client_id;
  const clientSecret = decoded?.clientSecret ?? body.client_secret;
  if (!clientId || !clientSecret) {
    throw new OAuthError(
      'invalid_client',
      'Send client_id and client_secret, by HTTP Basic or in the body',
    );
  }
  if (!isSame({ clientId, clientSecret }, body)) {
    throw new OAuthError(
      'invalid_client',
      'The credentials of the Authorization header and of the body differ',
    );
  }
  return { clientId, clientSecret };
}

const isComplete = (body: BodyCredentials): boolean =>
  body.client_id !== undefined && body.client_secret !== undefined;

/** What the body leaves out agrees with everything. */
const isSame = ({ clientId, clientSecret }: Credentials, body: BodyCredentials): boolean =>
  (body.client_id ?? clientId) === clientId &&
  (body.client_secret ?? clientSecret) === clientSecret;

const BASIC = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i;

/** The two halves as they were written. */
function fromBasic(authorization: string | undefined): Credentials | undefined {
  if (authorization === undefined) return undefined;
  const encoded = BASIC.exec(authorization)?.[1];
  const pair = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0)
    throw new OAuthError('invalid_client', 'The Authorization header is not valid HTTP Basic');
  return { clientId: pair.slice(0, colon), clientSecret: pair.slice(colon + 1) };
}

// RFC 6749 §2.3.1: both halves are form-encoded inside Basic. The official client does not encode them, but repeats them in the body:
// that is why halves that equal the body are taken as they are written.
function formDecoded({ clientId, clientSecret }: Credentials): Credentials {
  return { clientId: formDecode(clientId), clientSecret: formDecode(clientSecret) };
}

function formDecode(text: string): string {
  if (!/[+%]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OAuthError('invalid_client', 'The Authorization header has a bad percent-encoding');
  }
}
