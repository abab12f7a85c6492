import { SetupError } from '../errors.ts';
import { EnvoyJWTError } from './jwt-error.ts';
import { secondsOf } from './time-span.ts';

/** What a token says. */
export type Claims = Record<string, unknown>;

type OneOf<Value> = Value | readonly Value[];

/** What is asked of a token beside its signature. */
export interface EnvoyJWTDecodeOptions {
  ignoreExpiration?: boolean | undefined;
  ignoreNotBefore?: boolean | undefined;
  /** One of them is to be in `aud`. */
  audience?: OneOf<string | RegExp> | undefined;
  issuer?: OneOf<string> | undefined;
  subject?: string | undefined;
  jwtid?: string | undefined;
  nonce?: string | undefined;
  /** Seconds, or a text such as `'2 days'`, since `iat`. */
  maxAge?: string | number | undefined;
  /** Seconds by which clocks may differ. */
  clockTolerance?: number | undefined;
  /** Seconds since 1970; by default the clock's. */
  clockTimestamp?: number | undefined;
}

const KNOWN = [
  'ignoreExpiration',
  'ignoreNotBefore',
  'audience',
  'issuer',
  'subject',
  'jwtid',
  'nonce',
  'maxAge',
  'clockTolerance',
  'clockTimestamp',
  // Given by many, and always the same.
  'algorithms',
];

/** @throws EnvoyJWTError, SetupError `unknown_option` */
export function checkClaims(claims: Claims, options: EnvoyJWTDecodeOptions): void {
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name));
  // Something to check that is not checked would let everybody in.
  if (unknown !== undefined) {
    throw new SetupError('unknown_option', `EnvoyJWT.decode knows no ${unknown}`);
  }
  checkTimes(claims, options);
  checkNames(claims, options);
}

function checkTimes(claims: Claims, options: EnvoyJWTDecodeOptions): void {
  const { clockTimestamp = Math.floor(Date.now() / 1000), clockTolerance = 0, maxAge } = options;
  const { exp, nbf, iat } = claims;
  if (nbf !== undefined && !options.ignoreNotBefore) {
    if (typeof nbf !== 'number') throw wrong('invalid nbf value');
    if (nbf > clockTimestamp + clockTolerance) {
      throw new EnvoyJWTError('NotBeforeError', 'jwt not active', nbf);
    }
  }
  if (exp !== undefined && !options.ignoreExpiration) {
    if (typeof exp !== 'number') throw wrong('invalid exp value');
    if (clockTimestamp >= exp + clockTolerance) throw expired('jwt expired', exp);
  }
  if (maxAge === undefined) return;
  const seconds = secondsOf(maxAge);
  if (typeof iat !== 'number') throw wrong('iat required when maxAge is specified');
  if (seconds === undefined) throw wrong('maxAge is no time');
  if (clockTimestamp >= iat + seconds + clockTolerance) {
    throw expired('maxAge exceeded', iat + seconds);
  }
}

function checkNames(claims: Claims, options: EnvoyJWTDecodeOptions): void {
  const { audience, issuer, subject, jwtid, nonce } = options;
  const given = [claims.aud].flat();
  const isMeant = ([audience].flat() as (string | RegExp)[]).some((one) =>
    given.some((aud) => (one instanceof RegExp ? one.test(String(aud)) : one === aud)),
  );
  if (audience && !isMeant) throw wrong(`jwt audience invalid. expected: ${audience}`);
  if (issuer && ![issuer].flat().includes(claims.iss as string)) {
    throw wrong(`jwt issuer invalid. expected: ${issuer}`);
  }
  if (subject && claims.sub !== subject) throw wrong(`jwt subject invalid. expected: ${subject}`);
  if (jwtid && claims.jti !== jwtid) throw wrong(`jwt jwtid invalid. expected: ${jwtid}`);
  if (nonce && claims.nonce !== nonce) throw wrong(`jwt nonce invalid. expected: ${nonce}`);
}

const wrong = (why: string) => new EnvoyJWTError('JsonWebTokenError', why);
const expired = (why: string, at: number) => new EnvoyJWTError('TokenExpiredError', why, at);
