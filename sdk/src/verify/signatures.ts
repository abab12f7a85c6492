import { hmacBase64, isSameText } from '#hmac';
import { SignatureError } from '../errors.ts';

/** Reads one header of a request by its name in lower case; what is not there is undefined. */
export type HeaderSource = (name: string) => string | undefined | null;

/** What is checked: the request as it came, and with what it may have been signed. */
export interface SignedRequest {
  headers: HeaderSource;
  /** The bytes as they arrived; parsing and printing again would change them. */
  body: Uint8Array;
  /** Client secrets, any of which may have signed. While one is rotated there are two. */
  secrets: readonly string[];
  /** How far `webhook-timestamp` may be from now, in seconds, either way. 300 by default. */
  toleranceSeconds?: number | undefined;
  /** Milliseconds since 1970; by default the clock's. */
  now?: number | undefined;
}

/** What the signatures of a request proved. */
export interface Verified {
  /** `webhook-id`: the same for every attempt at a job. */
  id: string;
  /** When the request was signed, in seconds since 1970. */
  timestamp: number;
  /**
   * Whether the plugin has a newer secret than Plugboard knows it to have, while one is rotated. `X-Envoy-Signature`, of which there is one,
   * moves to the newest once the plugin has logged in with it.
   */
  needsLogIn: boolean;
}

/**
 * Checks the signatures of a request: `webhook-signature` by the Standard Webhooks, which covers id, time and body, and so bounds how long a
 * captured request can be played back. It covers all that `X-Envoy-Signature` does, the body, and with one secret both are made with it: so that one
 * is looked at only where there are several, for {@link Verified.needsLogIn}.
 *
 * @throws SignatureError `missing_signature`, `old_timestamp` or `wrong_signature`
 *
 * @example
 * await verifySignatures({
 *   headers: (name) => request.headers.get(name),
 *   body: new Uint8Array(await request.arrayBuffer()),
 *   secrets: [secret],
 * });
 */
export async function verifySignatures(request: SignedRequest): Promise<Verified> {
  const { body, secrets } = request;
  const { id, timestamp, given } = readHeaders(request);
  const signed = [`${id}.${timestamp}.`, body];
  const isSigned = await someHolds({ secrets, given, prefix: VERSION }, signed);
  if (!isSigned) {
    throw new SignatureError(
      'wrong_signature',
      'webhook-signature does not match: it was made with another client secret, or of another body',
    );
  }
  const needsLogIn = given.length > 1 && !(await isEnvoySignatureOurs(request));
  return { id, timestamp: Number(timestamp), needsLogIn };
}

const isEnvoySignatureOurs = ({ headers, body, secrets }: SignedRequest): Promise<boolean> =>
  someHolds({ secrets, given: [headers('x-envoy-signature') ?? ''], prefix: '' }, [body]);

/** The version of the signatures of Standard Webhooks that are made with a secret; others may stand beside them. */
const VERSION = 'v1,';

function readHeaders({ headers, toleranceSeconds = 300, now = Date.now() }: SignedRequest) {
  const id = headers('webhook-id');
  const timestamp = headers('webhook-timestamp') ?? '';
  const signatures = headers('webhook-signature');
  if (!id || !signatures || !/^\d{1,12}$/.test(timestamp)) {
    const missing = !id ? 'webhook-id' : !signatures ? 'webhook-signature' : 'webhook-timestamp';
    throw new SignatureError('missing_signature', `${missing} is missing or cannot be read`);
  }
  // What is no number is no tolerance.
  if (!(Math.abs(now / 1000 - Number(timestamp)) <= toleranceSeconds)) {
    throw new SignatureError(
      'old_timestamp',
      `webhook-timestamp is more than ${toleranceSeconds} seconds away from now`,
    );
  }
  return { id, timestamp, given: signatures.split(' ') };
}

interface Given {
  secrets: readonly string[];
  /** Signatures, of which one has to hold. */
  given: readonly string[];
  /** What stands before each. */
  prefix: string;
}

async function someHolds(
  { secrets, given, prefix }: Given,
  signed: readonly (string | Uint8Array)[],
): Promise<boolean> {
  for (const secret of secrets) {
    // Of a variable that is not set: anybody could sign with it.
    if (secret === '') continue;
    const signing = hmacBase64(secret, ...signed);
    const expected = prefix + (typeof signing === 'string' ? signing : await signing);
    // The texts, not what they decode to: base64 has several spellings of the same bytes.
    if (given.some((signature) => isSameText(signature, expected))) return true;
  }
  return false;
}
