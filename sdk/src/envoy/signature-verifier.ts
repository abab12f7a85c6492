import { isSameText } from '#hmac';
import { SetupError } from '../errors.ts';
import { secretsOf } from '../options.ts';
import { envClientSecret } from './env.ts';
import { hmacNow } from './hmac-now.ts';

/** How requests are signed. Plugboard does it in one way, so that only the secret is worth giving. */
export interface EnvoySignatureVerifierOptions {
  /** `sha256`. */
  algorithm?: string | undefined;
  /** `base64`. */
  encoding?: string | undefined;
  /** Client secrets, any of which may have signed; by default that of the environment. */
  secret?: string | readonly (string | undefined)[] | undefined;
  /** In lower case: `x-envoy-signature`. */
  header?: string | undefined;
}

/** What is read of a request. */
export interface SignedHeaders {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/**
 * Checks `X-Envoy-Signature`, which covers the body and not when it was sent; {@link envoyMiddleware} checks the time, too.
 *
 * @example
 * import { EnvoySignatureVerifier } from '@plugboard/sdk/envoy';
 *
 * const isOurs = new EnvoySignatureVerifier().verify(request, rawBody);
 */
export class EnvoySignatureVerifier {
  // Private, so that who prints this prints no secret.
  readonly #secrets: readonly string[];
  readonly #header: string;

  /** @throws SetupError `missing_secret`, `wrong_secret`, `wrong_algorithm` */
  constructor(options: EnvoySignatureVerifierOptions = {}) {
    const { algorithm = 'sha256', encoding = 'base64', header = 'x-envoy-signature' } = options;
    if (algorithm !== 'sha256' || encoding !== 'base64') {
      throw new SetupError('wrong_algorithm', 'Plugboard signs with sha256, written as base64');
    }
    const given = [options.secret].flat().filter(Boolean);
    this.#secrets = secretsOf({ secret: given.length > 0 ? given : envClientSecret() });
    this.#header = header.toLowerCase();
  }

  /** All of the secrets. */
  get secrets(): readonly string[] {
    return this.#secrets;
  }

  /** Whether the bytes of a body are signed with one of the secrets. */
  verify(request: SignedHeaders, rawBody: Uint8Array): boolean {
    const given = request.headers[this.#header];
    if (typeof given !== 'string') return false;
    return this.#secrets.some((secret) => isSameText(given, hmacNow(secret, rawBody)));
  }
}
