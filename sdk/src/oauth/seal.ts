import { fromBase64Url, toBase64Url } from '../bytes.ts';
import { rememberBySecret } from '../verify/keys.ts';

/** Seals what is kept where others can read or change it: in cookies, in addresses, in a store. */
export interface Seal {
  /**
   * @param purpose what it is sealed for: under another it does not open
   * @param seconds how long it can be opened
   */
  seal(purpose: string, value: unknown, seconds: number): Promise<string>;
  /** Undefined for what is not ours, was changed, is for something else, or is too old. */
  open<Value>(purpose: string, text: string | undefined): Promise<Value | undefined>;
}

interface Sealed {
  value: unknown;
  /** Milliseconds since 1970. */
  until: number;
}

/** Of AES-GCM (NIST SP 800-38D): 96 bits, random, so that a key is good for 2³² of them. */
const NONCE_BYTES = 12;
const VERSION = '1';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const keyOf = rememberBySecret(async (secret) => {
  const material = await crypto.subtle.importKey('raw', encoder.encode(secret), 'HKDF', false, [
    'deriveKey',
  ]);
  return crypto.subtle.deriveKey(
    {
      name: 'HKDF',
      hash: 'SHA-256',
      salt: new Uint8Array(),
      info: encoder.encode('plugboard oauth seal 1'),
    },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
});

/**
 * AES-256-GCM with a key that is derived from a secret (HKDF, RFC 5869).
 *
 * @param secrets seals with the first, opens with any: while one is replaced, what the old one sealed stays good
 */
export function createSeal(secrets: () => readonly [string, ...string[]]): Seal {
  return {
    async seal(purpose, value, seconds) {
      const sealed: Sealed = { value, until: Date.now() + seconds * 1000 };
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const bytes = await crypto.subtle.encrypt(
        parametersOf(purpose, nonce),
        await keyOf(secrets()[0]),
        encoder.encode(JSON.stringify(sealed)),
      );
      const whole = new Uint8Array(NONCE_BYTES + bytes.byteLength);
      whole.set(nonce);
      whole.set(new Uint8Array(bytes), NONCE_BYTES);
      return VERSION + toBase64Url(whole);
    },
    async open<Value>(purpose: string, text: string | undefined) {
      if (!text?.startsWith(VERSION)) return undefined;
      const bytes = fromBase64Url(text.slice(VERSION.length));
      if (bytes === undefined || bytes.length <= NONCE_BYTES) return undefined;
      for (const secret of secrets()) {
        const sealed = await openWith(await keyOf(secret), purpose, bytes);
        if (sealed !== undefined) {
          return Date.now() < sealed.until ? (sealed.value as Value) : undefined;
        }
      }
      return undefined;
    },
  };
}

async function openWith(
  key: CryptoKey,
  purpose: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Sealed | undefined> {
  const nonce = bytes.subarray(0, NONCE_BYTES);
  try {
    const opened = await crypto.subtle.decrypt(
      parametersOf(purpose, nonce),
      key,
      bytes.subarray(NONCE_BYTES),
    );
    return JSON.parse(decoder.decode(opened)) as Sealed;
  } catch {
    return undefined;
  }
}

const parametersOf = (purpose: string, iv: Uint8Array<ArrayBuffer>) => ({
  name: 'AES-GCM',
  iv,
  additionalData: encoder.encode(purpose),
});
