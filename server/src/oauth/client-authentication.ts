import type { AuthenticatedClient, Clients } from '../auth/clients.ts';
import type { RateLimit } from '../lib/rate-limit.ts';
import { OAuthError } from './errors.ts';

export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Client authentication of RFC 6749 §2.3.1: HTTP Basic, or in the body, or both when they agree. */
export async function authenticateClient(
  clients: Clients,
  failedLogins: RateLimit,
  address: string,
  authorization: string | undefined,
  body: { client_id?: string; client_secret?: string },
): Promise<AuthenticatedClient> {
  const { clientId, clientSecret } = agreedCredentials(fromBasic(authorization), body);
  const guesser = `${address} ${clientId}`;
  // Counted before the secret is looked at: past the limit even a right guess learns nothing.
  if (failedLogins.exceeded(guesser)) failedLogins.take(guesser);
  const client = await clients.authenticate(clientId, clientSecret);
  if (client === undefined) {
    failedLogins.take(guesser);
    throw new OAuthError('invalid_client', 'Client authentication failed');
  }
  return client;
}

function agreedCredentials(
  basic: Credentials | undefined,
  body: { client_id?: string; client_secret?: string },
): Credentials {
  const clientId = basic?.clientId ?? body.client_id;
  const clientSecret = basic?.clientSecret ?? body.client_secret;
  if (!clientId || !clientSecret) {
    throw new OAuthError(
      'invalid_client',
      'Send client_id and client_secret, by HTTP Basic or in the body',
    );
  }
  const agree =
    (body.client_id ?? clientId) === clientId &&
    (body.client_secret ?? clientSecret) === clientSecret;
  if (!agree) {
    throw new OAuthError(
      'invalid_client',
      'The credentials of the Authorization header and of the body differ',
    );
  }
  return { clientId, clientSecret };
}

const BASIC = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i;

function fromBasic(authorization: string | undefined): Credentials | undefined {
  if (authorization === undefined) return undefined;
  const encoded = BASIC.exec(authorization)?.[1];
  const pair = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0)
    throw new OAuthError('invalid_client', 'The Authorization header is not valid HTTP Basic');
  return {
    clientId: formDecode(pair.slice(0, colon)),
    clientSecret: formDecode(pair.slice(colon + 1)),
  };
}

// RFC 6749 §2.3.1: both halves are form-encoded inside Basic.
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new OAuthError('invalid_client', 'The Authorization header has a bad percent-encoding');
  }
}
