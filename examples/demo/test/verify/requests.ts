import { createHmac } from 'node:crypto';
import type { ReceivedRequest } from '../../../../server/test/support/receiver.ts';
import type { Request } from './verifier.ts';

/** What Plugboard really sent. */
export interface Deliveries {
  secret: string;
  nextSecret: string;
  /** With one secret. */
  single: ReceivedRequest;
  /** With two, while nobody has logged in with the next. */
  rotating: ReceivedRequest;
  /** With two, once the plugin has logged in with the next. */
  moved: ReceivedRequest;
}

/** A request, and whether it is Plugboard's. */
export interface Case {
  what: string;
  isGood: boolean;
  request: Request;
}

const NAMES = ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'x-envoy-signature'];
const OTHER = 'a secret that is not the one of the plugin';

/** The same for every language. */
export function casesOf(deliveries: Deliveries): Case[] {
  const { secret, nextSecret, single, rotating, moved } = deliveries;
  const good = requestOf(single, [secret]);
  const now = Math.floor(Date.now() / 1000);
  const at = (timestamp: number | string, rest: Partial<Signing> = {}) =>
    signed({ secret, timestamp: String(timestamp), body: good.body, ...rest });
  const given = (name: string, value: string | Buffer): Request => ({
    ...good,
    headers: { ...good.headers, [name]: Buffer.from(value) },
  });
  const header = (name: string) => good.headers[name]?.toString() ?? '';
  const webhook = header('webhook-signature');
  const envoy = header('x-envoy-signature');
  const forged = signed({ secret: OTHER, timestamp: String(now), body: good.body }).headers;

  const right: Record<string, Request> = {
    'as it was sent': good,
    'by the second of two signatures': requestOf(rotating, [secret]),
    'by the first of two signatures, once that signs both': requestOf(moved, [nextSecret]),
    'with two secrets, which signed it both': requestOf(rotating, [nextSecret, secret]),
    'by the second of two secrets': { ...good, secrets: [OTHER, secret] },
    'by the first of two secrets': { ...good, secrets: [secret, OTHER] },
    'beside a secret that is empty': { ...good, secrets: ['', secret] },
    'after signatures of another kind': given('webhook-signature', `v1a,AAAA  v2,BB ${webhook}`),
    'of 200 seconds ago': at(now - 200),
    'of a clock that is 200 seconds fast': at(now + 200),
    'with a body that is no UTF-8': at(now, { body: Buffer.from([0xff, 0x00, 0xc3, 0x28]) }),
    'with an empty body': at(now, { body: Buffer.alloc(0) }),
    'by a secret beyond ASCII': at(now, { secret: 'ein schlüssel, für proben' }),
  };
  const wrong: Record<string, Request> = {
    'another body': { ...good, body: Buffer.from(good.body.toString().replace('Ada', 'Eve')) },
    'a longer body': { ...good, body: Buffer.concat([good.body, Buffer.from(' ')]) },
    'no body': { ...good, body: Buffer.alloc(0) },
    'a body that is no UTF-8': { ...good, body: Buffer.from([0xff, 0xfe, 0x00]) },
    'another secret': { ...good, secrets: [OTHER] },
    'no secret': { ...good, secrets: [] },
    'an empty secret': { ...signed({ secret: '', timestamp: String(now), body: good.body }) },
    'the secret before, when the next signs X-Envoy-Signature': requestOf(moved, [secret]),
    'an hour ago': at(now - 3600),
    '310 seconds ago': at(now - 310),
    'an hour ahead': at(now + 3600),
    'another id': given('webhook-id', `${header('webhook-id')}x`),
    'another time': given('webhook-timestamp', `${Number(header('webhook-timestamp')) + 1}`),
    'an own signature of the body alone': given(
      'webhook-signature',
      `${forged['webhook-signature']}`,
    ),
    'an own signature of the id and time alone': given(
      'x-envoy-signature',
      `${forged['x-envoy-signature']}`,
    ),
    'both signatures in each header': given('x-envoy-signature', `${envoy} ${envoy}`),
    'a signature without its version': given('webhook-signature', webhook.slice(3)),
    'a signature of another version': given('webhook-signature', `v2${webhook.slice(2)}`),
    'half a signature': given('webhook-signature', webhook.slice(0, 20)),
    'a longer signature': given('webhook-signature', `${webhook}=`),
    'half of the other signature': given('x-envoy-signature', envoy.slice(0, 20)),
    'a longer other signature': given('x-envoy-signature', `${envoy}=`),
    'no headers': { ...good, headers: {} },
  };
  for (const timestamp of TIMES(now))
    wrong[`"${timestamp.slice(0, 20)}" as its time`] = at(timestamp);
  for (const name of NAMES) {
    const { [name]: _, ...headers } = good.headers;
    wrong[`no ${name}`] = { ...good, headers };
    wrong[`an empty ${name}`] = given(name, '');
    wrong[`bytes as ${name}`] = given(name, Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x80]));
    wrong[`letters beyond ASCII as ${name}`] = given(name, 'ü'.repeat(44));
  }
  return [...toCases(right, true), ...toCases(wrong, false)];
}

// Each is signed well, so that nothing but the time is wrong.
const TIMES = (now: number): string[] => [
  'NaN',
  'nan',
  'Infinity',
  'soon',
  `${now}.5`,
  `-${now}`,
  `${now}e0`,
  `0x${now.toString(16)}`,
  ` ${now}`,
  `${now}\n`,
  '1_000',
  '9223372036854775807',
  '18446744073709551616',
  '9'.repeat(5000),
];

const toCases = (requests: Record<string, Request>, isGood: boolean): Case[] =>
  Object.entries(requests).map(([what, request]) => ({ what, isGood, request }));

const requestOf = ({ text, headers }: ReceivedRequest, secrets: string[]): Request => ({
  secrets,
  body: Buffer.from(text),
  headers: Object.fromEntries(NAMES.map((name) => [name, Buffer.from(headers[name] ?? '')])),
});

interface Signing {
  secret: string;
  timestamp: string;
  body: Buffer;
}

/** Signed as Plugboard does, by a secret that is then given to verify with. */
function signed({ secret, timestamp, body }: Signing): Request {
  const id = 'msg_1';
  const hmac = (prefix: string) =>
    createHmac('sha256', secret).update(prefix).update(body).digest('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${hmac(`${id}.${timestamp}.`)}`,
    'x-envoy-signature': hmac(''),
  };
  return {
    secrets: [secret],
    body,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, Buffer.from(value)]),
    ),
  };
}
