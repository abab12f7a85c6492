import { createCipheriv, createDecipheriv, hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** SHA-256 of a text, as kept for tokens, keys and codes. */
export function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}

/** Compares two texts in a time that depends on neither. */
export function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b));
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts what must be readable again (client secrets sign). */
export interface Vault {
  seal(plain: string, context: string): Buffer;
  /** @throws Error when no key fits: the data belongs to another PLUGBOARD_SECRET_KEY. */
  open(sealed: Buffer, context: string): string;
}

/**
 * AES-256-GCM under the first of the given keys; the others still open what they sealed, for rotation. `context` (the row the
 * value belongs to) is authenticated, so that a sealed value cannot be moved to another row.
 *
 * @throws Error when no key is given.
 */
export function createVault(secretKeys: readonly string[]): Vault {
  const keys = secretKeys.map((key) => sha256(`plugboard vault:${key}`));
  const [current] = keys;
  if (current === undefined) throw new Error('A vault needs at least one key');
  return {
    seal: (plain, context) => seal(current, plain, context),
    open: (sealed, context) => openWithAny(keys, sealed, context),
  };
}

function seal(key: Buffer, plain: string, context: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function openWithAny(keys: readonly Buffer[], sealed: Buffer, context: string): string {
  for (const key of keys) {
    try {
      return open(key, sealed, context);
    } catch {
      // Sealed under another key: the next one may fit.
    }
  }
  throw new Error(
    'A stored secret cannot be decrypted: PLUGBOARD_SECRET_KEY is not the key it was encrypted with',
  );
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
