import { isSameText } from '#hmac';
import { urlSafe } from '../bytes.ts';
import { PlugboardError, SetupError } from '../errors.ts';
import { fromJwtPart, toJwtPart } from '../jwt-part.ts';
import { envJwtSecret } from './env.ts';
import { hmacNow } from './hmac-now.ts';
import { type Claims, checkClaims, type EnvoyJWTDecodeOptions } from './jwt-claims.ts';
import { EnvoyJWTError } from './jwt-error.ts';
import { secondsOf } from './time-span.ts';

/** How a token is signed. */
export type EnvoyJWTAlgorithm = 'HS256';

/**
 * Makes and reads JSON Web Tokens (RFC 7519) with HS256: something to hand to a page or a mail, and to know again.
 *
 * @example
 * import { EnvoyJWT } from '@plugboard/sdk/envoy';
 *
 * const jwt = new EnvoyJWT(process.env.JWT_SECRET);
 * const token = jwt.encode(visitorId, '30m');
 * const { sub } = jwt.decode(token);
 */
export class EnvoyJWT {
  readonly #secret: string;

  /** @throws SetupError `missing_jwt_secret`, `wrong_algorithm` */
  constructor(secret: string = envJwtSecret(), algorithm: EnvoyJWTAlgorithm = 'HS256') {
    if (algorithm !== 'HS256') {
      throw new SetupError('wrong_algorithm', `EnvoyJWT knows HS256 only, and not ${algorithm}`);
    }
    // Who gives an empty one has forgotten a setting, and would sign with a secret that they do not mean.
    if (!secret) throw new SetupError('missing_jwt_secret', 'The secret of EnvoyJWT is empty');
    this.#secret = secret;
  }

  /**
   * A token about `subject`.
   *
   * @param expiresIn seconds, or a time such as `'30m'` or `'2 days'`; null for one that does not end
   * @param payload what else it says
   * @throws PlugboardError `wrong_time`, `claim_repeated`
   */
  encode(
    subject: string | number | null,
    expiresIn: string | number | null,
    payload: Record<string, unknown> = {},
  ): string {
    const { iat: given } = payload;
    const iat = typeof given === 'number' ? given : Math.floor(Date.now() / 1000);
    const claims: Claims = { ...payload, iat };
    if (subject) setOnce(claims, 'sub', String(subject));
    // What is falsy is no wish for a token that stays: 0 ends at once, and an empty text is a setting that was forgotten.
    if (expiresIn !== null) setOnce(claims, 'exp', iat + lifeOf(expiresIn));
    const signed = `${HEADER}.${toJwtPart(claims)}`;
    return `${signed}.${this.#sign(signed)}`;
  }

  /**
   * What a token says, once it is checked.
   *
   * @throws EnvoyJWTError whose `name` says why: `TokenExpiredError`, `NotBeforeError` or `JsonWebTokenError`
   */
  decode(token: string, options: EnvoyJWTDecodeOptions = {}): Record<string, unknown> {
    if (!token) throw wrong('jwt must be provided');
    const [header, payload, signature, ...rest] = String(token).split('.');
    if (!header || !payload || !signature || rest.length > 0) throw wrong('jwt malformed');
    // A list of one: a token must not choose how it is checked.
    if (fromPart(header).alg !== 'HS256') throw wrong('invalid algorithm');
    if (!isSameText(signature, this.#sign(`${header}.${payload}`)))
      throw wrong('invalid signature');
    const claims = fromPart(payload);
    checkClaims(claims, options);
    return claims;
  }

  #sign(text: string): string {
    return urlSafe(hmacNow(this.#secret, text));
  }
}

const wrong = (why: string) => new EnvoyJWTError('JsonWebTokenError', why);

function setOnce(claims: Claims, name: string, value: unknown): void {
  if (name in claims) {
    throw new PlugboardError('claim_repeated', `The payload has ${name}, which is given beside it`);
  }
  claims[name] = value;
}

function lifeOf(expiresIn: string | number): number {
  const seconds = secondsOf(expiresIn);
  if (seconds !== undefined) return seconds;
  throw new PlugboardError(
    'wrong_time',
    `${JSON.stringify(expiresIn)} is no time: whole seconds, or a text such as "30m"; null for no end`,
  );
}

const HEADER = toJwtPart({ alg: 'HS256', typ: 'JWT' });

function fromPart(part: string): Claims {
  const value = fromJwtPart(part);
  if (value === undefined) throw wrong('jwt malformed');
  return value;
}
