import {
  createCipheriv,
  createDecipheriv,
  hash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

/** SHA-256 of a text, as kept for tokens, keys and codes, or of bytes. */
export function sha256(text: string | Buffer): Buffer {
  return hash('sha256', text, 'buffer');
}

/** Compares two texts in a time that depends on neither. */
export function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

/** Nine bytes, so that base64 of what is sealed begins with base64 of the id: so it is found in JSON text too. */
const KEY_ID_BYTES = 9;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what must be readable again (client secrets sign). */
export interface Vault {
  /** What its keys are called, in hexadecimal digits; the first seals. Nothing about a key can be computed from its id. */
  readonly keyIds: readonly string[];
  seal(plain: string, context: string): Buffer;
  /** @throws CannotOpenSecret when the key is missing, or the value damaged or moved from another row. */
  open(sealed: Buffer, context: string): string;
}

/** Something that is stored sealed cannot be read: our fault, never that of a caller or a plugin. */
export class CannotOpenSecret extends Error {
  /** Of the key that it says it was sealed under. */
  readonly keyId: string;

  constructor(keyId: string, why: string, options?: ErrorOptions) {
    super(`A stored secret cannot be opened: ${why}`, options);
    this.name = 'CannotOpenSecret';
    this.keyId = keyId;
  }
}

/**
 * AES-256-GCM under the first of the given keys; the others still open what they sealed, for rotation. `context` (the row the
 * value belongs to) is authenticated, so that a sealed value cannot be moved to another row. In front stands the id of the key.
 *
 * @throws Error when no key is given.
 */
export function createVault(secretKeys: readonly string[]): Vault {
  const keys = new Map(secretKeys.map((key) => [keyIdOf(key), derive(key, 'encryption', 32)]));
  const [current] = keys.keys();
  if (current === undefined) throw new Error('A vault needs at least one key');
  return {
    keyIds: [...keys.keys()],
    seal: (plain, context) => seal(current, keys.get(current) as Buffer, plain, context),
    open(sealed, context) {
      const keyId = sealed.subarray(0, KEY_ID_BYTES).toString('hex');
      const key = keys.get(keyId);
      if (key === undefined) {
        throw new CannotOpenSecret(keyId, `it is sealed under the key ${keyId}, which is missing`);
      }
      try {
        return open(key, sealed.subarray(KEY_ID_BYTES), context);
      } catch (cause) {
        throw new CannotOpenSecret(keyId, 'it is damaged or belongs to another row', { cause });
      }
    },
  };
}

const keyIdOf = (secretKey: string): string =>
  derive(secretKey, 'key id', KEY_ID_BYTES).toString('hex');

// HKDF: what is derived for one purpose tells nothing about what is derived for another.
function derive(secretKey: string, purpose: string, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secretKey, '', `plugboard ${purpose}`, bytes));
}

function seal(keyId: string, key: Buffer, plain: string, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from(keyId, 'hex'), iv, cipher.getAuthTag(), body]);
}

function open(key: Buffer, sealed: Buffer, context: string): string {
  const iv = sealed.subarray(0, IV_BYTES);
  const tag = sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag);
  const body = decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES));
  return Buffer.concat([body, decipher.final()]).toString('utf8');
}
