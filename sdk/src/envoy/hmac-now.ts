import { hmacBase64 } from '#hmac';
import { SetupError } from '../errors.ts';

/** HMAC-SHA256 in base64, at once: Node's is, and WebCrypto's takes a promise. @throws SetupError `needs_node` */
export function hmacNow(secret: string, ...parts: (string | Uint8Array)[]): string {
  const made: unknown = hmacBase64(secret, ...parts);
  if (typeof made === 'string') return made;
  throw new SetupError(
    'needs_node',
    'EnvoyJWT and EnvoySignatureVerifier need node:crypto; elsewhere verifySignatures of @plugboard/sdk checks requests',
  );
}
