import { hmacBase64, isSameText } from '#hmac';
import { urlSafe } from '../bytes.ts';
import { TokenError } from '../errors.ts';
import { fromJwtPart } from '../jwt-part.ts';

/** The header in which a plugin's page sends its App Bridge token to the plugin's backend. */
export const TOKEN_HEADER = 'sb_app_bridge_token';

/** Who looks at a page of the plugin in the host's page, and where. */
export interface Viewer {
  spaceId: number;
  userId: number;
  installId: number;
  /** `admin`, `editor`, or a role of the host's own. */
  role: string | null;
  /** When the token ends, in seconds since 1970. */
  expiresAt: number;
}

/** Whose tokens are taken. */
export interface ViewerCheck {
  clientId: string;
  /** Client secrets, any of which may have signed. */
  secrets: readonly string[];
  /** Milliseconds since 1970; by default the clock's. */
  now?: number | undefined;
}

/** A token lives an hour at most, whatever it says. */
const MAX_AGE_SECONDS = 3600;
/** How far our clock may be from Plugboard's. */
const CLOCK_TOLERANCE_SECONDS = 10;

/**
 * Checks an App Bridge token: a JWT (RFC 7519) with HS256, keyed by the client secret, meant for this plugin, and not expired. It tells who looks
 * at a page, and opens nothing on Plugboard.
 *
 * @throws TokenError `missing_token`, `wrong_token` or `expired_token`
 *
 * @example
 * const viewer = await verifyViewer(request.headers.get(TOKEN_HEADER), { clientId, secrets: [secret] });
 * if (viewer.role !== 'admin') return new Response(null, { status: 403 });
 */
export async function verifyViewer(
  token: string | null | undefined,
  check: ViewerCheck,
): Promise<Viewer> {
  if (!token) throw new TokenError('missing_token', `The header ${TOKEN_HEADER} is missing`);
  const [header, payload, signature, ...rest] = token.split('.');
  if (!header || !payload || !signature || rest.length > 0) throw wrong('it is no JWT');
  const { alg, crit } = readPart(header);
  // A list of one: a token's header must not choose how it is checked.
  if (alg !== 'HS256') throw wrong('it is not signed with HS256');
  // What must be understood (RFC 7515 §4.1.11), and is not.
  if (crit !== undefined) throw wrong('it has a critical extension');
  // Of a variable that is not set: anybody could sign with it.
  const secrets = check.secrets.filter((secret) => secret !== '');
  const expected = secrets.map(async (secret) =>
    urlSafe(await hmacBase64(secret, `${header}.${payload}`)),
  );
  if (!(await Promise.all(expected)).some((one) => isSameText(signature, one))) {
    throw wrong('it is not signed with a secret of this plugin');
  }
  return readClaims(readPart(payload), check);
}

function readClaims(
  claims: Record<string, unknown>,
  { clientId, now = Date.now() }: ViewerCheck,
): Viewer {
  const { aud, exp, iat, nbf, role } = claims;
  if (!(Array.isArray(aud) ? aud : [aud]).includes(clientId)) throw wrong('it is for another');
  if (!isTime(exp) || !isTime(iat)) throw wrong('it does not say how long it lives');
  const seconds = now / 1000;
  const late = seconds - CLOCK_TOLERANCE_SECONDS;
  // At `exp` itself it is over (RFC 7519 §4.1.4).
  if (late >= exp || late > iat + MAX_AGE_SECONDS) {
    throw new TokenError('expired_token', 'The App Bridge token has expired');
  }
  const begin = Math.max(iat, isTime(nbf) ? nbf : iat);
  if (begin > seconds + CLOCK_TOLERANCE_SECONDS) throw wrong('it is from the future');
  return {
    spaceId: readId(claims, 'space_id'),
    userId: readId(claims, 'user_id'),
    installId: readId(claims, 'install_id'),
    role: typeof role === 'string' ? role : null,
    expiresAt: exp,
  };
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

function readId(claims: Record<string, unknown>, name: string): number {
  const id = claims[name];
  if (Number.isSafeInteger(id) && (id as number) > 0) return id as number;
  throw wrong(`it lacks ${name}`);
}

function readPart(part: string): Record<string, unknown> {
  const value = fromJwtPart(part);
  if (value === undefined) throw wrong('it cannot be read');
  return value;
}

const wrong = (why: string) =>
  new TokenError('wrong_token', `The App Bridge token is not ours: ${why}`);
