/**
 * What is kept of a request. With it and with what is stored anyway, the request can be built again; that it is the same is told by the
 * hash of its body.
 */
export interface RequestRecord {
  /** Of the plugin, when the job was claimed; 0 for a plugin without one. */
  release: number;
  /** Of the install, when the job was claimed. */
  configRevision: number;
  /** The newest of those that signed. */
  secretGeneration: number;
  /** Seconds since 1970, as `webhook-timestamp` has them. */
  timestamp: number;
  /** Of `traceparent`: 16 hexadecimal digits. */
  spanId: string;
  userAgent: string;
  /** Sent once more although there is a verdict. */
  isResend: boolean;
  /** SHA-256. */
  bodyHash: Buffer;
  signatures: Signatures;
  /** Null where no token rode along in `meta.auth`. */
  token: TokenRecord | null;
}

/** What proves a body, each in Base64. */
export interface Signatures {
  /** Of `X-Envoy-Signature`. */
  envoy: string;
  /** Of `webhook-signature`: one for each live secret, newest first. */
  webhook: string[];
}

/** What is kept of a token that rode along: not the token, of which nothing but a hash may be. */
export interface TokenRecord {
  /** Seconds that were left. */
  expiresIn: number;
  /** SHA-256 of the body as it is where the token is masked: of the one that was sent only its receiver can compute it. */
  maskedHash: Buffer;
}

const VERSION = 1;
const HAS_TOKEN = 1;
const IS_RESEND = 2;

const SPAN_BYTES = 8;
const HASH_BYTES = 32;
/** The version, the flags, four numbers, the span, the hash of the body, and how many signatures there are. */
const HEAD_BYTES = 2 + 4 * 4 + SPAN_BYTES + HASH_BYTES + 2;

/**
 * As it is stored with its attempt: 130 to 200 bytes, in columns of their own it would be twice as many. Where what is kept changes, the
 * first byte does, and {@link unpackRequest} goes on reading what was.
 */
export function packRequest(record: RequestRecord): Buffer {
  const { signatures, token, userAgent } = record;
  const size =
    HEAD_BYTES +
    HASH_BYTES * (1 + signatures.webhook.length) +
    (token === null ? 0 : 4 + HASH_BYTES) +
    Buffer.byteLength(userAgent);
  const into = Buffer.allocUnsafe(size);
  into[0] = VERSION;
  into[1] = (token === null ? 0 : HAS_TOKEN) | (record.isResend ? IS_RESEND : 0);
  let at = into.writeUInt32BE(record.release, 2);
  at = into.writeUInt32BE(record.configRevision, at);
  at = into.writeUInt32BE(record.secretGeneration, at);
  at = into.writeUInt32BE(record.timestamp, at);
  at += into.write(record.spanId, at, 'hex');
  at += record.bodyHash.copy(into, at);
  at = into.writeUInt16BE(signatures.webhook.length, at);
  at += into.write(signatures.envoy, at, 'base64');
  for (const signature of signatures.webhook) at += into.write(signature, at, 'base64');
  if (token !== null) {
    at = into.writeUInt32BE(token.expiresIn, at);
    at += token.maskedHash.copy(into, at);
  }
  into.write(userAgent, at);
  return into;
}

/**
 * Reads what {@link packRequest} wrote.
 *
 * @throws Error for what a newer release wrote.
 */
export function unpackRequest(packed: Buffer): RequestRecord {
  if (packed[0] !== VERSION) throw new Error(`A request is kept in the unknown form ${packed[0]}`);
  const flags = packed.readUInt8(1);
  let at = 2;
  const take = (bytes: number): Buffer => {
    at += bytes;
    return packed.subarray(at - bytes, at);
  };
  const takeNumber = (): number => take(4).readUInt32BE();
  const takeSignature = (): string => take(HASH_BYTES).toString('base64');
  const release = takeNumber();
  const configRevision = takeNumber();
  const secretGeneration = takeNumber();
  const timestamp = takeNumber();
  const spanId = take(SPAN_BYTES).toString('hex');
  const bodyHash = take(HASH_BYTES);
  const secrets = take(2).readUInt16BE();
  const envoy = takeSignature();
  const webhook = Array.from({ length: secrets }, takeSignature);
  const token =
    (flags & HAS_TOKEN) === 0 ? null : { expiresIn: takeNumber(), maskedHash: take(HASH_BYTES) };
  return {
    release,
    configRevision,
    secretGeneration,
    timestamp,
    spanId,
    bodyHash,
    signatures: { envoy, webhook },
    token,
    isResend: (flags & IS_RESEND) !== 0,
    userAgent: packed.toString('utf8', at),
  };
}
