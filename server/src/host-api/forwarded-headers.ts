import type { IncomingHttpHeaders } from 'node:http';
import type { OutboundReply } from '../lib/outbound/client.ts';

// They are about one connection (RFC 9110 §7.6.1), or follow from the body.
const OF_CONNECTION = [
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

// What a request is about, and no more: a host may believe its proxies in where a request comes from (`X-Forwarded-For`, `True-Client-IP`)
// or what it asks for (`X-Original-URL`), and which names these have, who knows.
const FOR_HOST =
  /^(?:accept(?:-[a-z]+)?|authorization|content-(?:disposition|language|type)|idempotency-key|if-[a-z-]+|prefer|range|traceparent|tracestate|user-agent|x-envoy-[a-z-]+)$/;

// What would hold for our origin: cookies, and rules for browsers that are ours to make.
const WITHHELD_FROM_CALLER =
  /^(?:access-control-.*|alt-svc|clear-site-data|content-security-policy.*|cross-origin-.*|expect-ct|nel|origin-agent-cluster|permissions-policy|public-key-pins.*|refresh|report-to|reporting-endpoints|service-worker-allowed|set-cookie2?|strict-transport-security|x-content-type-options|x-frame-options)$/;

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function withoutConnection(
  headers: Headers,
  isMeant: (name: string) => boolean,
): [string, string | string[]][] {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return Object.entries(headers).filter(
    (entry): entry is [string, string | string[]] =>
      entry[1] !== undefined &&
      !OF_CONNECTION.includes(entry[0]) &&
      !named.includes(entry[0]) &&
      isMeant(entry[0]),
  );
}

const OURS = '1.1 plugboard';

/** The headers of a request as the host gets them, the `Authorization` among them, by which it asks what the token is good for. */
export function headersForHost(headers: IncomingHttpHeaders): Record<string, string> {
  const sent = withoutConnection(headers, (name) => FOR_HOST.test(name));
  const via = headers.via === undefined ? OURS : `${headers.via}, ${OURS}`;
  return { ...Object.fromEntries(sent.map(([name, value]) => [name, String(value)])), via };
}

/** Whether a request was sent on before: the host's API is named as one that leads back here. */
export const wentRound = (headers: IncomingHttpHeaders): boolean =>
  headers.via?.includes(OURS) === true;

/** The headers of the host's answer as its caller gets them. No browser runs what comes with them. */
export function headersForCaller({ headers }: OutboundReply): Record<string, string | string[]> {
  return {
    ...Object.fromEntries(withoutConnection(headers, (name) => !WITHHELD_FROM_CALLER.test(name))),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
  };
}
