import { createHmac } from 'node:crypto';
import { EnvoyJWT, type EnvoyJWTDecodeOptions } from '@plugboard/sdk/envoy';
import { describe, expect, test } from 'vitest';
import { setEnvironment } from './environment.ts';

const jwt = new EnvoyJWT('shh');
const NOW = Math.floor(Date.now() / 1000);

/** A token made by nothing of ours. */
function tokenOf(claims: object, { header = { alg: 'HS256' }, secret = 'shh' } = {}): string {
  const parts = [header, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createHmac('sha256', secret).update(parts.join('.')).digest('base64url');
  return [...parts, signature].join('.');
}

const payloadOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());

test('what is encoded is decoded, and others can check it', () => {
  const token = jwt.encode(42, '30m', { name: 'Zoë' });
  const { iat, ...claims } = jwt.decode(token);
  expect(claims).toEqual({ sub: '42', name: 'Zoë', exp: Number(iat) + 1800 });
  expect(tokenOf(payloadOf(token), { header: { alg: 'HS256', typ: 'JWT' } as never })).toBe(token);
});

test.each<[string | number | null, number | undefined]>([
  [90, 90],
  [0, 0],
  [-5, -5],
  ['90', 0],
  ['5000', 5],
  ['10 s', 10],
  ['1.5h', 5400],
  ['2 days', 172_800],
  ['1w', 604_800],
  ['1y', 31_557_600],
  [null, undefined],
])('a life of %j is %j seconds', (life, seconds) => {
  const { iat, exp } = payloadOf(jwt.encode('a', life)) as { iat: number; exp?: number };
  expect(exp).toBe(seconds === undefined ? undefined : iat + seconds);
});

test.each(['soon', '3 fortnights', 1.5, '', ' ', Number.NaN, undefined as unknown as string])(
  '%j is no time',
  (life) => {
    expect(() => jwt.encode('a', life)).toThrow(/is no time/);
  },
);

test('a token whose life is 0 seconds has ended', () => {
  expect(() => jwt.decode(jwt.encode('a', 0))).toThrow(
    expect.objectContaining({ name: 'TokenExpiredError' }),
  );
});

test('nothing is said twice', () => {
  expect(() => jwt.encode('a', null, { sub: 'b' })).toThrow(/sub/);
});

describe('decoding refuses', () => {
  test.each<[string, string, string, EnvoyJWTDecodeOptions?]>([
    ['another secret', tokenOf({}, { secret: 'x' }), 'invalid signature'],
    ['another algorithm', tokenOf({}, { header: { alg: 'none' } }), 'invalid algorithm'],
    ['nothing', '', 'jwt must be provided'],
    ['what is none', 'a.b', 'jwt malformed'],
    ['what cannot be read', 'é.b.c', 'jwt malformed'],
    ['another audience', tokenOf({ aud: ['a'] }), 'jwt audience invalid', { audience: /b/ }],
    ['another issuer', tokenOf({ iss: 'a' }), 'jwt issuer invalid', { issuer: ['b'] }],
    ['another subject', tokenOf({ sub: 'a' }), 'jwt subject invalid', { subject: 'b' }],
    ['another id', tokenOf({ jti: 'a' }), 'jwt jwtid invalid', { jwtid: 'b' }],
    ['another nonce', tokenOf({}), 'jwt nonce invalid', { nonce: 'b' }],
    ['an age that is not known', tokenOf({}), 'iat required', { maxAge: '1h' }],
  ])('%s', (_, token, message, options) => {
    expect(() => jwt.decode(token, options)).toThrow(
      expect.objectContaining({
        name: 'JsonWebTokenError',
        message: expect.stringContaining(message),
      }),
    );
  });

  test('what has ended, and what has not begun', () => {
    const ended = tokenOf({ exp: NOW - 10, iat: NOW - 20 });
    expect(() => jwt.decode(ended)).toThrow(
      expect.objectContaining({
        name: 'TokenExpiredError',
        expiredAt: new Date((NOW - 10) * 1000),
      }),
    );
    expect(jwt.decode(ended, { ignoreExpiration: true })).toMatchObject({ exp: NOW - 10 });
    expect(jwt.decode(ended, { clockTolerance: 3600 })).toMatchObject({ exp: NOW - 10 });
    expect(() => jwt.decode(ended, { clockTimestamp: NOW - 15, maxAge: 1 })).toThrow(/maxAge/);
    const later = tokenOf({ nbf: NOW + 3600 });
    expect(() => jwt.decode(later)).toThrow(expect.objectContaining({ name: 'NotBeforeError' }));
    expect(jwt.decode(later, { ignoreNotBefore: true })).toMatchObject({ nbf: NOW + 3600 });
  });

  test.each<[string, unknown]>([
    ['clockTolerance', Number.NaN],
    ['clockTolerance', null],
    ['clockTimestamp', Number.NaN],
    ['clockTimestamp', null],
    ['clockTimestamp', 0],
  ])('what has ended, with a %s of %s, by the clock', (name, value) => {
    const options = { [name]: value };
    const ended = tokenOf({ exp: NOW - 10 });
    expect(() => jwt.decode(ended, options)).toThrow(
      expect.objectContaining({ name: 'TokenExpiredError' }),
    );
    const later = tokenOf({ nbf: NOW + 3600 });
    expect(() => jwt.decode(later, options)).toThrow(
      expect.objectContaining({ name: 'NotBeforeError' }),
    );
    expect(jwt.decode(tokenOf({ exp: NOW + 3600 }), options)).toEqual({ exp: NOW + 3600 });
  });

  test.each([
    ['clockTolerance', Number.POSITIVE_INFINITY],
    ['clockTolerance', '60'],
    ['clockTimestamp', '1'],
    ['clockTimestamp', Number.NEGATIVE_INFINITY],
    ['audience', ''],
    ['audience', null],
    ['audience', [undefined]],
    ['audience', ['a', '']],
    ['issuer', ''],
    ['issuer', [undefined]],
    ['subject', ''],
    ['jwtid', ''],
    ['nonce', ''],
  ])('a %s of %j, which would check nothing', (name, value) => {
    expect(() =>
      jwt.decode(tokenOf({ exp: NOW - 10 }), { [name]: value, ignoreExpiration: true }),
    ).toThrow(
      expect.objectContaining({ code: 'wrong_option', message: expect.stringContaining(name) }),
    );
  });

  test('what has no audience, by whatever pattern', () => {
    expect(() => jwt.decode(tokenOf({}), { audience: /undefined/ })).toThrow(/audience invalid/);
    expect(jwt.decode(tokenOf({ aud: ['x', 'ab'] }), { audience: /^a/ })).toEqual({
      aud: ['x', 'ab'],
    });
  });

  test('a check that it does not know', () => {
    const options = { complete: true } as EnvoyJWTDecodeOptions;
    expect(() => jwt.decode(tokenOf({}), options)).toThrow(/knows no complete/);
  });
});

test('the secret is that of the environment, unless an empty one is given', () => {
  const setBack = setEnvironment({ JWT_SECRET: 'shh' });
  try {
    expect(new EnvoyJWT().decode(jwt.encode('a', null))).toMatchObject({ sub: 'a' });
    expect(() => new EnvoyJWT('')).toThrow(/is empty/);
    setEnvironment({ JWT_SECRET: undefined });
    expect(() => new EnvoyJWT()).toThrow(/set JWT_SECRET/);
    expect(() => new EnvoyJWT('shh', 'RS256' as 'HS256')).toThrow(/HS256 only/);
  } finally {
    setBack();
  }
});
