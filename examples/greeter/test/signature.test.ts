import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlugboard } from '../src/plugboard.ts';
import { type Greeter, startGreeter } from '../src/server.ts';

const SECRET = 'a client secret, ümlaut included';
/** The greeter's clock stands still, so that the edges of the tolerance can be hit exactly. */
const NOW = 1_750_000_000;
const BODY = JSON.stringify({
  meta: { event: 'plugin_installed', install_id: '31', config: {}, job: { id: 'job-1' } },
  payload: {},
});

let greeter: Greeter;

beforeAll(async () => {
  // Nothing here reaches Plugboard: refused requests must not, and a lifecycle event need not.
  const plugboardUrl = 'http://127.0.0.1:9';
  const config = {
    port: 0,
    host: '127.0.0.1',
    publicUrl: undefined,
    plugboardUrl,
    clientId: 'client',
    clientSecret: SECRET,
  };
  const plugboard = connectPlugboard(config);
  greeter = await startGreeter({ config, plugboard, now: () => NOW * 1000 + 999, log: () => {} });
});

afterAll(() => greeter.close());

interface Signed {
  secret?: string;
  timestamp?: number;
  body?: string;
}

/** The headers as Plugboard makes them; the Standard Webhooks one comes from that specification's own library. */
function sign({ secret = SECRET, timestamp = NOW, body = BODY }: Signed = {}) {
  const webhook = new Webhook(`whsec_${Buffer.from(secret).toString('base64')}`);
  return {
    'x-envoy-signature': createHmac('sha256', secret).update(body).digest('base64'),
    'webhook-id': 'job-1',
    'webhook-timestamp': String(timestamp),
    'webhook-signature': webhook.sign('job-1', new Date(timestamp * 1000), body),
  };
}

async function post(headers: Record<string, string>, body = BODY, path = '/lifecycle') {
  const response = await fetch(greeter.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const { message } = (await response.json()) as { message: string };
  return { status: response.status, message };
}

test('a delivery with both signatures is handled', async () => {
  expect(await post(sign())).toEqual({ status: 200, message: 'Noted plugin_installed' });
});

test('a body changed by one byte is refused', async () => {
  const { status } = await post(sign(), BODY.replace('31', '32'));
  expect(status).toBe(401);
});

test('signatures made with another secret are refused', async () => {
  const { status } = await post(sign({ secret: `${SECRET}!` }));
  expect(status).toBe(401);
});

test.each([
  [-301, 401],
  [-300, 200],
  [300, 200],
  [301, 401],
])('a timestamp %i seconds from now answers %i', async (seconds, status) => {
  expect((await post(sign({ timestamp: NOW + seconds }))).status).toBe(status);
});

test.each(['', 'soon', `${NOW}.5`, `-${NOW}`, `${NOW}e0`, `0x${NOW.toString(16)}`])(
  'a timestamp of "%s" is refused, however well it is signed',
  async (timestamp) => {
    const signature = createHmac('sha256', SECRET).update(`job-1.${timestamp}.${BODY}`);
    const { status } = await post({
      ...sign(),
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature.digest('base64')}`,
    });
    expect(status).toBe(401);
  },
);

test('the id and the timestamp are covered by the signature', async () => {
  expect((await post({ ...sign(), 'webhook-id': 'job-2' })).status).toBe(401);
  expect((await post({ ...sign(), 'webhook-timestamp': String(NOW + 1) })).status).toBe(401);
});

test('one good signature among several is enough, wherever it stands', async () => {
  const good = sign();
  const other = sign({ secret: 'the secret before' })['webhook-signature'];
  for (const several of [
    `${good['webhook-signature']} ${other}`,
    `${other} ${good['webhook-signature']}`,
    `v1a,AAAA ${other} ${good['webhook-signature']}`,
  ]) {
    expect((await post({ ...good, 'webhook-signature': several })).status).toBe(200);
  }
});

test('several signatures without a good one are refused', async () => {
  const other = sign({ secret: 'the secret before' })['webhook-signature'];
  const { status } = await post({ ...sign(), 'webhook-signature': `${other} ${other}` });
  expect(status).toBe(401);
});

test.each(Object.keys(sign()))('a delivery without %s is refused', async (name) => {
  const headers: Record<string, string> = sign();
  delete headers[name];
  const { status, message } = await post(headers);
  expect(status).toBe(401);
  expect(message).toContain(`${name} is missing`);
});

test.each(['x-envoy-signature', 'webhook-signature'] as const)(
  'a %s that is spelled otherwise is refused, even where it decodes to the same bytes',
  async (name) => {
    const good = sign();
    const text = good[name];
    // The last character before "=" carries two bits that no decoder looks at.
    const sameBytes = text.replace(
      /.=$/,
      (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`,
    );
    for (const spelling of [sameBytes, text.slice(0, -1), `${text}=`, `v2,${text.slice(-44)}`]) {
      const { status } = await post({ ...good, [name]: spelling });
      expect([spelling, status]).toEqual([spelling, 401]);
    }
  },
);

test('every worker checks, and before it looks at the body', async () => {
  for (const path of ['/entry-sign-in', '/entry-sign-out', '/lifecycle']) {
    expect((await post({}, 'not JSON', path)).status).toBe(401);
  }
});

test('a signed body that is no delivery is ignored with a reason', async () => {
  for (const body of ['', 'not JSON', 'null', '[]', '{"meta":{"job":{}}}']) {
    const { status, message } = await post(sign({ body }), body);
    expect([body, status]).toEqual([body, 400]);
    expect(message).toMatch(/^Not a delivery: /);
  }
});
