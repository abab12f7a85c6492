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

/** @throws EnvoyJWTError, SetupError `unknown_option`, `wrong_option` */
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
  const now = numberOf(options, 'clockTimestamp') || Math.floor(Date.now() / 1000);
  const tolerance = numberOf(options, 'clockTolerance');
  const { maxAge } = options;
  const { exp, nbf, iat } = claims;
  if (nbf !== undefined && !options.ignoreNotBefore) {
    if (typeof nbf !== 'number') throw wrong('invalid nbf value');
    if (nbf > now + tolerance) {
      throw new EnvoyJWTError('NotBeforeError', 'jwt not active', nbf);
    }
  }
  if (exp !== undefined && !options.ignoreExpiration) {
    if (typeof exp !== 'number') throw wrong('invalid exp value');
    if (now >= exp + tolerance) throw expired('jwt expired', exp);
  }
  if (maxAge === undefined) return;
  const seconds = secondsOf(maxAge);
  if (typeof iat !== 'number') throw wrong('iat required when maxAge is specified');
  if (seconds === undefined) throw wrong('maxAge is no time');
  if (now >= iat + seconds + tolerance) {
    throw expired('maxAge exceeded', iat + seconds);
  }
}

/** 0 for what is not given, such as the number of a variable that is not set: with NaN, nothing would ever have ended. */
function numberOf(
  options: EnvoyJWTDecodeOptions,
  name: 'clockTimestamp' | 'clockTolerance',
): number {
  const value = options[name] || 0;
  if (Number.isFinite(value)) return value;
  throw wrongOption(name, 'a number of seconds');
}

function checkNames(claims: Claims, options: EnvoyJWTDecodeOptions): void {
  for (const [option, claim] of NAMES) {
    const expected: unknown = options[option];
    if (expected === undefined) continue;
    const wanted = [expected].flat();
    // A text that is empty is a setting that was forgotten, and not the wish that nothing be checked.
    if (!wanted.every((one) => isName(one) || (claim === 'aud' && one instanceof RegExp))) {
      throw wrongOption(option, 'a text that is not empty');
    }
    const given = [claims[claim]].flat().filter(isName);
    const isMeant = wanted.some((one) =>
      given.some((name) => (one instanceof RegExp ? one.test(name) : one === name)),
    );
    if (!isMeant) throw wrong(`jwt ${option} invalid. expected: ${expected}`);
  }
}

const NAMES = [
  ['audience', 'aud'],
  ['issuer', 'iss'],
  ['subject', 'sub'],
  ['jwtid', 'jti'],
  ['nonce', 'nonce'],
] as const;

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

const wrongOption = (name: string, what: string) =>
  new SetupError('wrong_option', `${name} of EnvoyJWT.decode must be ${what}`);
const wrong = (why: string) => new EnvoyJWTError('JsonWebTokenError', why);
const expired = (why: string, at: number) => new EnvoyJWTError('TokenExpiredError', why, at);
