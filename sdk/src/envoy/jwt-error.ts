import { PlugboardError } from '../errors.ts';

/**
 * A token that is not taken, named as the library `jsonwebtoken` names it.
 *
 * @example
 * import { EnvoyJWT, EnvoyJWTError } from '@plugboard/sdk/envoy';
 *
 * try {
 *   return new EnvoyJWT().decode(token).sub;
 * } catch (error) {
 *   if (error instanceof EnvoyJWTError && error.name === 'TokenExpiredError') {
 *     res.sendFailed(`The link has ended at ${error.expiredAt?.toISOString()}`);
 *     return;
 *   }
 *   throw error;
 * }
 */
export class EnvoyJWTError extends PlugboardError {
  override readonly name: 'JsonWebTokenError' | 'TokenExpiredError' | 'NotBeforeError';
  /** When it ended, or (not active yet) begins. */
  readonly expiredAt: Date | undefined;
  readonly date: Date | undefined;

  constructor(name: EnvoyJWTError['name'], message: string, at?: number) {
    super('wrong_token', message);
    this.name = name;
    const date = at === undefined ? undefined : new Date(at * 1000);
    this.expiredAt = name === 'TokenExpiredError' ? date : undefined;
    this.date = name === 'NotBeforeError' ? date : undefined;
  }
}
