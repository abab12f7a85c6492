import { createHmac } from 'node:crypto';
import { createPlugin, type HeaderSource, SignatureError, verifySignatures } from '@plugboard/sdk';
import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';

const SECRET = 'pbs_the-client-secret';
const OTHER = 'pbs_another-secret';
const NOW = 1_796_000_000_000;
const BODY = Buffer.from('{"meta":{"event":"e"},"payload":{"name":"Zoë"}}');

const mac = (secret: string, ...parts: (string | Buffer)[]) =>
  parts.reduce((hmac, part) => hmac.update(part), createHmac('sha256', secret)).digest('base64');

/** The headers of a request that is signed with these secrets, the newest first; changed as the test wants. */
function signed(secrets: string[], changes: Record<string, string | undefined> = {}): HeaderSource {
  const timestamp = String(NOW / 1000);
  const headers: Record<string, string | undefined> = {
    'x-envoy-signature': mac(secrets.at(-1) as string, BODY),
    'webhook-id': 'job-1',
    'webhook-timestamp': timestamp,
    'webhook-signature': secrets
      .map((secret) => `v1,${mac(secret, `job-1.${timestamp}.`, BODY)}`)
      .join(' '),
    ...changes,
  };
  return (name) => headers[name];
}

const check = (headers: HeaderSource, secrets = [SECRET], body: Uint8Array = BODY, now = NOW) =>
  verifySignatures({ headers, body, secrets, now });

describe('a request is verified', () => {
  test('with the secret that signed it', async () => {
    expect(await check(signed([SECRET]))).toEqual({
      id: 'job-1',
      timestamp: NOW / 1000,
      needsLogIn: false,
    });
  });

  test('while the secret is rotated: by any of ours, among any of its signatures', async () => {
    const both = signed([OTHER, SECRET]);
    expect(await check(both, [SECRET])).toMatchObject({ needsLogIn: false });
    // We have the new one alone, and have not logged in with it: the single signature is made with the old one.
    expect(await check(both, [OTHER])).toMatchObject({ needsLogIn: true });
    expect(await check(signed([SECRET]), [OTHER, SECRET])).toMatchObject({
      needsLogIn: false,
    });
  });

  test('to the last second of the window, on both sides', async () => {
    for (const seconds of [-300, 300]) {
      await expect(
        check(signed([SECRET]), [SECRET], BODY, NOW + seconds * 1000),
      ).resolves.toBeDefined();
    }
  });

  test('as a library for Standard Webhooks signs it', async () => {
    const webhook = new Webhook(`whsec_${Buffer.from(SECRET).toString('base64')}`);
    const signature = webhook.sign('job-1', new Date(NOW), BODY.toString('utf8'));
    const headers = signed([SECRET], { 'webhook-signature': signature });
    await expect(check(headers)).resolves.toBeDefined();
  });
});

describe('a request is refused', () => {
  const right = mac(SECRET, `job-1.${NOW / 1000}.`, BODY);
  test.each([
    ['without an id', { 'webhook-id': undefined }, 'missing_signature'],
    ['without a timestamp', { 'webhook-timestamp': undefined }, 'missing_signature'],
    ['with a timestamp that is none', { 'webhook-timestamp': 'NaN' }, 'missing_signature'],
    ['with a negative timestamp', { 'webhook-timestamp': '-1' }, 'missing_signature'],
    [
      'with a timestamp with a fraction',
      { 'webhook-timestamp': '1796000000.0' },
      'missing_signature',
    ],
    ['without a signature', { 'webhook-signature': undefined }, 'missing_signature'],
    ['with an empty signature', { 'webhook-signature': '' }, 'missing_signature'],
    [
      'with a signature of another version',
      { 'webhook-signature': `v2,${right}` },
      'wrong_signature',
    ],
    ['with a signature without its version', { 'webhook-signature': right }, 'wrong_signature'],
    [
      'with the beginning of its signature',
      { 'webhook-signature': `v1,${right.slice(0, 20)}` },
      'wrong_signature',
    ],
    ['with its signature and more', { 'webhook-signature': `v1,${right}A` }, 'wrong_signature'],
    [
      'with another spelling of the same bytes',
      { 'webhook-signature': `v1,${right.replace('=', '')}` },
      'wrong_signature',
    ],
    ['with the signature of another id', { 'webhook-id': 'job-2' }, 'wrong_signature'],
    [
      'with letters beyond ASCII',
      { 'webhook-signature': `v1,${'é'.repeat(44)}` },
      'wrong_signature',
    ],
  ])('%s', async (_what, changes, code) => {
    await expect(check(signed([SECRET], changes))).rejects.toMatchObject({ code });
  });

  test('when it was signed with another secret, or none of ours is known', async () => {
    await expect(check(signed([OTHER]))).rejects.toMatchObject({ code: 'wrong_signature' });
    await expect(check(signed([SECRET]), [])).rejects.toThrow(SignatureError);
  });

  test('when it was signed with an empty secret, which anybody has', async () => {
    const error = await check(signed(['']), ['']).then(undefined, (reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'wrong_signature' });
  });

  test('when it was captured earlier, or comes from the future', async () => {
    for (const seconds of [-302, 301]) {
      const late = check(signed([SECRET]), [SECRET], BODY, NOW + seconds * 1000);
      await expect(late).rejects.toMatchObject({ code: 'old_timestamp' });
    }
  });

  test('when the tolerance is no number', async () => {
    const request = { headers: signed([SECRET]), body: BODY, secrets: [SECRET], now: NOW };
    const unset = verifySignatures({ ...request, toleranceSeconds: Number.NaN });
    await expect(unset).rejects.toMatchObject({ code: 'old_timestamp' });
  });

  test('when any byte of it was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(BODY.length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const body = Buffer.from(BODY);
          body[at] = (body[at] as number) ^ bits;
          await expect(check(signed([SECRET]), [SECRET], body)).rejects.toMatchObject({
            code: 'wrong_signature',
          });
        },
      ),
    );
  });

  test('whatever headers there are: with 401, and never by an exception', async () => {
    const errors: unknown[] = [];
    const plugin = createPlugin({ secret: SECRET, onError: (error) => errors.push(error) });
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(
          fc.constantFrom(
            'webhook-id',
            'webhook-timestamp',
            'webhook-signature',
            'x-envoy-signature',
          ),
          fc.string({ unit: 'binary' }),
        ),
        fc.uint8Array(),
        async (headers, body) => {
          const reply = await plugin.handle({
            path: '/',
            headers: (name) => (Object.hasOwn(headers, name) ? headers[name] : undefined),
            body,
          });
          expect(reply.status).toBe(401);
        },
      ),
    );
    expect(errors.every((error) => error instanceof SignatureError)).toBe(true);
  });
});
