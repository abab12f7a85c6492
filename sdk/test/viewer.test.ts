import { createHmac } from 'node:crypto';
import { createPlugin, TOKEN_HEADER, verifyViewer } from '@plugboard/sdk';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';

const SECRET = 'pbs_the-client-secret';
const NOW = 1_796_000_000_000;
const CHECK = { clientId: 'client-7', secrets: [SECRET], now: NOW };
const CLAIMS = { app_id: 7, space_id: 3, user_id: 5, install_id: 31, role: 'admin' };

const at = (seconds: number) => NOW / 1000 + seconds;

/** A token as Plugboard signs it, changed as the test wants. */
const sign = ({
  secret = SECRET,
  alg = 'HS256',
  ...claims
}: Record<string, unknown> & { secret?: string; alg?: string } = {}) =>
  new SignJWT({ aud: 'client-7', iat: at(-60), exp: at(3540), ...CLAIMS, ...claims })
    .setProtectedHeader({ alg, typ: 'JWT' })
    .sign(new TextEncoder().encode(secret));

const VIEWER = { spaceId: 3, userId: 5, installId: 31, role: 'admin', expiresAt: at(3540) };

test('a token tells who looks at a page, and where', async () => {
  expect(await verifyViewer(await sign(), CHECK)).toEqual(VIEWER);
  const rotated = { ...CHECK, secrets: ['pbs_new', SECRET] };
  expect(await verifyViewer(await sign(), rotated)).toEqual(VIEWER);
});

describe('a token is refused', () => {
  const long = 'a-secret-that-is-long-enough-for-sha-512-and-for-nothing-else-at-all-xx';
  test.each([
    ['that is another plugin’s', { aud: 'client-8' }, 'wrong_token'],
    ['that is for nobody', { aud: undefined }, 'wrong_token'],
    ['that is signed with another secret', { secret: 'pbs_other' }, 'wrong_token'],
    ['that has expired', { exp: at(-11) }, 'expired_token'],
    ['whose last second of grace is over', { exp: at(-10) }, 'expired_token'],
    ['that lives longer than tokens do', { iat: at(-3700), exp: at(3600) }, 'expired_token'],
    ['that does not expire', { exp: undefined }, 'wrong_token'],
    ['that comes from the future', { iat: at(60) }, 'wrong_token'],
    ['that is not to be used yet', { nbf: at(60) }, 'wrong_token'],
    ['without a space', { space_id: undefined }, 'wrong_token'],
    ['whose user is a text', { user_id: '5' }, 'wrong_token'],
    ['by another algorithm', { alg: 'HS512', secret: long }, 'wrong_token'],
  ])('%s', async (_what, claims, code) => {
    const secrets = [SECRET, long];
    await expect(verifyViewer(await sign(claims), { ...CHECK, secrets })).rejects.toMatchObject({
      code,
    });
  });

  test('without a signature, by an algorithm that asks for none, or when it is none at all', async () => {
    const [, payload] = (await sign()).split('.');
    const none = btoa('{"alg":"none"}').replaceAll('=', '');
    for (const token of [
      `${none}.${payload}.`,
      `${none}.${payload}.AAAA`,
      'a.b.c',
      'x',
      '..',
      'a.b.c.d',
      '\ud800.\ud800.x',
    ]) {
      await expect(verifyViewer(token, CHECK)).rejects.toMatchObject({ code: 'wrong_token' });
    }
    await expect(verifyViewer('', CHECK)).rejects.toMatchObject({ code: 'missing_token' });
    await expect(verifyViewer(null, CHECK)).rejects.toMatchObject({ code: 'missing_token' });
  });

  test('with an extension that must be understood, and is not', async () => {
    const [, payload] = (await sign()).split('.');
    const header = btoa('{"alg":"HS256","crit":["x"],"x":1}').replaceAll('=', '');
    const mac = createHmac('sha256', SECRET).update(`${header}.${payload}`).digest('base64url');
    await expect(verifyViewer(`${header}.${payload}.${mac}`, CHECK)).rejects.toMatchObject({
      code: 'wrong_token',
    });
  });

  test('that is signed with an empty secret, which anybody has', async () => {
    const forged = await verifyViewer(await sign({ secret: 'x' }), {
      ...CHECK,
      secrets: [''],
    }).then(undefined, (reason: unknown) => reason);
    expect(forged).toMatchObject({ code: 'wrong_token' });
    const [header, payload] = (await sign()).split('.');
    const signature = createHmac('sha256', '').update(`${header}.${payload}`).digest('base64url');
    await expect(
      verifyViewer(`${header}.${payload}.${signature}`, { ...CHECK, secrets: [''] }),
    ).rejects.toMatchObject({ code: 'wrong_token' });
  });

  test('whatever of its payload was changed', async () => {
    const [header, payload, signature] = (await sign()).split('.') as [string, string, string];
    const claims = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    const changed = btoa(JSON.stringify({ ...claims, role: 'owner' })).replaceAll('=', '');
    await expect(verifyViewer(`${header}.${changed}.${signature}`, CHECK)).rejects.toMatchObject({
      code: 'wrong_token',
    });
  });
});

test.each([
  ['expires', { exp: at(-9) }],
  ['is of a clock that is ahead', { iat: at(10) }],
])('ten seconds are allowed where a token %s', async (_what, claims) => {
  expect(await verifyViewer(await sign(claims), CHECK)).toMatchObject({ userId: 5 });
});

test('a plugin knows the viewer of a request by the header that its page sends', async () => {
  const plugin = createPlugin({ clientId: 'client-7', secret: SECRET });
  const now = Math.floor(Date.now() / 1000);
  const token = await sign({ iat: now - 60, exp: now + 3540 });
  const request = new Request('http://plugin.test/api', { headers: { [TOKEN_HEADER]: token } });
  expect(await plugin.viewer(request)).toMatchObject({ spaceId: 3, userId: 5 });
  expect(await plugin.viewer(token)).toMatchObject({ installId: 31 });
  await expect(plugin.viewer(new Request('http://plugin.test/api'))).rejects.toMatchObject({
    code: 'missing_token',
  });
});
