import { createHmac, randomUUID } from 'node:crypto';

/** Which request, and how it is signed. */
export interface Signing {
  body: unknown;
  secret: string;
  /** While a secret is rotated, the former: `X-Envoy-Signature` is made with it, and `webhook-signature` with both. */
  former?: string;
  /** Seconds from now when it was signed; null leaves out all `webhook-` headers. */
  at?: number | null;
}

/** A request as Plugboard signs it, written down on its own: nothing here knows the SDK. */
export function signedRequest(url: string, signing: Signing): Request {
  const { body, secret, former, at = 0 } = signing;
  const text = JSON.stringify(body);
  const sign = (key: string, what: string) =>
    createHmac('sha256', key).update(what).digest('base64');
  const id = randomUUID();
  const timestamp = Math.floor(Date.now() / 1000) + (at ?? 0);
  const signatures = [secret, ...(former === undefined ? [] : [former])].map(
    (key) => `v1,${sign(key, `${id}.${timestamp}.${text}`)}`,
  );
  const webhook = {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
  const headers = {
    'content-type': 'application/json',
    'x-envoy-signature': sign(former ?? secret, text),
    ...(at !== null && webhook),
  };
  return new Request(url, { method: 'POST', body: text, headers });
}
