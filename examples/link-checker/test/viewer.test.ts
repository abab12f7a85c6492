import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { createViewerCheck } from '../src/viewer.ts';

const CLIENT = { clientId: 'client', clientSecret: 'a client secret, ümlaut included' };
/** The clock stands still, so that the edges can be hit exactly. */
const NOW = 1_750_000_000;
const findViewer = createViewerCheck(CLIENT, () => new Date(NOW * 1000));

const CLAIMS = {
  app_id: 3,
  space_id: 1,
  user_id: 2,
  install_id: 7,
  role: 'admin',
  aud: 'client',
  iat: NOW - 60,
  exp: NOW + 3540,
};

interface Made {
  header?: object;
  claims?: object;
  secret?: string;
  hash?: string;
}

/** Made without the library that checks it: RFC 7515 §7.1. */
function makeToken({ header, claims, secret = CLIENT.clientSecret, hash = 'sha256' }: Made = {}) {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', ...header })}.${encode({ ...CLAIMS, ...claims })}`;
  return `${signed}.${createHmac(hash, secret).update(signed).digest('base64url')}`;
}

test('a token says who looks, and where', async () => {
  const viewer = { spaceId: 1, userId: 2, installId: 7, role: 'admin' };
  expect(await findViewer(makeToken())).toEqual(viewer);
  expect(await findViewer(makeToken({ claims: { role: null } }))).toEqual({
    ...viewer,
    role: null,
  });
});

test.each<[string, string | undefined]>([
  ['no token', undefined],
  ['an empty one', ''],
  ['no JWT', 'token'],
  ['another secret', makeToken({ secret: `${CLIENT.clientSecret}!` })],
  ['no signature', makeToken().replace(/[^.]+$/, '')],
  ['no algorithm', makeToken({ header: { alg: 'none' } }).replace(/[^.]+$/, '')],
  ['another algorithm', makeToken({ header: { alg: 'HS512' }, hash: 'sha512' })],
  ['another client', makeToken({ claims: { aud: 'other' } })],
  ['no audience', makeToken({ claims: { aud: undefined } })],
  ['an expired one', makeToken({ claims: { exp: NOW - 10 } })],
  ['one without an end', makeToken({ claims: { exp: undefined } })],
  ['one without a beginning', makeToken({ claims: { iat: undefined } })],
  ['one that lives for years', makeToken({ claims: { iat: NOW - 3611, exp: NOW + 1e8 } })],
  ['one from the future', makeToken({ claims: { iat: NOW + 11 } })],
  ['one that is not valid yet', makeToken({ claims: { nbf: NOW + 11 } })],
  ['no space', makeToken({ claims: { space_id: undefined } })],
  ['a space that is no number', makeToken({ claims: { space_id: '1' } })],
  ['no install', makeToken({ claims: { install_id: 0 } })],
  ['a critical extension', makeToken({ header: { crit: ['x'], x: 1 } })],
])('refused: %s', async (_, token) => {
  await expect(findViewer(token)).rejects.toMatchObject({ name: 'Refusal', status: 401 });
});

test('a changed claim is noticed', async () => {
  const [header, , signature] = makeToken().split('.');
  const claims = Buffer.from(JSON.stringify({ ...CLAIMS, user_id: 9 })).toString('base64url');
  await expect(findViewer(`${header}.${claims}.${signature}`)).rejects.toMatchObject({
    status: 401,
  });
});

test.each([
  ['expires', { exp: NOW - 9 }],
  ['is of a clock that is ahead', { iat: NOW + 10 }],
])('ten seconds are allowed where a token %s', async (_, claims) => {
  expect(await findViewer(makeToken({ claims }))).toMatchObject({ userId: 2 });
});
