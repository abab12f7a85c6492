/**
 * Why {@link BridgeError}:
 * - `not_embedded`: the page is not in a frame
 * - `unknown_host`: neither the address nor this tab's memory says which page embeds it
 * - `wrong_host`: another page embeds it than its address says, or one that is not among `allowedHosts`
 * - `timeout`: the host page did not answer
 * - `closed`: the connection was closed meanwhile
 *
 * @example
 * const code: BridgeErrorCode = 'not_embedded';
 */
export type BridgeErrorCode = 'not_embedded' | 'unknown_host' | 'wrong_host' | 'timeout' | 'closed';

/**
 * What {@link connect} and its connection reject with.
 *
 * @example
 * connect().catch((error) => {
 *   if (error instanceof BridgeError && error.code === 'not_embedded') location.assign('/about');
 * });
 */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly code: BridgeErrorCode;

  constructor(code: BridgeErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
